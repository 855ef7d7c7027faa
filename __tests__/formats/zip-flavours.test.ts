import { mar } from "../../src/formats/mar";
import { npz } from "../../src/formats/npz";
import { skops } from "../../src/formats/skops";
import { torch } from "../../src/formats/torch";
import { torchExport } from "../../src/formats/torch-export";
import { torchscript } from "../../src/formats/torchscript";
import { zip as anyZip } from "../../src/formats/zip";
import { claims, see } from "../support/see";
import { zip, type ZipShape } from "../support/zip-builder";

const FORMATS = [anyZip, torch, torchscript, torchExport, npz, skops, mar];

function claimedBy(names: readonly string[], shape?: ZipShape): string[] {
  const file = zip(
    names.map((name) => ({ name, data: "x" })),
    shape,
  );
  return FORMATS.filter((format) => claims(format, file)).map(({ id }) => id);
}

test.each<[string, readonly string[], readonly string[]]>([
  ["a checkpoint", ["m/data.pkl", "m/data/0", "m/version"], ["zip", "torch"]],
  ["one whose names miniz finds all the same", ["m/DATA.PKL", "m/Version"], ["zip", "torch"]],
  ["somebody's pickled data", ["data.pkl", "m/data.pkl"], ["zip"]],
  [
    "a TorchScript program",
    ["m/data.pkl", "m/code/x.py", "m/constants.pkl", "m/version"],
    ["zip", "torch", "torchscript"],
  ],
  ["an exported program, 2.6", ["version", "serialized_exported_program.json"], ["zip", "torch-export"]],
  ["an exported program, 2.7", ["m/archive_format", "m/models/model.json"], ["zip", "torch-export"]],
  ["arrays", ["a.npy", "b.npy"], ["zip", "npz"]],
  ["arrays and something else", ["a.npy", "evil.pkl"], ["zip"]],
  ["a skops file", ["schema.json", "140.npy"], ["zip", "skops"]],
  ["a TorchServe archive", ["MAR-INF/MANIFEST.json", "model.pt", "handler.py"], ["zip", "mar"]],
])("%s", (_, names, ids) => {
  expect(claimedBy(names)).toEqual(ids);
  expect(claimedBy(names, { prefix: "#!/bin/sh\n" })).toEqual(ids);
});

test("each refines a format that claims the same bytes", () => {
  for (const { id, refines } of FORMATS)
    expect(id === "zip" || FORMATS.some((format) => format.id === refines)).toBe(true);
});

test("pickles of a torch zip are known to be read by torch", () => {
  const file = zip(["m/data.pkl", "m/version", "m/other.PKL"].map((name) => ({ name, data: "x" })));
  expect(see(torch, file).members.map(({ name, reader }) => [name, reader])).toEqual([
    ["m/data.pkl", "torch"],
    ["m/version", undefined],
    ["m/other.PKL", "torch"],
  ]);
});
