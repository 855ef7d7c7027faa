import { scanBytes } from "../../support/scan";

const IMPORTS =
  "from transformers import AutoModel, pipeline; from datasets import load_dataset; import timm, evaluate, peft\n";

/** `line: message` of the rule. */
function told(source: string, lists: readonly (readonly string[])[], path = "load.py"): string[] {
  const text = path.endsWith(".py") ? IMPORTS + source : source;
  return scanBytes(Buffer.from(text), path, { allowedSources: lists })
    .findings.filter(({ rule }) => rule === "MA-POL-012")
    .map(({ location, message }) => `${location.line}: ${message}`);
}

const ACME = [["huggingface.co/acme/*"]];
const NOT = "which sources.allow of the policy does not let in";

describe("MA-POL-012 code-source-not-approved", () => {
  test.each([
    ['AutoModel.from_pretrained("evil/net")', "transformers.AutoModel.from_pretrained fetches huggingface.co/evil/net"],
    [
      'AutoModel.from_pretrained("evil/net", revision="0123456789abcdef0123456789abcdef01234567")',
      "transformers.AutoModel.from_pretrained fetches huggingface.co/evil/net",
    ],
    [
      'AutoModel.from_pretrained("bert-base-uncased")',
      "transformers.AutoModel.from_pretrained fetches huggingface.co/bert-base-uncased",
    ],
    ['timm.create_model("hf_hub:evil/net@main")', "timm.create_model fetches huggingface.co/evil/net"],
    [
      'peft.PeftModel.from_pretrained(model, "evil/lora")',
      "peft.PeftModel.from_pretrained fetches huggingface.co/evil/lora",
    ],
  ])("%s", (source, message) => expect(told(source, ACME)).toEqual([`2: ${message}, ${NOT}`]));

  test.each([
    'AutoModel.from_pretrained("acme/net")',
    'AutoModel.from_pretrained("Acme/Net")',
    'timm.create_model("hf_hub:acme/net@main")',
    'AutoModel.from_pretrained("./out/net")',
    "AutoModel.from_pretrained(name)",
    'load_dataset("evil/data")',
    'evaluate.load("evil/metric")',
  ])("not %s", (source) => expect(told(source, ACME)).toEqual([]));

  test("every list has to fit; without one nothing is asked", () => {
    expect(told('AutoModel.from_pretrained("evil/net")', [])).toEqual([]);
    expect(told('AutoModel.from_pretrained("acme/net")', [...ACME, ["s3/**"]])).toHaveLength(1);
    expect(told('AutoModel.from_pretrained("acme/net")', [[]])).toHaveLength(1);
  });

  test("commands that download, but for data", () => {
    const script =
      "#!/bin/sh\nhf download evil/net\nhuggingface-cli download acme/net\nhf download evil/data --repo-type=dataset\nhf download evil/data --repo-type dataset\n";
    expect(told(script, ACME, "get.sh")).toEqual([`2: hf download fetches huggingface.co/evil/net, ${NOT}`]);
  });
});
