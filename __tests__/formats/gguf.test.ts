import { gguf as format } from "../../src/formats/gguf";
import { mutations, truncations } from "../support/damage";
import { gguf, type GgufBuilder } from "../support/gguf-builder";
import { lines, scanBeside, scanBytes, type Beside } from "../support/scan";
import { see } from "../support/see";

/** gguf 0.19.0: an architecture, a name, a template, two tokens, a float; a tensor of Q8_0 and one of F32. */
const REAL = Buffer.from(
  "R0dVRgMAAAACAAAAAAAAAAUAAAAAAAAAFAAAAAAAAABnZW5lcmFsLmFyY2hpdGVjdHVyZQgAAAAFAAAAAAAAAGxsYW1hDAAAAAAAAABnZW5lcmFsLm5hbWUIAAAABAAAAAAAAAB0aW55FwAAAAAAAAB0b2tlbml6ZXIuY2hhdF90ZW1wbGF0ZQgAAAAOAAAAAAAAAHt7IG1lc3NhZ2VzIH19FQAAAAAAAAB0b2tlbml6ZXIuZ2dtbC50b2tlbnMJAAAACAAAAAIAAAAAAAAAAQAAAAAAAABhAQAAAAAAAABiAwAAAAAAAAB4LmYGAAAAAAAAPwEAAAAAAAAAcQIAAAAgAAAAAAAAAAIAAAAAAAAACAAAAAAAAAAAAAAAAQAAAAAAAABuAQAAACAAAAAAAAAAAAAAAGAAAAAAAAAAAADQMwAECAwQFBkdISUpLTE1OT1CRkpOUlZaXmJma29zd3t/8DdBQ0VHSUtNT1FTVVdZW11fYWNlZ2lrbW9xc3V3eXt9fwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAACAPwAAAEAAAEBAAACAQAAAoEAAAMBAAADgQAAAAEEAABBBAAAgQQAAMEEAAEBBAABQQQAAYEEAAHBBAACAQQAAiEEAAJBBAACYQQAAoEEAAKhBAACwQQAAuEEAAMBBAADIQQAA0EEAANhBAADgQQAA6EEAAPBBAAD4QQ==",
  "base64",
);
/** The same package, `GGUFEndian.BIG`, one tensor of F32. */
const REAL_BIG = Buffer.from(
  "R0dVRgAAAAMAAAAAAAAAAQAAAAAAAAACAAAAAAAAABRnZW5lcmFsLmFyY2hpdGVjdHVyZQAAAAgAAAAAAAAABWxsYW1hAAAAAAAAAAxnZW5lcmFsLm5hbWUAAAAIAAAAAAAAAAR0aW55AAAAAAAAAAFuAAAAAQAAAAAAAAAgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/gAAAQAAAAEBAAABAgAAAQKAAAEDAAABA4AAAQQAAAEEQAABBIAAAQTAAAEFAAABBUAAAQWAAAEFwAABBgAAAQYgAAEGQAABBmAAAQaAAAEGoAABBsAAAQbgAAEHAAABByAAAQdAAAEHYAABB4AAAQegAAEHwAABB+AAA",
  "base64",
);

const found = (bytes: Uint8Array, path = "m.gguf") => lines(scanBytes(bytes, path).findings);
const weights = (bytes: Uint8Array) => see(format, bytes).subjects.find(({ kind }) => kind === "weights");

