import { crc32, deflateRawSync } from "node:zlib";
import type { PackageQuery, PackageRecords } from "../../src/core/advisory";
import type { ByteSource } from "../../src/core/bytes";
import type { DatabaseIndexStore } from "../../src/core/database-index-store";
import type { Ecosystem } from "../../src/core/ecosystem";
import { BufferSource } from "../../src/bytes/sources";
import { createDatabaseSource } from "../../src/osv/database";
import { IndexBuilder, MAX_PAIRS } from "../../src/osv/database-index";
import { u16, u32, u64, zip, type ZipPart, type ZipShape } from "../support/zip-builder";

describe("a database", () => {
  test("gives the records of each name asked for, in the order of the questions", async () => {
    const parts = [record("A-2", "numpy"), record("A-1", "torch"), record("A-3", "torch"), record("A-4", "other")];
    const [torch, none, numpy] = await ask(parts, ["torch", "unknown", "numpy"]);
    expect(idsOf(torch)).toEqual(["A-1", "A-3"]);
    expect(idsOf(none)).toEqual([]);
    expect(idsOf(numpy)).toEqual(["A-2"]);
  });

  test.each([0, 8])("is read where members are packed by method %i", async (method) => {
    const parts = Array.from({ length: 50 }, (_, i) => record(`A-${i}`, `p${i}`, { method }));
    expect(idsOf((await ask(parts, ["p49"]))[0])).toEqual(["A-49"]);
  });

  test("has stored members of more than a deflate block, and of none", async () => {
    const long = json("A-1", "torch", { details: "x".repeat(200_000) });
    const parts = [part("A-1", long, { method: 0 }), part("A-2", "", { method: 0 }), record("A-3", "torch")];
    expect(summary((await ask(parts, ["torch"]))[0])).toEqual({
      ids: ["A-1", "A-3"],
      unreadable: ["A-2: it is no JSON"],
    });
  });

  test("is read in many batches: 3,000 records of 2 kB that do not pack", async () => {
    const noise = (i: number) =>
      Array.from({ length: 900 }, (_, k) => ((i * 7919 + k * 104729) % 65521).toString(36)).join("");
    const parts = Array.from({ length: 3000 }, (_, i) => record(`A-${i}`, `p${i % 1000}`, {}, { details: noise(i) }));
    const answers = await ask(parts, ["p0", "p999", "p500"]);
    expect(answers.map((answer) => idsOf(answer))).toEqual([
      ["A-0", "A-1000", "A-2000"],
      ["A-1999", "A-2999", "A-999"],
      ["A-1500", "A-2500", "A-500"],
    ]);
  });

  test("says where it is and of which day", async () => {
    const source = createDatabaseSource(databases({ PyPI: zip([record("A-1", "torch")]) }));
    expect(source.describe()).toBe("the OSV database in /db");
    await source.recordsOf([{ ecosystem: "PyPI", name: "torch" }]);
    expect(source.describe()).toBe("the OSV database in /db (PyPI of 2026-11-20)");
  });

  test("answers for each ecosystem alone", async () => {
    const npm = zip([part("N-1", json("N-1", "torch").replaceAll("PyPI", "npm"))]);
    const source = createDatabaseSource(databases({ PyPI: zip([record("A-1", "torch")]), npm }));
    const queries: PackageQuery[] = (["npm", "Go", "PyPI"] as const).map((ecosystem) => ({ ecosystem, name: "torch" }));
    const [inNpm, inGo, inPypi] = await source.recordsOf(queries);
    expect([idsOf(inNpm), idsOf(inPypi)]).toEqual([["N-1"], ["A-1"]]);
    expect(inGo).toEqual({ failed: "no database for Go in /db" });
  });

  test("does not give a record that names the package for another ecosystem only", async () => {
    const other = json("A-1", "torch").replaceAll('"PyPI"', '"npm"');
    expect(summary((await ask([part("A-1", other)], ["torch"]))[0])).toEqual({ ids: [], unreadable: [] });
  });

  test("closes what it opened, whatever happens", async () => {
    let open = 0;
    const bytes = [zip([record("A-1", "torch")]), Buffer.from("no zip")];
    for (const each of bytes) {
      const close = () => void open--;
      const one = { where: "/db", open: async () => (open++, { bytes: new BufferSource(each), dated: "", close }) };
      await createDatabaseSource(one).recordsOf([{ ecosystem: "PyPI", name: "torch" }]);
    }
    expect(open).toBe(0);
  });

  test("fails in words where opening throws", async () => {
    const source = createDatabaseSource({ where: "/db", open: () => Promise.reject(new Error("no such luck")) });
    expect(await source.recordsOf([{ ecosystem: "PyPI", name: "torch" }])).toEqual([
      { failed: "the database for PyPI in /db cannot be read: no such luck" },
    ]);
  });
});

