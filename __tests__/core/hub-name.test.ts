import { hubRepository, isHubId } from "../../src/core/hub-name";

test.each([
  ["meta-llama/Llama-3.2-1B", true],
  ["org/a.b_c-1", true],
  ["gpt2", false],
  ["a/b/c", false],
  ["/a/b", false],
  ["./a", false],
  ["../a", false],
  ["~/a", false],
  ["org/a..b", false],
  ["org/a--b", false],
  ["org/model.safetensors", false],
  ["Models/llama", false],
  ["org/checkpoint-10", false],
  ["org/", false],
  ["org/.git", false],
  [`org/${"a".repeat(97)}`, false],
])("isHubId(%s) is %s", (name, is) => expect(isHubId(name)).toBe(is));

test.each([
  ["https://huggingface.co/org/name/tree/main", "model", "org/name"],
  ["https://hf.co/org/name", "model", "org/name"],
  ["https://huggingface.co/datasets/org/name", "dataset", "org/name"],
])("%s is of the %s %s", (address, kind, id) => expect(hubRepository(address)).toEqual({ kind, id }));

test.each([
  "https://huggingface.co.evil.org/org/name",
  "https://huggingface.co/org",
  "https://huggingface.co/spaces/org/name",
  "https://huggingface.co/docs/transformers",
  "https://huggingface.co/datasets/org",
  "https://huggingface.co/datasets/datasets/x",
  "no address",
])("%s is of nothing on the hub", (address) => expect(hubRepository(address)).toBeUndefined());
