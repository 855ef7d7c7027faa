import { saidBy } from "../../support/loader-code";

const python = (source: string) => saidBy("MA-LDR-009", source);
const shell = (source: string) => saidBy("MA-LDR-009", source, "shell");

describe("MA-LDR-009 unchecked-download", () => {
  test.each([
    [
      "import requests\nrequests.get(u, verify=False)",
      "requests.get is called with verify=False: the server's certificate is not checked",
    ],
    [
      "import ssl\nssl._create_default_https_context = ssl._create_unverified_context",
      "certificates are not checked any more by any urllib download of this program",
    ],
    [
      'import os\nos.environ["HF_ENDPOINT"] = "https://mirror.example"',
      "models are fetched from https://mirror.example in place of huggingface.co",
    ],
  ])("%s", (source, message) => {
    expect(python(source)).toEqual([`low 2: ${message}`]);
  });

  test.each([
    "curl -k https://a.example/m",
    "curl -fsSLk https://a.example/m",
    "curl --insecure https://a.example/m",
    "wget --no-check-certificate https://a.example/m",
  ])("%s", (source) => {
    expect(shell(source)[0]).toMatch(/^low 1: (curl|wget) \S+ does not check the server's certificate$/);
  });

  test.each([
    "import requests\nrequests.get(u)\nrequests.get(u, verify='ca.pem')\nx.get(u, verify=False)",
    'import os\nos.environ["HF_ENDPOINT"] = "https://huggingface.co"',
  ])("silent: %s", (source) => {
    expect(python(source)).toEqual([]);
    expect(shell("curl -fsSL https://a.example/m -o m")).toEqual([]);
  });
});
