import { mayTell } from "../../../src/formats/python-code/words";
import { PICKLE_LOADERS } from "../../../src/rules/loader/pickle-loaders";

/** A file without certain words is not parsed at all; what the rules know must be behind them. */
describe("words that let a file be parsed", () => {
  test.each([...PICKLE_LOADERS.keys()])("%s", (name) => {
    const [module, last] = [name.slice(0, name.lastIndexOf(".")), name.slice(name.lastIndexOf(".") + 1)];
    expect(mayTell(`from ${module} import ${last} as x\n`)).toBe(true);
  });

  test.each([
    "import os\nos.system(x)",
    "from os import popen as p",
    "import yaml; yaml.load(f)",
    "from ruamel.yaml import YAML",
    "AutoModel.from_pretrained(x)",
    "f(trust_remote_code=True)",
    "load(weights_only=False)",
    "load_model(safe_mode=False)",
    'setenv("TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD", "1")',
    "import requests; requests.get(u, verify=False)",
    "exec(requests.get(u).text)",
    "from vllm import LLM",
    'timm.create_model("hf_hub:a/b")',
  ])("%s", (text) => {
    expect(mayTell(text)).toBe(true);
  });

  test("plain code is not parsed", () => {
    expect(mayTell("def add(a, b):\n    return a + b\n")).toBe(false);
  });
});
