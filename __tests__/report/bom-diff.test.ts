import type { BomChange } from "../../src/core/bom-change";
import { renderBomDiff } from "../../src/report/bom-diff";

const none = { count: 0, first: [] };
const CHANGES: readonly BomChange[] = [
  { kind: "model-added", path: "models/new", name: "new" },
  { kind: "model-removed", path: "models/old", name: "old" },
  { kind: "model-moved", path: "zoo/a", from: "models/a", name: "a" },
  {
    kind: "files-changed",
    path: "models/bert",
    of: "weights",
    changed: { count: 1, first: ["model.safetensors"] },
    added: none,
    removed: { count: 12, first: ["a", "b", "c", "d", "e", "f", "g", "h", "i"] },
    sameVersion: true,
    version: "1.0",
  },
  { kind: "field-changed", path: "models/bert", field: "license", from: ["mit"], to: [] },
  { kind: "less-safe-format", path: "models/bert", from: ["safetensors"], to: ["torch"] },
  { kind: "remote-code", path: "models/bert", what: { count: 1, first: ["modeling.py"] } },
  { kind: "not-comparable", path: "models/big", files: { count: 1, first: ["w.bin"] } },
  { kind: "dataset-added", name: "d1" },
  { kind: "dataset-removed", name: "d2" },
  { kind: "dataset-revision-changed", name: "d3", from: ["v1"], to: ["v2"] },
  { kind: "container-added", name: "nginx", image: "nginx:1" },
  { kind: "container-removed", name: "redis", image: "redis:1" },
  { kind: "container-changed", name: "cuda", from: ["12@sha256:a"], to: ["12@sha256:b"], sameTag: true },
  { kind: "packages", change: "upgraded", packages: { count: 3, first: ["a 1 → 2", "b 1 → 2", "c 1 → 2"] } },
  { kind: "packages", change: "downgraded", packages: { count: 1, first: ["torch 2.6 → 2.5"] } },
];

test("nothing changed is a sentence too", () => {
  expect(renderBomDiff([], "text")).toBe("The bills of materials say the same.\n");
  expect(renderBomDiff([], "markdown")).toBe("<p>The bills of materials say the same.</p>\n");
});

test("text: what is worth a look first, one line each", () =>
  expect(renderBomDiff(CHANGES, "text")).toBe(`16 changes of the bill of materials, 8 worth a look.
! models/bert: weights: 1 changed: model.safetensors; 12 removed: a, b, c, d, e, f, g, h and 4 more (the version is still 1.0)
! models/bert: licence: mit → not said
! models/bert: the weights are now in a format that can run code when loaded: safetensors → torch
! models/bert: new code comes with the model: modeling.py
! models/big: nobody can say whether these changed, a digest is missing: w.bin
! d3: revision of the dataset: v1 → v2
! cuda: another image under the same tag: 12@sha256:a → 12@sha256:b
! 1 package moved to a lower version: torch 2.6 → 2.5
  models/new: new model new
  models/old: model removed: old
  zoo/a: the model moved here from models/a
  d1: new dataset
  d2: dataset removed
  nginx: new image nginx:1
  redis: image removed: redis:1
  3 packages moved to a higher version: a 1 → 2, b 1 → 2, c 1 → 2
`));

test("Markdown: the input's text is code, in blocks of HTML", () => {
  const text = renderBomDiff(CHANGES, "markdown");
  expect(text).toContain("<strong>Worth a look</strong>");
  expect(text).toContain("<code>models/bert</code>");
  expect(text).toContain("<details><summary>8 other changes</summary>");
  expect(text).not.toMatch(/\n\n/);
});

const HOSTILE = "</code><img src=x>\n\n# @everyone ![x](y) `z` \u001b[31m\u202e ::error::x\n##[error]";
const hostile: readonly BomChange[] = [
  { kind: "model-added", path: HOSTILE, name: HOSTILE },
  { kind: "field-changed", path: HOSTILE, field: "base", from: [HOSTILE], to: [HOSTILE.repeat(1000)] },
  { kind: "packages", change: "added", packages: { count: 1, first: [HOSTILE] } },
];

test("hostile text stays on its line in a terminal", () => {
  const lines = renderBomDiff(hostile, "text").split("\n");
  expect(lines).toHaveLength(5);
  expect(lines.join("")).not.toMatch(/[\u0000-\u001f\u202e]/);
});

test("hostile text is text in Markdown", () => {
  const text = renderBomDiff(hostile, "markdown");
  expect(text).not.toContain("<img");
  expect(text).not.toMatch(/\n\n|\n#|^::|##\[/m);
  expect(text.length).toBeLessThan(20_000);
});

test("many changes are cut, and counted", () => {
  const many = Array.from({ length: 3000 }, (_, i): BomChange => ({ kind: "dataset-added", name: `${i}` }));
  expect(renderBomDiff(many, "text")).toContain("  2,500 more changes\n");
  expect(renderBomDiff(many, "markdown")).toContain("2800 more in the report");
});