describe("names", () => {
  test("are found however they are spelled", async () => {
    const parts = [
      record("A-1", "Typing_Extensions"),
      part("A-2", json("A-2", "x").replace('"x"', String.raw`"\u0074yping-extensions"`)),
      part(
        "A-3",
        json("A-3", "x")
          .replace('"name"', String.raw`"n\u0061me"`)
          .replace('"x"', '"typing.extensions"'),
      ),
      part(
        "A-4",
        json("A-4", "x")
          .replace('"name"', String.raw`"nam\u0065"`)
          .replace('"x"', '"another"'),
      ),
      part("A-5", json("A-5", "typing-extensions").replace('"name":', '"name" \r\n\t: ')),
      part("A-6", JSON.stringify(JSON.parse(json("A-6", "typing-extensions")), null, 2)),
    ];
    const [found] = await ask(parts, ["typing-extensions"]);
    expect(summary(found)).toEqual({ ids: ["A-1", "A-2", "A-3", "A-5", "A-6"], unreadable: [] });
  });

  test("of credits and in prose are not those of packages", async () => {
    const credits = json("A-1", "other", { credits: [{ name: "torch" }], details: 'the "name": "torch" of it' });
    expect(summary((await ask([part("A-1", credits)], ["torch"]))[0])).toEqual({ ids: [], unreadable: [] });
  });

  test("that are members of every object are names like others", async () => {
    const odd = ["__proto__", "constructor", "toString", "hasOwnProperty"];
    const found = await ask([record("A-1", "constructor"), record("A-2", "__proto__")], odd.concat("prototype"), "npm");
    expect(found.map((each) => idsOf(each))).toEqual([["A-2"], ["A-1"], [], [], []]);
  });

  test("may be several in a record, and the same twice", async () => {
    const affected = ["torch", "numpy", "torch"].map((name) => ({ package: { ecosystem: "PyPI", name } }));
    const [torch, numpy] = await ask([part("A-1", json("A-1", "", { affected }))], ["torch", "numpy"]);
    expect([idsOf(torch), idsOf(numpy)]).toEqual([["A-1"], ["A-1"]]);
  });

  test("of npm are told apart by case", async () => {
    const found = await ask([record("A-1", "JSONStream"), record("A-2", "jsonstream")], ["JSONStream"], "npm");
    expect(idsOf(found[0])).toEqual(["A-1"]);
  });
});

