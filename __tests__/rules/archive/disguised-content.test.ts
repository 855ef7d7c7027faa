import { disguisedContent } from "../../../src/rules/archive/disguised-content";
import { checkFile } from "../../support/check-rule";

const say = (path: string, claimedBy: readonly string[], inside: readonly string[] = []) =>
  checkFile(disguisedContent, path, claimedBy, { inside }).map(({ severity, message }) => `${severity} ${message}`);

test.each([
  ["m.safetensors", ["torch"], "high the name promises safetensors, the content is torch"],
  ["m.gguf", ["pickle"], "high the name promises gguf, the content is pickle"],
  ["M.ONNX", ["saved-model"], "high the name promises onnx, the content is saved-model"],
  ["m.keras", ["pickle"], "high the name promises keras, the content is pickle"],
  ["m.npz", ["torch"], "high the name promises npz, the content is torch"],
])("%s with %j", (path, claimedBy, words) => expect(say(path, claimedBy)).toEqual([words]));

test("looks at the innermost name", () =>
  expect(say("a.zip", ["pickle"], ["m.safetensors"])).toEqual([
    "high the name promises safetensors, the content is pickle",
  ]));

test.each([
  ["a promise that is kept", "m.safetensors", ["safetensors"]],
  ["a polyglot that keeps it too", "m.safetensors", ["safetensors", "zip"]],
  ["Keras as it was", "m.keras", ["keras-h5"]],
  ["names that many formats share", "m.bin", ["pickle"]],
  ["content that nobody knows", "m.gguf", []],
  ["what a rule of its own says", "m.gguf", ["executable"]],
])("nothing about %s", (_, path, claimedBy) => expect(say(path, claimedBy)).toEqual([]));
