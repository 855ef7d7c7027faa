import { toCycloneDx, validateBom } from "../../src/bom";
import { toSpdx } from "../../src/bom/spdx";
import type { Inventory } from "../../src/core/inventory";
import { emptyInventory } from "../support/inventories";
import { lockedPackage } from "../support/package-facts";

const TOOL = { name: "Model Assay", version: "0.1.0", homepage: "https://github.com/example/model-assay" };

const HOSTILE = [
  "",
  "__proto__",
  "constructor",
  "\u0000\u001b[31m\u0007\u202e\ud800x\udfff",
  "<script>alert(1)</script> [x](javascript:alert(1))",
  "hf://[::1",
  "hf://a/b:c:d@e",
  `hf://a/b:${"A".repeat(40)}`,
  "https://user:pw@host/%zz#a#b?token=1",
  "file:///etc/passwd",
  "/home/me/../model",
  "C:\\models\\x",
  `@sha256:${"a".repeat(64)}`,
  `oci://@sha256:${"a".repeat(64)}`,
  `oci://x y@sha256:${"a".repeat(64)}`,
  "x".repeat(1_000_000),
  "\u{1f600}".repeat(5_000),
];

/** `text` wherever somebody else's inventory or manifest has a text. */
function given(text: string): Inventory {
  const at = { path: text, line: 1 };
  const inside = { ...at, inside: [text, text] };
  return emptyInventory({
    served: [
      { value: { name: text, url: text }, at },
      { value: { name: text }, at },
    ],
    containers: [{ image: text, name: text, digest: text, at, use: "base" }],
    packages: [
      lockedPackage({ at: inside, source: { kind: "image", where: text } }),
      lockedPackage({ name: text, purl: text, at: inside, source: { kind: "image", where: `${text}@x` } }),
    ],
    supplied: [
      { path: text, sha256: text, gaps: [text] },
      { path: `${text}2`, gaps: [text, text] },
    ],
  });
}

test.each(HOSTILE.map((text) => [JSON.stringify(text.slice(0, 40)), text] as const))(
  "%s makes no invalid bill",
  (_, text) => {
    for (const specVersion of ["1.6", "1.7"] as const)
      expect(validateBom(toCycloneDx(given(text), { specVersion, tool: TOOL }), specVersion)).toEqual([]);
    const spdx = JSON.parse(toSpdx(given(text))) as { packages: { SPDXID: string }[] };
    expect(new Set(spdx.packages.map(({ SPDXID }) => SPDXID)).size).toBe(spdx.packages.length);
  },
);

test("many packages of an image are joined in seconds", () => {
  const packages = Array.from({ length: 20_000 }, (_, i) =>
    lockedPackage({ name: `p${i}`, source: { kind: "image", where: `x@sha256:${"a".repeat(64)}` } }),
  );
  const start = Date.now();
  toCycloneDx(emptyInventory({ packages }), { specVersion: "1.6", tool: TOOL });
  expect(Date.now() - start).toBeLessThan(120_000);
});
