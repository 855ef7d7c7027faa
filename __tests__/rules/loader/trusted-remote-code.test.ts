import { saidBy } from "../../support/loader-code";

const told = (source: string) => saidBy("MA-LDR-005", source);
const COMMIT = "0123456789abcdef0123456789abcdef01234567";

describe("MA-LDR-005 trusted-remote-code", () => {
  test.each([
    ["", "and no commit is pinned, so it may change"],
    [', revision="main"', "and main is no commit, so it may change"],
    [`, revision="${COMMIT}"`, "as of the pinned commit"],
    [", revision=r()", "at a revision that is not written here"],
  ])("trust_remote_code=True%s", (more, how) => {
    expect(
      told(`from transformers import AutoModel\nAutoModel.from_pretrained("acme/net", trust_remote_code=True${more})`),
    ).toEqual([
      `medium 2: transformers.AutoModel.from_pretrained is called with trust_remote_code=True: code of acme/net runs, ${how}`,
    ]);
  });

  test.each([
    ["a dict of arguments", "k = dict(trust_remote_code=True)\nAutoModel.from_pretrained(x, **k)"],
    ["a dict given on", 'pipeline(model=x,\n model_kwargs={"trust_remote_code": True})'],
    ["a function of one's own", "pass\nload_it(x, trust_remote_code=True)"],
    ["data sets", "pass\nload_dataset(x, trust_remote_code=True)"],
  ])("through %s", (_, source) => {
    const found = told(`from transformers import AutoModel, pipeline\nfrom datasets import load_dataset\n${source}`);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^medium [34]: .*trust_remote_code=True/);
  });

  test("torch.hub runs a repository's hubconf.py", () => {
    expect(told('import torch\ntorch.hub.load("acme/net", "small", trust_repo=True)')).toEqual([
      "medium 2: torch.hub.load runs hubconf.py of github.com/acme/net, and no commit is pinned, so it may change, and trust_repo=True asks nobody",
    ]);
    expect(told(`import torch\ntorch.hub.load("acme/net:${COMMIT}", "small")`)[0]).toMatch(/as of the pinned commit$/);
  });

  test("the environment, and commands", () => {
    expect(told('import os\nos.environ.setdefault("HF_DATASETS_TRUST_REMOTE_CODE", "1")')).toHaveLength(1);
    expect(saidBy("MA-LDR-005", "vllm serve acme/net --trust-remote-code", "shell")).toEqual([
      "medium 1: vllm is run with --trust-remote-code: the model's repository runs its code",
    ]);
  });

  test.each([
    'AutoModel.from_pretrained("acme/net", trust_remote_code=False)',
    'AutoModel.from_pretrained("acme/net", trust_remote_code=args.trust)',
    'torch.hub.load("./local", "small", source="local")',
    "torch.hub.load(repository, 'small')",
  ])("silent: %s", (call) => {
    expect(told(`from transformers import AutoModel\nimport torch\n${call}`)).toEqual([]);
  });
});
