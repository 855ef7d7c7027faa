import {
  hasSubject,
  readStatement,
  refusalsOfSubjects,
  requirePredicate,
  requireSubject,
} from "../../src/verify/subjects";
import { statementsOf } from "../../src/attest/statement";
import { bytesOf, changed, file, refusal, sha256, signedAndRead } from "../support/statements";

const GOOD = {
  _type: "https://in-toto.io/Statement/v1",
  subject: [{ name: "a", digest: { sha256: sha256("a"), sha512: "ab" } }],
  predicateType: "https://example.com/x",
  predicate: { some: "thing" },
};
const read = (value: unknown) => readStatement(bytesOf(JSON.stringify(value)));

describe("reading a statement", () => {
  test("gives what it says", () => {
    const statement = read(GOOD);
    expect(JSON.parse(JSON.stringify(statement))).toEqual(GOOD);
    expect(hasSubject(statement, sha256("a"))).toBe(true);
    expect(hasSubject(statement, sha256("b"))).toBe(false);
  });

  test("takes what cosign writes: version 0.1; and a subject without a name", () => {
    expect(read(changed(GOOD, ["_type"], "https://in-toto.io/Statement/v0.1")).predicate).toEqual(GOOD.predicate);
    expect(read(changed(GOOD, ["subject", 0, "name"], undefined)).subject[0]!.name).toBe("");
  });

  test.each<[string, unknown]>([
    ["another _type", changed(GOOD, ["_type"], "https://in-toto.io/Statement/v2")],
    ["no _type", changed(GOOD, ["_type"], undefined)],
    ["no subject", changed(GOOD, ["subject"], undefined)],
    ["an empty subject", changed(GOOD, ["subject"], [])],
    ["a subject that is no list", changed(GOOD, ["subject"], { 0: GOOD.subject[0], length: 1 })],
    ["a subject that is no object", changed(GOOD, ["subject", 0], "a")],
    ["a subject without a digest", changed(GOOD, ["subject", 0, "digest"], undefined)],
    ["an empty digest", changed(GOOD, ["subject", 0, "digest"], {})],
    ["a digest in upper case", changed(GOOD, ["subject", 0, "digest", "sha256"], sha256("a").toUpperCase())],
    ["a short digest", changed(GOOD, ["subject", 0, "digest", "sha256"], "abcd")],
    ["a digest that is a number", changed(GOOD, ["subject", 0, "digest", "sha256"], 5)],
    ["a name that is no Unicode", changed(GOOD, ["subject", 0, "name"], "\ud800")],
    ["no predicateType", changed(GOOD, ["predicateType"], undefined)],
    ["a list", [GOOD]],
    ["null", null],
  ])("refuses %s as malformed", (_, value) => {
    expect(refusal(() => read(value)).kind).toBe("malformed");
  });

  test.each([
    ["a member that stands twice", `{"_type":"x","subject":[],"_type":"y"}`, "_type twice"],
    ["a member that stands twice deep down", `{"predicate":[{"a":{"b":1,"b":2}}]}`, "b twice"],
    ["NaN", `{"predicate":NaN}`, "no JSON"],
    ["text behind it", `{} {}`, "no JSON"],
    ["a byte order mark", `\ufeff{}`, "no JSON"],
    ["depth", "[".repeat(100_000), "no JSON"],
    ["nothing", "", "no JSON"],
  ])("refuses %s", (_, text, words) => {
    const { kind, message } = refusal(() => readStatement(bytesOf(text)));
    expect(kind).toBe("malformed");
    expect(message).toContain(words);
  });

  test("refuses bytes that are no UTF-8, too many bytes, and another payload type", () => {
    expect(refusal(() => readStatement(Buffer.from([0x22, 0xff, 0x22]))).kind).toBe("malformed");
    expect(refusal(() => readStatement(new Uint8Array(33 * 1024 * 1024))).message).toContain("no more than");
    expect(refusal(() => readStatement(bytesOf("{}"), "text/plain"))).toEqual({
      kind: "wrong-predicate",
      message: "What is signed is no in-toto statement but text/plain.",
    });
  });

  test("never takes an answer from what objects inherit", () => {
    const { kind } = refusal(() => readStatement(bytesOf(`{"__proto__":${JSON.stringify(GOOD)}}`)));
    expect(kind).toBe("malformed");
  });

  test("knows its kind", () => {
    expect(refusal(() => requirePredicate(read(GOOD), "https://cyclonedx.org/bom"))).toEqual({
      kind: "wrong-predicate",
      message:
        "The statement is https://example.com/x, not https://cyclonedx.org/bom. Is it the bundle of something else?",
    });
  });
});

describe("files against subjects", () => {
  const files = [file("m/a"), file("m/b"), file("m/copy of a", "m/a")];
  const statement = signedAndRead(statementsOf("https://example.com/x", {}, files)[0]!);
  const seen = (here: ReturnType<typeof file>[], names = false) =>
    refusalsOfSubjects([statement], here, { names }).map(({ kind, message }) => [kind, message]);

  test("agree, whatever the names, two of one content included", () => {
    expect(seen(files, true)).toEqual([]);
    expect(seen([file("x/a", "m/a"), file("b", "m/b")])).toEqual([]);
  });

  test("a renamed file is refused where names count", () => {
    expect(seen([file("m/a"), file("m/c", "m/b")], true)).toEqual([
      ["file-missing", "m/b was signed and is not here."],
    ]);
  });

  test("missing, changed and other files have their own words", () => {
    expect(seen([file("m/a", "evil"), file("m/z")])).toEqual([
      ["file-changed", "m/a has another content than was signed."],
      ["file-missing", "m/b was signed and is not here."],
      ["file-extra", "m/z is not among what was signed."],
    ]);
  });

  test("a subject without a SHA-256 is never met", () => {
    const other = read(changed(GOOD, ["subject", 0, "digest"], { sha512: "ab" }));
    expect(refusalsOfSubjects([other], [file("b")]).map(({ kind }) => kind)).toEqual(["file-missing", "file-extra"]);
  });

  test("no statement is no proof", () => {
    expect(refusal(() => refusalsOfSubjects([], files)).kind).toBe("wrong-subject");
  });

  test("one file has to be a subject", () => {
    expect(() => requireSubject(statement, "m/a", sha256("m/a"))).not.toThrow();
    const { kind, message } = refusal(() => requireSubject(statement, "other.bin", sha256("other")));
    expect(kind).toBe("wrong-subject");
    expect(message).toContain("other.bin is not what was signed");
    expect(message).toContain("m/a");
  });

  test("the first 20 are named, all are counted", () => {
    const extra = Array.from({ length: 25 }, (_, i) => file(`x/${String(i).padStart(2, "0")}`));
    const [[kind, message] = []] = seen([...files, ...extra]);
    expect(kind).toBe("file-extra");
    expect(message).toMatch(/^25 files are not among what was signed: x\/00, .*, x\/19, and 5 more\.$/);
  });

  test("a predicate with too much inside each other is refused, not a crash", () => {
    const deep = (inner: string) =>
      readStatement(
        bytesOf(JSON.stringify(GOOD).replace('{"some":"thing"}', "[".repeat(500) + inner + "]".repeat(500))),
      );
    expect(refusal(() => refusalsOfSubjects([deep("1"), deep("2")], files)).kind).toBe("malformed");
  });
});
