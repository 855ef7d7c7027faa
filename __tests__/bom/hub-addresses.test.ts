import { originAddress, originPurl, pageOf } from "../../src/bom/purls";
import { publicPath } from "../../src/bom/public-path";
import { COMMIT } from "../support/inventories";

test.each([
  ["dataset", { name: "org/name" }, "https://huggingface.co/datasets/org/name"],
  ["dataset", { name: "org/name", revision: COMMIT }, `https://huggingface.co/datasets/org/name/tree/${COMMIT}`],
  ["dataset", { name: "org/name", revision: "main" }, "https://huggingface.co/datasets/org/name"],
  ["dataset", { name: "hf://datasets/org/name" }, "https://huggingface.co/datasets/org/name"],
  ["dataset", { name: "squad" }, undefined],
  ["dataset", { name: "data/mine" }, undefined],
  ["dataset", { name: "./org/name" }, undefined],
  ["dataset", { name: "x", url: "https://example.org/x" }, "https://example.org/x"],
  ["model", { name: "org/name" }, "https://huggingface.co/org/name"],
  ["model", { name: "org/name", revision: COMMIT }, `https://huggingface.co/org/name/tree/${COMMIT}`],
  ["model", { name: "output/checkpoint-500" }, undefined],
  ["model", { name: "org/model.safetensors" }, undefined],
  ["model", { name: "../bert" }, undefined],
] as const)("the page of a %s %j is %s", (kind, reference, page) => expect(pageOf(kind, reference)).toBe(page));

test.each([
  ["hf:org/name", `https://huggingface.co/org/name/tree/${COMMIT}`, `pkg:huggingface/org/name@${COMMIT}`],
  ["https://huggingface.co/org/name", "https://huggingface.co/org/name", `pkg:huggingface/org/name@${COMMIT}`],
  ["https://huggingface.co/datasets/org/name", "https://huggingface.co/datasets/org/name", undefined],
  ["org/name", undefined, undefined],
])("a model from %s at a commit: %s, %s", (source, address, purl) => {
  const origin = { source, revision: COMMIT };
  expect([originAddress(origin), originPurl(origin)]).toEqual([address, purl]);
});

test.each([
  ["requirements.txt", "requirements.txt"],
  ["a/site-packages/b", "a/site-packages/b"],
  ["/opt/venv/lib/python3.11/site-packages/a-1.dist-info/METADATA", "site-packages/a-1.dist-info/METADATA"],
  ["/home/me/sbom.json", "sbom.json"],
  ["C:\\Users\\me\\sbom.json", "sbom.json"],
  ["C:/Users/me/sbom.json", "sbom.json"],
])("%s is public as %s", (path, shown) => expect(publicPath(path)).toBe(shown));