describe("a record that cannot be read", () => {
  const good = record("A-1", "torch");

  test("is unreadable for the package that it names, and for no other", async () => {
    const broken = part("A-2", `{"id": "A-2", "affected": [{"package": {"name": "torch", "ecosystem": "PyPI"}}, ]}`);
    const wrong = part("A-3", json("A-3", "torch", { modified: 7 }));
    const [torch, numpy] = await ask([good, broken, wrong], ["torch", "numpy"]);
    expect(summary(torch).ids).toEqual(["A-1"]);
    expect(summary(torch).unreadable).toEqual(["A-2: it is no JSON", expect.stringMatching(/^A-3: .*modified/)]);
    expect(summary(numpy)).toEqual({ ids: [], unreadable: [] });
  });

  test.each([
    ["is cut off before its names", `{"id": "A-2", "details": "abc`],
    ["is cut off behind a name", `{"id": "A-2", "credits": [{"name": "Bob"}], "affected": [{"pack`],
    ["is empty", ""],
    ["is no object", `["name"]`],
    ["is of another encoding", Buffer.from(json("A-2", "torch"), "utf16le")],
    [
      "has a name that is no string",
      `{"id": "A-2", "modified": "x", "affected": [{"package": {"name": 7}}], "x": {"name": "y"}}`,
    ],
    ["has a name with a wrong escape", `{"id": "A-2", "affected": [{"package": {"name": "\\q"}}]}`],
  ])("and %s, so that nobody knows what it is about, is so for all", async (_, content) => {
    const [torch, numpy] = await ask([good, part("A-2", content)], ["torch", "numpy"]);
    expect(summary(torch).ids).toEqual(["A-1"]);
    for (const answer of [torch, numpy]) expect(summary(answer).unreadable).toEqual([expect.stringMatching(/^A-2: /)]);
  });

  test("is none where it is whole and names no package", async () => {
    const none = part("A-2", JSON.stringify({ id: "A-2", modified: "2026-01-01T00:00:00Z" }));
    const git = part(
      "A-3",
      JSON.stringify({ id: "A-3", modified: "2026-01-01T00:00:00Z", affected: [{ ranges: [] }] }),
    );
    expect(summary((await ask([good, none, git], ["torch"]))[0])).toEqual({ ids: ["A-1"], unreadable: [] });
  });

  test.each<[string, Partial<ZipPart>, RegExp]>([
    ["a wrong checksum", { central: { crc: 1 } }, /its checksum is wrong/],
    ["a size that is too small", { central: { size: 10 } }, /it is not as long as the database says|damaged/],
    ["a size that is too large", { central: { size: 5000 } }, /it is not as long as the database says/],
    ["damaged data", { packed: Buffer.alloc(40, 0xff) }, /its packed data is damaged/],
    ["encryption", { flags: 1 }, /it is encrypted/],
    ["strong encryption", { flags: 0x41 }, /it is encrypted/],
    ["another method", { method: 93, packed: Buffer.from("zstd") }, /packed by method 93/],
    ["a huge declared size", { central: { size: 0xfffffff0 } }, /claims 4294967280 bytes; at most 16777216/],
    ["a stored member of two sizes", { method: 0, central: { size: 5000 } }, /its two sizes differ/],
  ])("by %s is so for all, and the others beside it are read", async (_, lie, words) => {
    const parts = [good, { ...record("A-2", "torch"), ...lie }, record("A-3", "torch")];
    const [torch, numpy] = await ask(parts, ["torch", "numpy"]);
    expect(summary(torch).ids).toEqual(["A-1", "A-3"]);
    expect(summary(torch).unreadable).toEqual([expect.stringMatching(words)]);
    expect(summary(numpy).unreadable).toEqual([expect.stringMatching(/^A-2: /)]);
  });

  test("cannot hide another by bringing a gzip member of its own", async () => {
    const inner = deflateRawSync("{}");
    // Deflate data, then what would be the end of one gzip member and the beginning of the next.
    const between = [...u32(crc32("{}")), ...u32(2), 0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    const packed = Buffer.concat([inner, Buffer.from(between), inner]);
    const [torch] = await ask([{ ...part("A-0", "{}"), packed }, good], ["torch"]);
    expect(summary(torch).ids).toEqual(["A-1"]);
    expect(summary(torch).unreadable).toEqual([expect.stringMatching(/^A-0: /)]);
  });

  test("more than a hundred times makes the database fail", async () => {
    const parts = Array.from({ length: 101 }, (_, i) => part(`A-${i}`, "{"));
    expect((await ask([good, ...parts], ["torch"]))[0]).toEqual({
      failed: expect.stringMatching(/more than 100 of its records/),
    });
  });
});

describe("a directory", () => {
  const parts = [record("A-1", "torch"), record("A-2", "torch")];
  const failed = (words: RegExp) => ({ failed: expect.stringMatching(words) });

  test("may be of zip64, as a whole and for each member", async () => {
    expect(idsOf((await ask(parts, ["torch"], "PyPI", { zip64: true }))[0])).toEqual(["A-1", "A-2"]);
    const data = Buffer.from(json("A-1", "torch"));
    const packed = deflateRawSync(data);
    const wide = Uint8Array.from([
      ...u16(0x9999, 2),
      1,
      2,
      ...u16(1, 24),
      ...u64(data.length),
      ...u64(packed.length),
      ...u64(0),
    ]);
    const lie = { size: 0xffffffff, packed: 0xffffffff, offset: 0xffffffff, extra: wide };
    expect(idsOf((await ask([{ ...parts[0]!, central: lie }, parts[1]!], ["torch"]))[0])).toEqual(["A-1", "A-2"]);
    const short = { ...lie, extra: wide.subarray(0, wide.length - 8) };
    expect((await ask([{ ...parts[0]!, central: short }], ["torch"]))[0]).toEqual(failed(/missing in its zip64 field/));
  });

  test("may be of a zip that was written as a stream, with a comment, in another order, and with other files", async () => {
    const streamed = parts.map((each): ZipPart => ({ ...each, descriptor: "signed" }));
    expect(idsOf((await ask(streamed, ["torch"], "PyPI", { comment: "made by" }))[0])).toEqual(["A-1", "A-2"]);
    const others = [
      { name: "README.md", data: "no record" },
      { name: "folder/" },
      ...parts,
      { name: "x.json.txt", data: "{" },
    ];
    expect(summary((await ask(others, ["torch"]))[0])).toEqual({ ids: ["A-1", "A-2"], unreadable: [] });
    expect(idsOf(await askBytes(swappedDirectory(), "torch"))).toEqual(["A-1", "A-2"]);
  });

  test("with the same name twice gives both", async () => {
    const twice = [record("A-1", "torch"), record("A-1", "torch", {}, { summary: "again" })];
    expect(idsOf((await ask(twice, ["torch"]))[0])).toEqual(["A-1", "A-1"]);
  });

  test.each<[string, ZipShape, RegExp]>([
    ["has no end", { noEnd: true }, /no zip file, or its end is missing/],
    ["counts too many", { end: { entries: 3 } }, /too short for 3 members|no record where one should be|ends inside/],
    ["counts too few", { end: { entries: 1 } }, /bytes behind the last of 1 records/],
    ["counts more than are read", { zip64: true, end: { entries: 2_000_001 } }, /at most 2000000 are read/],
    ["is elsewhere", { end: { offset: 3 } }, /its directory should be/],
    ["is of another length", { end: { size: 3 } }, /its directory should be/],
    ["stands in a file with something before it", { prefix: "#!/bin/sh\n" }, /its directory should be/],
    ["stands in a file with something behind it", { suffix: "x" }, /no zip file, or its end is missing/],
  ])("that %s is broken", async (_, shape, words) => {
    expect((await ask(parts, ["torch"], "PyPI", shape))[0]).toEqual(failed(words));
  });

  test.each<[string, ZipPart[], RegExp]>([
    ["overlap", [parts[0]!, { ...parts[1]!, central: { offset: 10 } }], /its members overlap/],
    ["are one and the same", [parts[0]!, { ...parts[1]!, central: { offset: 0 } }], /its members overlap/],
    ["are longer than the file", [parts[0]!, { ...parts[1]!, central: { packed: 99999 } }], /its members overlap/],
    ["are beyond the file", [parts[0]!, { ...parts[1]!, central: { offset: 99999 } }], /its members overlap/],
    [
      "have another name at their place",
      [parts[0]!, { ...parts[1]!, local: { name: "B-2.json" } }],
      /not the one that its directory/,
    ],
    ["have another method there", [{ ...parts[0]!, local: { method: 0 } }], /not the one that its directory/],
    ["are not there", [{ ...parts[0]!, ghost: true }, parts[1]!], /overlap|not where its directory says|not the one/],
    ["are none", [], /it has no records/],
  ])("whose members %s is broken", async (_, members, words) => {
    expect((await ask(members, ["torch"]))[0]).toEqual(failed(words));
  });

  test("that claims far more than the file has is a bomb, and is not unpacked", async () => {
    const many = Array.from({ length: 40 }, (_, i) => part(`A-${i}`, " ".repeat(1_000_000)));
    expect((await ask(many, ["torch"]))[0]).toEqual(
      failed(/40000000 bytes of records, more than 20 times its own size/),
    );
  });

  test("is broken wherever the file ends, and never a silence", async () => {
    const whole = zip(parts);
    for (let end = 0; end < whole.length; end++)
      expect(await askBytes(whole.subarray(0, end), "torch")).toEqual(failed(/cannot be read/));
  });

  test("with any byte changed never hides a record without a word", async () => {
    const whole = zip(parts);
    const silent: number[] = [];
    for (let at = 0; at < whole.length; at++) {
      const changed = Uint8Array.from(whole);
      changed[at]! ^= 0x41;
      const answer = await askBytes(changed, "torch");
      if ("failed" in answer || answer.unreadable.length > 0) continue;
      if (idsOf(answer).join() !== "A-1,A-2") silent.push(at);
    }
    // The end of the name in the directory is what makes a member a record: `.json`, twice five bytes.
    const names = ["A-1.json", "A-2.json"].map((name) => Buffer.from(whole).lastIndexOf(name) + 3);
    expect(silent).toEqual(names.flatMap((at) => [0, 1, 2, 3, 4].map((i) => at + i)));
  });

  /** The two records of the directory in the other order than their members. */
  function swappedDirectory(): Uint8Array {
    const whole = zip(parts);
    const at = Buffer.from(whole).indexOf(Buffer.from(u32(0x02014b50)));
    const length = (whole.length - 22 - at) / 2;
    const pieces = [
      whole.subarray(0, at),
      whole.subarray(at + length, at + 2 * length),
      whole.subarray(at, at + length),
    ];
    return Buffer.concat([...pieces, whole.subarray(at + 2 * length)]);
  }
});

describe("an index", () => {
  const others = Array.from({ length: 300 }, (_, i) => record(`O-${i}`, `other-${i}`));
  const whole = zip([...others, record("A-1", "Torch"), part("A-2", "{"), record("A-3", "torch")]);
  const expected = { ids: ["A-1", "A-3"], unreadable: ["A-2: it is no JSON"] };

  test("leaves only the records of the names asked for to be read, and those that tell none", async () => {
    const store = new MemoryStore();
    expect(await indexed(store, whole, "torch")).toEqual(expected);
    const read: number[] = [];
    expect(await indexed(store, whole, "torch", (offset, length) => length < 1000 && read.push(offset))).toEqual(
      expected,
    );
    expect(new Set(read).size).toBeLessThan(12);
    expect(await indexed(store, whole, "unknown")).toEqual({ ids: [], unreadable: expected.unreadable });
    expect(store.puts).toBe(1);
  });

  test("is of one file, byte for byte", async () => {
    const store = new MemoryStore();
    await indexed(store, zip([record("A-1", "numpy"), record("A-2", "torch")]), "torch");
    const changed = zip([record("A-1", "torch"), record("A-2", "numpy")]);
    expect((await indexed(store, changed, "torch")).ids).toEqual(["A-1"]);
    // Nor does it count where the store gives it for another file.
    const mixed: DatabaseIndexStore = { get: () => [...store.kept.values()][0], put() {} };
    expect((await indexed(mixed, changed, "torch")).ids).toEqual(["A-1"]);
  });

  test("is of one ecosystem", async () => {
    const store = new MemoryStore();
    const affected = ["PyPI", "NuGet"].map((ecosystem) => ({ package: { ecosystem, name: "a_B" } }));
    const bytes = zip([part("A-1", json("A-1", "", { affected }))]);
    const source = () => createDatabaseSource(databases({ PyPI: bytes, NuGet: bytes, npm: bytes }), store);
    for (const [ecosystem, count] of [
      ["NuGet", 1],
      ["PyPI", 1],
      ["npm", 0],
    ] as const)
      expect(idsOf((await source().recordsOf([{ ecosystem, name: "a_b" }]))[0])).toHaveLength(count);
  });

  test("does not count with any byte changed, cut off anywhere, or longer", async () => {
    const small = zip([record("A-0", "numpy"), record("A-1", "torch"), part("A-2", "{"), record("A-3", "torch")]);
    const store = new MemoryStore();
    await indexed(store, small, "torch");
    const [key, good] = [...store.kept][0]!;
    const bad = Array.from(good, (_, at) => good.map((byte, i) => (i === at ? byte ^ 0x10 : byte)));
    for (let end = 0; end < good.length; end++) bad.push(good.slice(0, end));
    bad.push(Uint8Array.from([...good, 0]), new Uint8Array(good.length), Buffer.alloc(100_000, 0xff));
    for (const bytes of bad) {
      store.kept.set(key, bytes);
      store.puts = 0;
      expect(await indexed(store, small, "torch")).toEqual(expected);
      expect(store.puts).toBe(1);
    }
    // It is read wherever it lies in memory.
    store.kept.set(key, Uint8Array.from([0, 0, 0, ...good]).subarray(3));
    expect(await indexed(store, small, "torch")).toEqual(expected);
    expect(store.puts).toBe(1);
  });

  test("is not used where the directory is not the one that it was made of, although the file is the same", async () => {
    const store = new MemoryStore();
    const one = zip([record("A-1", "numpy"), record("A-2", "torch")]);
    const other = zip([record("A-2", "torch"), record("A-1", "numpy")]);
    await indexed(store, one, "torch");
    const index = [...store.kept.values()][0]!;
    const forAny: DatabaseIndexStore = { get: () => index, put() {} };
    // The other file's directory and members, and then the first one's bytes, as if it was put back while we read.
    expect(other.length).toBe(one.length);
    expect((await indexed(forAny, other, "torch", () => {}, one)).ids).toEqual(["A-2"]);
  });

  test("has names that hash alike and are not", async () => {
    // FNV-1a of 32 bits gives both the same.
    const parts = [record("A-1", "costarring"), record("A-2", "liquid")];
    expect(idsOf((await ask(parts, ["liquid"], "npm"))[0])).toEqual(["A-2"]);
  });

  test("is none where not every record was searched, or where it would be too large", () => {
    const subject = { key: "", binding: Buffer.alloc(32), members: 2 };
    const builder = new IndexBuilder();
    builder.name(0, "torch");
    builder.searched(1);
    expect(builder.finish(subject)).toBeUndefined();
    builder.searched(1);
    expect(builder.finish(subject)).toHaveLength(72 + 8);
    for (let i = 1; i < MAX_PAIRS; i++) builder.name(1, `p${i}`);
    expect(builder.finish(subject)?.length).toBeGreaterThan(8 * 2_000_000);
    const more = new IndexBuilder();
    more.searched(2);
    for (let i = 0; i <= MAX_PAIRS; i++) more.name(1, `p${i}`);
    expect(more.finish(subject)).toBeUndefined();
  });

  async function indexed(
    store: DatabaseIndexStore,
    bytes: Uint8Array,
    name: string,
    seen: (offset: number, length: number) => unknown = () => {},
    hashed?: Uint8Array,
  ) {
    const inner = copying(bytes);
    const source: ByteSource = {
      size: inner.size,
      read: (offset, length) => (seen(offset, length), inner.read(offset, length)),
      window: (offset, atMost) =>
        hashed !== undefined && atMost === 1024 * 1024 ? hashed.subarray(offset) : inner.window(offset, atMost),
    };
    const one = { where: "/db", open: async () => ({ bytes: source, dated: "2026-11-20", close() {} }) };
    const [answer] = await createDatabaseSource(one, store).recordsOf([{ ecosystem: "PyPI", name }]);
    return summary(answer);
  }
});

class MemoryStore implements DatabaseIndexStore {
  readonly kept = new Map<string, Uint8Array>();
  puts = 0;

  get(key: string): Uint8Array | undefined {
    return this.kept.get(key);
  }

  put(key: string, bytes: Uint8Array): void {
    this.kept.set(key, bytes);
    this.puts++;
  }
}

function json(id: string, name: string, more: object = {}): string {
  const affected = [{ package: { ecosystem: "PyPI", name }, versions: ["1.0"] }];
  return JSON.stringify({ id, modified: "2026-01-01T00:00:00Z", affected, ...more });
}

function part(id: string, data: string | Uint8Array, lies: Partial<ZipPart> = {}): ZipPart {
  return { name: `${id}.json`, data, method: 8, ...lies };
}

function record(id: string, name: string, lies: Partial<ZipPart> = {}, more: object = {}): ZipPart {
  return part(id, json(id, name, more), lies);
}

function databases(byEcosystem: Partial<Record<Ecosystem, Uint8Array>>) {
  const open = (bytes: Uint8Array) => ({ bytes: copying(bytes), dated: "2026-11-20", close() {} });
  return {
    where: "/db",
    open: async (ecosystem: Ecosystem) => {
      const bytes = byEcosystem[ecosystem];
      return bytes === undefined ? { failed: `no database for ${ecosystem} in /db` } : open(bytes);
    },
  };
}

/** A source whose views hold until the next call only, as those of files do. */
function copying(bytes: Uint8Array): ByteSource {
  const inner = new BufferSource(bytes);
  let last = new Uint8Array(0);
  const lend = (view: Uint8Array) => (last.fill(0xee), (last = Uint8Array.from(view)));
  return {
    size: inner.size,
    read: (offset, length) => lend(inner.read(offset, length)),
    window: (offset, atMost) => lend(inner.window(offset, atMost)),
  };
}

async function ask(
  parts: readonly ZipPart[],
  names: readonly string[],
  ecosystem: Ecosystem = "PyPI",
  shape?: ZipShape,
) {
  const fitting = parts.map((each) =>
    typeof each.data === "string" ? { ...each, data: each.data.replaceAll('"PyPI"', `"${ecosystem}"`) } : each,
  );
  return askEveryWay(zip(fitting, shape), names, ecosystem);
}

async function askBytes(bytes: Uint8Array, name: string): Promise<PackageRecords> {
  return (await askEveryWay(bytes, [name], "PyPI"))[0]!;
}

/** Without an index, while one is made by a search for something else, and with that one: the answers are the same. */
async function askEveryWay(bytes: Uint8Array, names: readonly string[], ecosystem: Ecosystem) {
  const queries = names.map((name) => ({ ecosystem, name }));
  const answers = await createDatabaseSource(databases({ [ecosystem]: bytes })).recordsOf(queries);
  const store = new MemoryStore();
  const ask = (asked: readonly PackageQuery[]) =>
    createDatabaseSource(databases({ [ecosystem]: bytes }), store).recordsOf(asked);
  await ask([{ ecosystem, name: "something-else" }]);
  // What could not be searched as a whole has no index.
  expect(store.kept.size).toBe(answers.some((answer) => "failed" in answer) ? 0 : 1);
  expect(await ask(queries)).toEqual(answers);
  expect(store.puts).toBe(store.kept.size);
  return answers;
}

function idsOf(answer: PackageRecords | undefined): string[] {
  if (answer === undefined || "failed" in answer) throw new Error(`failed: ${answer?.failed}`);
  return answer.advisories.map((each) => each.id);
}

function summary(answer: PackageRecords | undefined): { ids: string[]; unreadable: string[] } {
  if (answer === undefined || "failed" in answer) throw new Error(`failed: ${answer?.failed}`);
  return { ids: idsOf(answer), unreadable: answer.unreadable.map(({ id, detail }) => `${id}: ${detail}`) };
}
