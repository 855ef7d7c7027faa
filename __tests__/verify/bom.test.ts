import { bomStatements } from "../../src/attest/statement";
import { readBom, requireBom } from "../../src/verify/bom";
import { bytesOf, changed, file, refusal, sha256, signedAndRead } from "../support/statements";

const JSON_TEXT = JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.6", components: [{ name: "m" }] }, null, 2);
const signed = (limit?: number) =>
  signedAndRead(bomStatements({ json: JSON_TEXT, location: "model.cdx.json" }, [file("m/a")], limit)[0]!);

describe("a signed bill of materials", () => {
  test("is the document, whatever its spaces and the order of its members", () => {
    const bom = readBom(signed());
    expect(bom.kind).toBe("document");
    requireBom(bom, "model.cdx.json", bytesOf(JSON_TEXT));
    requireBom(bom, "x", bytesOf('{"components":[{"name":"m"}],"specVersion":"1.6","bomFormat":"CycloneDX"}'));
    for (const other of [JSON_TEXT.replace('"m"', '"n"'), JSON_TEXT.replace("components", "Components")])
      expect(refusal(() => requireBom(bom, "model.cdx.json", bytesOf(other)))).toEqual({
        kind: "file-changed",
        message: "model.cdx.json is not the bill of materials that was signed. Was it made again?",
      });
  });

  test("is not compared with what readers could read as two things", () => {
    const deep = "[".repeat(500) + "]".repeat(500);
    for (const other of ["no json", "", JSON_TEXT.replace("{", '{"components":[],'), deep])
      expect(refusal(() => requireBom(readBom(signed()), "x", bytesOf(other))).kind).toBe("malformed");
  });

  test("is a file by its digest, where it was too large", () => {
    const bom = readBom(signed(10));
    expect(bom).toEqual({ kind: "reference", sha256: sha256(JSON_TEXT), location: "model.cdx.json" });
    requireBom(bom, "model.cdx.json", bytesOf(JSON_TEXT));
    expect(refusal(() => requireBom(bom, "x", bytesOf(`${JSON_TEXT}\n`))).kind).toBe("file-changed");
  });

  test.each([
    ["another kind", changed(signed(), ["predicateType"], "https://spdx.dev/Document")],
    ["another format", changed(signed(), ["predicate", "bomFormat"], "SPDX")],
    ["nothing", changed(signed(), ["predicate"], undefined)],
    [
      "a reference to another kind of document",
      changed(signed(10), ["predicate", "references", 0, "mediaType"], "text/plain"),
    ],
    ["no reference", changed(signed(10), ["predicate", "references"], [])],
    ["two references", changed(signed(10), ["predicate", "references", 1], {})],
  ])("is not a statement of %s", (_, statement) => {
    expect(refusal(() => readBom(statement)).kind).toBe("wrong-predicate");
  });

  test.each([
    ["no digest", changed(signed(10), ["predicate", "references", 0, "digest"], {})],
    ["no place", changed(signed(10), ["predicate", "references", 0, "downloadLocation"], undefined)],
    ["no list", changed(signed(10), ["predicate", "references"], {})],
  ])("with %s is malformed", (_, statement) => {
    expect(refusal(() => readBom(statement)).kind).toBe("malformed");
  });
});
