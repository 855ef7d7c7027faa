import { lines, scanBeside, scanBytes } from "../../support/scan";
import { see } from "../../support/see";
import { tfCheckpoint } from "../../../src/formats/tensorflow/checkpoint";
import { BufferSource } from "../../../src/bytes/sources";
import { inner, int, message } from "../../support/protobuf-builder";
import { sortedTable } from "../../support/sorted-table-builder";
import { sample } from "./samples";

const weights = (bytes: Uint8Array, path: string) =>
  see(tfCheckpoint, { at: { path, inside: [] }, bytes: new BufferSource(bytes), depth: 0 }).subjects.flatMap((each) =>
    each.kind === "weights" ? [each.weights] : [],
  );
const SHARD = "v.data-00000-of-00001";
const told = (bytes: Uint8Array, size?: number) =>
  lines(scanBeside(bytes, "v.index", size === undefined ? {} : { [SHARD]: new Uint8Array(size) }).findings);

describe("what TensorFlow writes", () => {
  test("an index: its tensors are weights, and nothing is said", () => {
    expect(weights(sample("variables.index"), "v.index")).toEqual([
      expect.objectContaining({ tensors: 3, parameters: 14n, dtypes: { float: 12n, int64: 1n, string: 1n } }),
    ]);
    expect(told(sample("variables.index"), 400)).toEqual([]);
  });

  test("a variable in slices counts once", () => {
    expect(weights(sample("partitioned.index"), "m.ckpt.index")[0]).toMatchObject({ parameters: 165n });
    const beside = { "m.ckpt.data-00000-of-00001": new Uint8Array(1000) };
    expect(lines(scanBeside(sample("partitioned.index"), "m.ckpt.index", beside).findings)).toEqual([]);
  });

  test("a checkpoint of the first kind, in one table", () => {
    expect(weights(sample("model.ckpt-1"), "model.ckpt-1")[0]).toMatchObject({ format: "tf-checkpoint", tensors: 9 });
    expect(scanBytes(sample("model.ckpt-1"), "model.ckpt-1").findings).toEqual([]);
  });

  test("the file that names the last one, with its absolute paths", () => {
    expect(scanBytes(sample("checkpoint"), "checkpoint")).toMatchObject({ format: "tf-checkpoint", findings: [] });
  });

  test("a shard is raw, and listed", () => {
    expect(scanBytes(new Uint8Array(64), SHARD)).toMatchObject({ format: "tf-checkpoint", findings: [] });
  });
});

const HEADER: readonly [string, Uint8Array] = ["", message(int(1, 1))];
const entry = (name: string, offset: number, size: number, sizes: readonly number[] = [size / 4], shard = 0) =>
  [
    name,
    message(
      int(1, 1),
      inner(2, ...sizes.map((each) => inner(2, int(1, each)))),
      int(3, shard),
      int(4, offset),
      int(5, size),
    ),
  ] as const;

describe("hostile indexes", () => {
  test.each([
    [
      "a range beyond its shard",
      [HEADER, entry("w", 0, 4000)],
      "high MA-FMT-010 v.index: w: its range ends at 4000, and shard 0 has 100 bytes",
    ],
    [
      "two tensors in the same bytes",
      [HEADER, entry("a", 0, 40), entry("b", 20, 40)],
      "high MA-FMT-010 v.index: b: its bytes at 20 are another tensor's, too",
    ],
    [
      "a shape that needs more",
      [HEADER, entry("w", 0, 40, [1 << 20, 1 << 20])],
      "high MA-FMT-010 v.index: w: its shape and type float need 4398046511104 bytes, its range has 40",
    ],
    [
      "a shard that is none",
      [HEADER, entry("w", 0, 40, [10], 7)],
      "high MA-FMT-010 v.index: w: it is in shard 7, and there are 1",
    ],
    ["a negative place", [HEADER, entry("w", -8, 40)], "high MA-FMT-010 v.index: w: its range is 40 bytes at -8"],
  ] as const)("%s", (_, entries, expected) => {
    expect(told(sortedTable(entries), 100)).toEqual([expected]);
  });

  test("a shard that is not here leaves a gap", () => {
    const { missing } = scanBeside(sortedTable([HEADER, entry("w", 0, 40)]), "v.index", {});
    expect(missing).toEqual([`its shard ${SHARD} is not there`]);
  });

  test("a block that leads out of the file", () => {
    const bytes = Buffer.from(sortedTable([HEADER, entry("w", 0, 40)]));
    bytes.writeUInt8(0xff, bytes.length - 46);
    expect(told(bytes, 100)).toEqual([expect.stringContaining("high MA-SYS-001")]);
  });

  test("compressed blocks, which TensorFlow does not write, are told as not read", () => {
    expect(scanBytes(sortedTable([HEADER, entry("w", 0, 40)], 1), "v.index").notScanned).toMatchObject({
      reason: "unsupported",
    });
  });
});

test("a path that leaves the directory, in the file that names the last one", () => {
  const text = 'model_checkpoint_path: "../../other/model.ckpt-1"\n';
  expect(lines(scanBytes(Buffer.from(text), "checkpoint").findings)).toEqual([
    expect.stringContaining("high MA-FMT-014 checkpoint: checkpoint is ../../other/model.ckpt-1"),
  ]);
});

test("other tables and other indexes are not ours", () => {
  expect(scanBytes(sortedTable([["key", new Uint8Array(3)]]), "000005.index").format).toBeUndefined();
  expect(scanBytes(Buffer.from("faiss IxFI"), "faiss.index").format).toBeUndefined();
  expect(scanBytes(Buffer.from("not a state\n"), "checkpoint").format).toBeUndefined();
});
