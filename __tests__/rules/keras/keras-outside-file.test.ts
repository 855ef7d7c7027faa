import { kerasOutsideFile } from "../../../src/rules/keras/keras-outside-file";
import { checkKeras } from "./support";

const said = (role: "vocabulary" | "saved-model" | "pickle", path: string) =>
  checkKeras(kerasOutsideFile, { files: [{ role, path, where: "here" }] }).map(
    ({ severity, message }) => `${severity} ${message}`,
  );

describe("MA-FMT-043 keras-outside-file", () => {
  test.each([
    ["http://host/words", "high", "by URL"],
    ["file:///etc/passwd", "high", "by URL"],
    ["/proc/self/environ", "high", "an absolute path"],
    ["C:\\Users\\me\\words", "high", "an absolute path"],
    ["~/.aws/credentials", "high", "an absolute path"],
    ["a/../../b", "high", "outside of the directory"],
    ["words.txt", "medium", "has to be where"],
  ])("a vocabulary at %s is %s", (path, severity, words) => {
    expect(said("vocabulary", path)).toEqual([expect.stringContaining(words)]);
    expect(said("vocabulary", path)[0]).toMatch(new RegExp(`^${severity} `));
  });

  test("another SavedModel is high, with and without a path", () => {
    expect(said("saved-model", "other")).toEqual(["high here: loads another SavedModel, other, and runs its graph"]);
    expect(said("saved-model", "")).toEqual([
      "high here: loads another SavedModel, without a path, and runs its graph",
    ]);
  });

  test("a SavedModel of Keras 2 has the path that its vocabulary once had, which is no finding to act on", () => {
    const files = ["/home/me/words.txt", "https://host/words"].map((path) => ({
      role: "vocabulary" as const,
      path,
      where: "here",
    }));
    expect(checkKeras(kerasOutsideFile, { loader: "saved-model", files }).map(({ severity }) => severity)).toEqual([
      "info",
      "high",
    ]);
  });

  test("a pickle in the model is another rule's", () => {
    expect(said("pickle", "")).toEqual([]);
  });
});