describe("gguf, true ones", () => {
  test("a real file is silent and told", () => {
    expect(found(REAL)).toEqual([]);
    expect(weights(REAL)).toMatchObject({
      weights: {
        format: "gguf",
        tensors: 2,
        parameters: 96n,
        dtypes: { F32: 32n, Q8_0: 64n },
        bytes: 196,
        metadata: {
          "GGUF version": "3",
          "general.architecture": "llama",
          "general.name": "tiny",
          "tokenizer.ggml.tokens": "2 values",
          "x.f": "0.5",
        },
      },
    });
  });

  test("its chat template is told apart from other texts", () => {
    const templates = see(format, REAL).subjects.filter(({ kind }) => kind === "template");
    expect(templates).toHaveLength(1);
    const named = gguf().text("tokenizer.chat_template.tool_use", "{{ x }}").texts("tokenizer.chat_templates", ["a"]);
    expect(see(format, named.build()).subjects.filter(({ kind }) => kind === "template")).toHaveLength(1);
  });

  test("the other byte order", () => {
    expect(found(REAL_BIG)).toEqual([]);
    expect(weights(REAL_BIG)).toMatchObject({ weights: { parameters: 32n, metadata: { "general.name": "tiny" } } });
  });

  test.each<[string, GgufBuilder]>([
    ["version 1, with counts of four bytes", gguf({ version: 1 }).text("a.b", "c").tensor("w", [8])],
    ["version 2", gguf({ version: 2 }).tensor("w", [8])],
    ["nothing", gguf()],
    ["no tensors", gguf().text("a.b", "c")],
    ["an alignment of its own", gguf({ alignment: 8 }).u32("general.alignment", 8).tensor("w", [2]).tensor("v", [2])],
    ["plain addresses", gguf().text("general.url", "https://example.org/a").text("general.license.link", "LICENSE.md")],
    ["data in another order", gguf().tensor("b", [8], { offset: 32n }).tensor("a", [8], { offset: 0n })],
  ])("%s is silent", (_, builder) => {
    expect(found(builder.build())).toEqual([]);
  });

  test("the last tensor need not be padded", () => {
    expect(found(gguf().tensor("w", [8]).tensor("v", [2], { size: 8 }).build().subarray(0, -24))).toEqual([]);
  });

  test("is known by its magic", () => {
    expect(scanBytes(REAL, "model.bin").format).toBe("gguf");
    expect(scanBytes(Buffer.from("GGUF is a format of llama.cpp"), "notes.txt").format).toBeUndefined();
    expect(found(Buffer.from("this is no model at all, is it"))[0]).toContain("MA-SYS-007");
  });
});

