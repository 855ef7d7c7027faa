import { hubIdOf, isHubId } from "../../src/cards/hub-name";
import { plainName, plainSentence, webAddress } from "../../src/cards/plain-text";

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
  ["https://huggingface.co/org/name/tree/main", "org/name"],
  ["https://hf.co/org/name", "org/name"],
  ["https://huggingface.co/datasets/org/name", "org/name"],
  ["https://huggingface.co.evil.org/org/name", undefined],
  ["https://huggingface.co/org", undefined],
])("hubIdOf(%s)", (address, name) => expect(hubIdOf(address)).toBe(name));

test("addresses lose credentials and queries", () => {
  expect(webAddress("https://u:p@h.org/a?token=x#y")).toBe("https://h.org/a");
  expect(["javascript:alert(1)", "file:///etc", "https://", "h.org"].map(webAddress)).toEqual(Array(4).fill(undefined));
});

test("names are one line of what can be shown, sentences are made so", () => {
  expect(["a b", " a ", "", "a\nb", "\u200b", "\ud800", "x".repeat(513)].map(plainName)).toEqual([
    "a b",
    "a",
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect(plainSentence("a\n\n\u001b[1mb\u202e  c\ud800")).toBe("a [1mb c");
  expect(plainSentence(" \n")).toBeUndefined();
});
