import { pickleBesideSafetensors } from "../../../src/rules/hub/pickle-beside-safetensors";
import { checkFile } from "../../support/check-rule";
import { pickle } from "../../support/pickle-builder";
import { lines, scanBeside, type Beside } from "../../support/scan";

const WEIGHTS = pickle(2).emptyDict().stop();
const beside = (path: string, others: Beside) =>
  lines(scanBeside(WEIGHTS, path, others).findings).filter((line) => line.includes("MA-HUB-008"));
const FILE = new Uint8Array(8);

describe("MA-HUB-008 pickle-beside-safetensors", () => {
  test.each([
    ["m/pytorch_model.bin", "model.safetensors"],
    ["m/pytorch_model-00001-of-00002.bin", "model.safetensors.index.json"],
    ["adapter_model.bin", "adapter_model.safetensors"],
    ["unet/diffusion_pytorch_model.fp16.bin", "diffusion_pytorch_model.fp16.safetensors"],
    ["model.pt", "model.safetensors"],
  ])("%s beside %s", (path, twin) =>
    expect(beside(path, { [twin]: FILE })).toEqual([
      `info MA-HUB-008 ${path}: stands beside ${twin}, which loaders prefer; this pickle is loaded by old versions, and with use_safetensors=False`,
    ]),
  );

  test("a pointer is a twin too", () =>
    expect(beside("pytorch_model.bin", { "model.safetensors": { kind: "pointer" } })).toHaveLength(1));

  test("other weights, or none, are no twin", () => {
    expect(beside("pytorch_model.bin", {})).toEqual([]);
    expect(beside("pytorch_model.bin", { "adapter_model.safetensors": FILE })).toEqual([]);
    expect(beside("optimizer.pt", { "model.safetensors": FILE })).toEqual([]);
  });

  test("a file that has nothing beside it is silent", () =>
    expect(checkFile(pickleBesideSafetensors, "pytorch_model.bin", ["torch"])).toEqual([]));
});
