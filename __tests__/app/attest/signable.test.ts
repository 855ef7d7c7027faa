import { modelDirectories, unsignable } from "../../../src/app/attest/signable";
import type { InventoryModel } from "../../../src/core/inventory";
import type { ScannedFile } from "../../../src/gate";
import { DEFAULT_POLICY } from "../../../src/policy/file";

const SHA = "a".repeat(64);
const finding = (severity: "critical" | "medium", path: string): ScannedFile["findings"][number] => ({
  rule: "MA-PKL-001",
  severity,
  confidence: "high",
  message: "it runs code",
  fingerprint: "f".repeat(64),
  location: { path, inside: [] },
});
const scanned = (path: string, findings: ScannedFile["findings"] = []): ScannedFile => ({
  path,
  size: 1,
  sha256: SHA,
  format: "pickle",
  members: 0,
  findings,
});

test("what the gate would stop is not signed, however old it is, and neither is what is not here or was not read", () => {
  const unread = { ...scanned("c"), notScanned: { reason: "unsupported" as const, detail: "not read yet" } };
  const reasons = unsignable(
    {
      scanned: [scanned("a"), scanned("b", [finding("critical", "b")]), unread, scanned("d", [finding("medium", "d")])],
      missing: [{ path: "e", detail: "not fetched" }],
    },
    DEFAULT_POLICY,
    "2026-11-21",
  );
  expect([...reasons].sort()).toEqual([
    ["b", "MA-PKL-001: it runs code"],
    ["c", "not read yet"],
    ["e", "not fetched"],
  ]);
});

test.each([
  ["2027-01-01", 0],
  ["2026-01-01", 1],
])("a waiver until %s", (until, stopped) => {
  const waiver = { rule: "MA-PKL-001" as const, path: "b", sha256: SHA, reason: "known", until, line: 1 };
  const policy = { ...DEFAULT_POLICY, waivers: [waiver] };
  const tree = { scanned: [scanned("b", [finding("critical", "b")])], missing: [] };
  expect(unsignable(tree, policy, "2026-11-21").size).toBe(stopped);
});

const model = (path: string, kind: InventoryModel["kind"] = "model") => ({ path, kind }) as InventoryModel;

test("the outermost directories of models are signed, with all that is below them", () => {
  const all = ["m/a/config.json", "m/a/onnx/model.onnx", "m/ab/x.bin", "lone.pkl", "t/tokenizer.json"];
  const models = [model("m/a"), model("m/a/onnx"), model("m/ab"), model("lone.pkl"), model("t", "tokenizer")];
  expect(modelDirectories({ models }, all)).toEqual([
    { path: "m/a", files: ["m/a/config.json", "m/a/onnx/model.onnx"] },
    { path: "m/ab", files: ["m/ab/x.bin"] },
  ]);
  expect(modelDirectories({ models: [model("."), model("m/a")] }, all)).toEqual([{ path: ".", files: all }]);
});