describe("gguf, hostile ones", () => {
  test.each<[string, Uint8Array, string]>([
    [
      "CVE-2024-23496: a key's length beyond the file",
      REAL.map((byte, i) => (i === 31 ? 0xff : byte)),
      "key 1 of its metadata: needs 18,374,686,479,671,624,000 bytes",
    ],
    [
      "CVE-2024-21836: a count of tensors",
      gguf({ tensorCount: 2n ** 61n }).build(),
      "its tensors: it says that there are 2,305,843,009,213,694,000",
    ],
    [
      "CVE-2024-21825: an array's length",
      gguf().raw("a", 9, Buffer.from("0a000000ffffffffffffff1f", "hex")).build(),
      "the value of a: needs",
    ],
    [
      "CVE-2024-23605: a count of pairs",
      gguf({ pairCount: 2n ** 60n }).build(),
      "its metadata: it says that there are 1,152,921,504,606,847,000",
    ],
    [
      "CVE-2024-21802: more dimensions than there is room for",
      gguf().tensor("w", [1, 1, 1, 1, 1], { size: 4 }).build(),
      "w: it has 5 dimensions, and readers have room for 4",
    ],
    [
      "more dimensions than can be read",
      gguf().raw("a", 8, Buffer.alloc(8)).tensor("w", Array<number>(65).fill(1), { size: 4 }).build(),
      "w: it has 65 dimensions",
    ],
    [
      "CVE-2025-53630: sizes that add up past 64 bits",
      gguf()
        .tensor("w", [2n ** 61n], { size: 32 })
        .build(),
      "w: its 9223372036854775808 bytes overflow 64 bits",
    ],
    [
      "CVE-2026-27940: dimensions whose product overflows",
      gguf()
        .tensor("w", [2n ** 42n + 1n, 2n ** 22n], { size: 32 })
        .build(),
      "w: its dimensions 4398046511105 x 4194304 overflow 64 bits",
    ],
    [
      "a dimension beyond 63 bits",
      gguf()
        .tensor("w", [2n ** 63n], { size: 32 })
        .build(),
      "w: its dimensions 9223372036854775808 overflow 64 bits",
    ],
    [
      "CVE-2026-7482: a shape larger than its data",
      gguf().tensor("w", [100_000], { size: 32 }).build(),
      "w: its data end 399,968 bytes behind the file's end",
    ],
    ["a dimension of 0", gguf().tensor("w", [0]).build(), "w: one of its dimensions is 0"],
    [
      "a type that is an index out of a table",
      gguf().tensor("w", [8], { type: 0xfffffff0 }).build(),
      "w: its type -16 is none of ggml's",
    ],
    [
      "rows that are no whole blocks",
      gguf().tensor("w", [33], { type: 8, size: 32 }).build(),
      "w: its rows of 33 elements are no whole blocks of Q8_0, which have 32",
    ],
    [
      "a type of values that is none",
      gguf().raw("a", 13, Buffer.alloc(8)).build(),
      "a: its type 13 is none of the format",
    ],
    ["a truth value of 7", gguf().raw("a", 7, Buffer.of(7)).build(), "a: a truth value of 7"],
    ["an empty key", gguf().text("", "x").build(), "key 1 of its metadata: is empty"],
    ["a key with a NUL", gguf().text("a\0b", "x").build(), "has a NUL, where C ends it"],
    ["a key of 70,000 bytes", gguf().text("k".repeat(70_000), "x").build(), "a key of 70,000 bytes"],
    ["an alignment of 0", gguf().u32("general.alignment", 0).build(), "general.alignment: 0 is no power of two"],
    [
      "an alignment that is no power of two",
      gguf().u32("general.alignment", 24).build(),
      "general.alignment: 24 is no power of two",
    ],
    [
      "an alignment of gigabytes",
      gguf()
        .u32("general.alignment", 2 ** 31)
        .build(),
      "general.alignment: 2147483648 is no power of two",
    ],
    [
      "an alignment of another type",
      gguf().u16("general.alignment", 32).build(),
      "general.alignment: is no unsigned number of 32 bits",
    ],
    [
      "data that are not aligned",
      gguf().tensor("w", [8], { offset: 4n }).build(),
      "w: its data do not begin at a multiple of 32",
    ],
    [
      "data that overlap",
      gguf().tensor("w", [16]).tensor("v", [8], { offset: 32n }).build(),
      "v: its data overlap those of w",
    ],
    [
      "a hole between tensors",
      gguf().tensor("w", [8]).tensor("v", [8], { offset: 96n, size: 96 }).build(),
      "v: 64 bytes before its data belong to no tensor",
    ],
    [
      "an offset far outside",
      gguf()
        .tensor("w", [8], { offset: 2n ** 64n - 32n })
        .build(),
      "behind the file's end",
    ],
    ["version 0", gguf({ version: 0 }).build(), "version: is 0, which never was one"],
    ["arrays inside arrays", gguf().raw("a", 9, nested(8)).build(), "a: more than 4 arrays inside each other"],
    [
      "a part that cannot be",
      gguf().u16("split.no", 5).u16("split.count", 3).build(),
      "split.no: part 6 of a model in 3 parts",
    ],
  ])("%s", (_, bytes, words) => {
    const told = found(bytes);
    expect(told.filter((line) => line.startsWith("high MA-FMT-010 m.gguf")).join("\n")).toContain(words);
    expect(told.join("\n")).not.toContain("MA-SYS-006");
  });

  test("more pairs than any model has are not walked over", () => {
    const head = gguf({ pairCount: 400_000n }).build();
    expect(found(Buffer.concat([head, Buffer.alloc(6_000_000)]))).toEqual([
      "high MA-FMT-010 m.gguf @ 0x8: its metadata: it says that there are 400,000, which is more than any model has",
    ]);
  });

  test("a long text that is no UTF-8 takes no seconds", () => {
    const text = Buffer.concat([gguf().count(4_000_000n), Buffer.alloc(4_000_000, 0xff)]);
    const started = Date.now();
    expect(found(gguf().raw("a", 8, text).build())).toEqual([]);
    expect(Date.now() - started).toBeLessThan(120_000);
  });

  test("a template that leaves the sandbox", () => {
    const escape = "{{ ''.__class__.__mro__[1].__subclasses__() }}";
    for (const key of ["tokenizer.chat_template", "tokenizer.chat_template.tool_use"])
      expect(found(gguf().text(key, escape).build()).join("\n")).toMatch(/^high MA-HUB-\d+ m\.gguf/);
    expect(found(gguf().text("general.description", escape).build())).toEqual([]);
  });

  test("names of tensors that no library gives", () => {
    expect(found(gguf().tensor("a\0b", [8]).build())[0]).toContain("its name has a NUL");
    expect(found(gguf().tensor("a/../../b", [8]).build())[0]).toContain("its name leads upwards");
  });

  test("names that stand twice", () => {
    expect(found(gguf().text("a", "1").text("a", "2").build())[0]).toContain(
      "high MA-FMT-011 m.gguf @ 0x2e: a: this key",
    );
    expect(found(gguf().tensor("w", [8]).tensor("w", [8]).build())[0]).toContain("MA-FMT-011");
  });

  test("data appended is said, and looked into", () => {
    const pickle = Buffer.from("\x80\x04cos\nsystem\n(S'id'\ntR.", "latin1");
    const told = found(gguf().tensor("w", [8]).build(pickle));
    expect(told.join("\n")).toContain(`high MA-FMT-012 m.gguf @ 0x60: ${pickle.length} bytes follow the last tensor`);
    expect(told.join("\n")).toContain("critical MA-PKL-001 m.gguf > bytes of no tensor");
  });

  test("what stands before a break is still told", () => {
    const token = `hf_${"AbCdEfGhIjKlMnOpQrStUvWxYzAbCdEfGh"}`;
    const told = found(gguf({ pairCount: 2n }).text("note", token).build(Buffer.alloc(12)));
    expect(told.join("\n")).toContain("a Hugging Face token");
    expect(told.join("\n")).toContain("MA-FMT-010");
  });

  test.each([
    ["javascript:alert(1)", "medium"],
    ["file:///etc/passwd", "low"],
    ["\\\\host\\share", "low"],
    ["https://me:secret@example.org/", "medium"],
  ])("general.source.url %s is %s", (address, severity) => {
    const [told] = found(gguf().text("general.source.url", address).build());
    expect(told).toContain(`${severity} MA-FMT-015`);
    expect(told).not.toContain("secret");
  });

  test("a type of another ggml is worth knowing: its ranges were not checked", () => {
    expect(found(gguf().tensor("w", [8], { type: 137 }).tensor("v", [8]).build())).toEqual([
      "info MA-SYS-005 m.gguf: is not read here yet: tensor types 137 are not known here, so the ranges of 1 tensors were not checked",
    ]);
    expect(found(gguf({ version: 9 }).build())[0]).toContain("info MA-SYS-005");
  });

  test("damage never crashes it, and a cut file is never silent", () => {
    for (const bytes of truncations(REAL)) if (bytes.length > 8) expect(found(bytes).length).toBeGreaterThan(0);
    for (const bytes of mutations(REAL, 500)) expect(found(bytes).join()).not.toContain("MA-SYS-006");
  });
});

