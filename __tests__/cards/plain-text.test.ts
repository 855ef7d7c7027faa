import { plainName, plainSentence, webAddress } from "../../src/cards/plain-text";

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
