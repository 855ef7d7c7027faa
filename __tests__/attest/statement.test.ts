import { PREDICATES, SigningError, type Statement } from "../../src/core/attestation";
import {
  bomStatements,
  MAX_LOGGED_PAYLOAD,
  statementBytes,
  statementsOf,
  subjectsOf,
} from "../../src/attest/statement";
import { hasSubject, refusalsOfSubjects } from "../../src/verify/subjects";
import { file, sha256, signedAndRead } from "../support/statements";

const BOM = { bomFormat: "CycloneDX", specVersion: "1.6", serialNumber: "urn:uuid:1", components: [{ name: "m" }] };
const bom = (value: unknown = BOM) => ({ json: JSON.stringify(value, null, 2), location: "model.cdx.json" });
const many = (count: number) =>
  Array.from({ length: count }, (_, i) => file(`m/shard-${String(i).padStart(5, "0")}.safetensors`));

describe("subjects", () => {
  test("are one for each digest, under its first name, in the order of code points", () => {
    const files = [file("b/model.bin", "same"), file("\u{1d4b3}"), file("a/model.bin", "same"), file("\uffee")];
    expect(subjectsOf(files)).toEqual([
      { name: "a/model.bin", digest: { sha256: sha256("same") } },
      { name: "\uffee", digest: { sha256: sha256("\uffee") } },
      { name: "\u{1d4b3}", digest: { sha256: sha256("\u{1d4b3}") } },
    ]);
  });

  test("are never none", () => {
    expect(() => statementsOf("https://example.com/x", {}, [])).toThrow(SigningError);
  });
});

describe("the statement of a bill of materials", () => {
  test("is the document itself over the files", () => {
    const [statement, ...others] = bomStatements(bom(), [file("m/a"), file("m/b")]);
    expect(others).toEqual([]);
    expect(statement).toEqual({
      _type: "https://in-toto.io/Statement/v1",
      subject: [
        { name: "m/a", digest: { sha256: sha256("m/a") } },
        { name: "m/b", digest: { sha256: sha256("m/b") } },
      ],
      predicateType: "https://cyclonedx.org/bom",
      predicate: BOM,
    });
  });

  test("is the same bytes whatever the order of files and members", () => {
    const turned = Object.fromEntries(Object.entries(BOM).reverse());
    const bytes = (statements: readonly Statement[]) =>
      statements.map((each) => Buffer.from(statementBytes(each)).toString());
    expect(bytes(bomStatements(bom(turned), [file("b"), file("a")]))).toEqual(
      bytes(bomStatements(bom(), [file("a"), file("b")])),
    );
    expect(bytes(bomStatements(bom(), [file("a")]))[0]).toMatch(/^\{"_type":"[^"]+","predicate":\{"bomFormat"/);
  });

  test("has no more than 1,024 subjects: more are parts with the same document, which a verifier puts together", () => {
    const files = many(2049);
    const parts = bomStatements(bom(), files).map(signedAndRead);
    expect(parts.map(({ subject }) => subject.length)).toEqual([1024, 1024, 1]);
    expect(refusalsOfSubjects(parts, files)).toEqual([]);
    const [first, second] = parts as [Statement, Statement];
    expect(refusalsOfSubjects([first, second], files).map(({ kind, message }) => [kind, message])).toEqual([
      ["file-extra", "m/shard-02048.safetensors is not among what was signed."],
    ]);
    const other = signedAndRead(bomStatements(bom({ ...BOM, version: 2 }), [files[2048]!])[0]!);
    expect(() => refusalsOfSubjects([first, second, other], files)).toThrow("not parts of one");
  });

  test("names the document by its digest where a log would refuse the whole of it", () => {
    const large = {
      ...BOM,
      components: Array.from({ length: 30_000 }, (_, i) => ({ name: `component ${i}`, hash: sha256(String(i)) })),
    };
    const [statement] = bomStatements(bom(large), [file("m/a")]);
    expect(statement!.predicateType).toBe(PREDICATES.reference);
    expect(statement!.predicate).toEqual({
      attester: { id: "https://github.com/model-assay/model-assay" },
      references: [
        {
          downloadLocation: "model.cdx.json",
          digest: { sha256: sha256(bom(large).json) },
          mediaType: "application/vnd.cyclonedx+json",
        },
      ],
    });
    expect(hasSubject(signedAndRead(statement!), sha256("m/a"))).toBe(true);
    expect(bomStatements(bom(large), [file("m/a")], 16_000_000)[0]!.predicateType).toBe(PREDICATES.bom);
  });

  test("stays below what a log takes as base64, with the most subjects that there can be", () => {
    const [statement] = bomStatements(bom({ ...BOM, filler: "x".repeat(2_200_000) }), many(1024));
    expect(statement!.predicateType).toBe(PREDICATES.bom);
    expect(Buffer.from(statementBytes(statement!)).toString("base64").length).toBeLessThan(3_400_000);
    expect((MAX_LOGGED_PAYLOAD / 3) * 4).toBeLessThan(3_400_000);
  });

  test.each(["no json", "[]", '{"bomFormat":"SPDX"}'])("is refused for %s", (json) => {
    expect(() => bomStatements({ json, location: "x" }, [file("a")])).toThrow(SigningError);
  });
});