describe("gguf, split ones", () => {
  const part = (no: number, count = 2, tensors = 2) =>
    gguf()
      .u16("split.no", no)
      .u16("split.count", count)
      .raw("split.tensors.count", 5, le32(tensors))
      .tensor(`t${no}`, [8])
      .build();
  const scan = (bytes: Uint8Array, beside: Beside, path = "m-00001-of-00002.gguf") => scanBeside(bytes, path, beside);
  const BOTH = { "m-00001-of-00002.gguf": part(0), "m-00002-of-00002.gguf": part(1) };

  test("with all its parts it is silent", () => {
    expect(scan(part(0), BOTH).findings).toEqual([]);
    expect(scan(part(1), BOTH, "m-00002-of-00002.gguf").findings).toEqual([]);
  });

  test("a missing part makes the verdict incomplete", () => {
    const result = scan(part(0), { "m-00001-of-00002.gguf": part(0) });
    expect(lines(result.findings)).toEqual([
      "medium MA-SYS-004 m-00001-of-00002.gguf: is not here: its part m-00002-of-00002.gguf",
    ]);
    expect(result.missing).toEqual(["its part m-00002-of-00002.gguf"]);
  });

  test("parts that have other tensors than they say", () => {
    expect(lines(scan(part(0, 2, 3), BOTH).findings)[0]).toContain(
      "high MA-FMT-013 m-00001-of-00002.gguf: split.tensors.count: says 3, and its parts have 2",
    );
    expect(lines(scan(part(0, 2, 1), BOTH).findings)[0]).toContain("medium MA-FMT-013");
  });

  test("a name that does not say which part it is", () => {
    expect(lines(scan(part(0), BOTH, "renamed.gguf").findings)[0]).toContain(
      "medium MA-FMT-013 renamed.gguf: split.no: the file is part 1 of 2, and its name does not say so",
    );
  });
});

describe("ggml", () => {
  test.each([
    ["lmgg", "GGML without a version"],
    ["fmgg", "GGMF"],
    ["tjgg", "GGJT"],
    ["algg", "GGLA"],
  ])("%s is recognised and listed", (magic, words) => {
    const result = scanBytes(Buffer.concat([Buffer.from(magic), le32(1), Buffer.alloc(64)]), "m.bin");
    expect(result.format).toBe("ggml");
    expect(result.notScanned?.detail).toContain(words);
  });

  test("a text that begins so is none", () => {
    expect(scanBytes(Buffer.from("algges and so on"), "a.txt").format).toBeUndefined();
  });
});

function le32(value: number): Buffer {
  const out = Buffer.alloc(4);
  out.writeInt32LE(value);
  return out;
}

/** An array of one array of one array ... of one byte. */
function nested(depth: number): Buffer {
  const one = Buffer.from("0100000000000000", "hex");
  const levels = Array.from({ length: depth }, (_, i) => Buffer.concat([le32(i === depth - 1 ? 0 : 9), one]));
  return Buffer.concat([...levels, Buffer.of(1)]);
}
