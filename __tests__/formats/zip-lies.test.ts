import { deflateRawSync } from "node:zlib";
import { zip as format } from "../../src/formats/zip";
import { claims, oddities, see, unreadable } from "../support/see";
import { bytes, u16, u32, u64, zip, type ZipPart, type ZipShape } from "../support/zip-builder";

/** Stands for a malicious pickle: the tests ask only whether its bytes come out. */
const EVIL = "cos\nsystem\n(S'id'\ntR.";
const evil: ZipPart = { name: "m/data.pkl", data: EVIL };
const tidy: ZipPart = { name: "m/version", data: "3\n" };

function seen(parts: readonly ZipPart[], shape?: ZipShape) {
  const file = zip(parts, shape);
  expect(claims(format, file)).toBe(true);
  return see(format, file);
}

function texts(parts: readonly ZipPart[], shape?: ZipShape): string[] {
  return seen(parts, shape).members.map(({ text }) => text);
}

describe("published bypasses of the container", () => {
  // GHSA-w8jq-xcqf-f792: picklescan stopped at flag bits that PyTorch's reader ignores.
  test.each([0, 5, 6, 7, 13, 15].map((bit) => 1 << bit))("flag bits %i hide nothing (w8jq-xcqf-f792)", (flags) => {
    for (const part of [{ flags }, { local: { flags } }, { central: { flags } }]) {
      const it = seen([{ ...evil, ...part }, tidy]);
      expect(it.members.map(({ text }) => text)).toContain(EVIL);
      expect(oddities(it).join("\n")).toMatch(/^(flag-bits|header-mismatch) m\/data.pkl: .*(flag|encrypted)/m);
      expect(unreadable(it)).toEqual([]);
    }
  });

  // GHSA-7q5r-7gvp-wc82: a local header whose name differs made zipfile, and with it picklescan, give up.
  test("names that differ (7q5r-7gvp-wc82)", () => {
    const it = seen([{ ...evil, local: { name: "m/evil.txt" } }, tidy]);
    expect(it.members[0]).toMatchObject({ name: "m/data.pkl", text: EVIL });
    expect(oddities(it)).toEqual(["header-mismatch m/data.pkl: its local header names it m/evil.txt"]);
  });

  // GHSA-mjqp-26hc-grxg: zipfile refuses a wrong CRC, PyTorch does not look at it.
  test.each([0, 8])("a wrong CRC hides nothing, method %i (mjqp-26hc-grxg)", (method) => {
    const lie = { crc: 0xdeadbeef };
    const it = seen([{ ...evil, method, local: lie, central: lie }, tidy]);
    expect(it.members[0]!.text).toBe(EVIL);
    expect(oddities(it)).toEqual(["wrong-checksum m/data.pkl: its content is not what its CRC-32 says"]);
    expect(unreadable(it)).toEqual([]);
  });

  // GHSA-769v-p64c-89pr: members were chosen by their extension.
  test("a member's name does not matter (769v-p64c-89pr)", () => {
    expect(texts([{ ...evil, name: "m/readme.config" }])).toEqual([EVIL]);
  });

  test("a pickle, then a zip", () => {
    const it = seen([tidy], { prefix: EVIL });
    expect(it.members.at(-1)).toMatchObject({ name: "<before the archive>", text: EVIL, nested: true });
    expect(oddities(it)).toEqual([`data-around: ${EVIL.length} bytes before the archive that belong to no member`]);
  });
});

describe("members that only some readers see", () => {
  test("a local header that the directory does not list", () => {
    for (const parts of [
      [{ ...evil, hidden: true }, tidy],
      [tidy, { ...evil, hidden: true }],
    ] as const)
      for (const extra of [{}, { method: 8 }, { descriptor: "signed" }] as const) {
        const it = seen(parts.map((part) => (part.name === evil.name ? { ...part, ...extra } : part)));
        expect(it.members.map(({ text }) => text)).toContain(EVIL);
        expect(oddities(it)).toContain(
          "hidden-member m/data.pkl: a streaming reader sees it, the directory does not list it",
        );
      }
  });

  test("hidden behind the end record, and in the middle of junk", () => {
    const other = Buffer.from(zip([evil], { noEnd: true })).toString("latin1");
    expect(texts([tidy], { suffix: `junk${other}` })).toContain(EVIL);
    expect(texts([tidy, { name: "b", before: `junk PK\x03\x04 junk ${other}` }])).toContain(EVIL);
  });

  test("two archives behind each other", () => {
    const it = seen([tidy], { prefix: zip([evil]) });
    expect(it.members.map(({ text }) => text)).toEqual(expect.arrayContaining([EVIL, "3\n"]));
    expect(oddities(it)).toContain("header-mismatch: a second end record");
  });

  test("an end record inside the comment of another", () => {
    const end = zip([], { end: { entries: 0, size: 0, offset: 0 } });
    const it = seen([evil], { comment: end });
    expect(it.members.map(({ text }) => text)).toContain(EVIL);
    expect(oddities(it)).toEqual(["header-mismatch: a second end record"]);
  });

  test("Zip64 end records that lead to another directory than the plain ones", () => {
    const first = zip([evil]);
    const directory = first.indexOf(0x50, evil.data!.length + 30);
    const wide = [...u32(0x06064b50), ...u64(44), ...u16(45, 45), ...u32(0, 0), ...u64(1), ...u64(1)];
    const at = first.length - 22;
    wide.push(...u64(at - directory), ...u64(directory), ...u32(0x07064b50, 0), ...u64(at), ...u32(1));
    const stuffed = Buffer.concat([first.subarray(0, at), Uint8Array.from(wide)]);
    const second = zip([{ ...tidy, before: "" }], { prefix: "" });
    const file = Buffer.concat([second.subarray(0, second.length - 22), stuffed, second.subarray(second.length - 22)]);
    const it = see(format, Uint8Array.from(file));
    expect(it.members.map(({ text }) => text)).toEqual(expect.arrayContaining([EVIL, "3\n"]));
  });

  test("more entries than the end record says, and fewer", () => {
    expect(oddities(seen([tidy, evil], { end: { entries: 1 } }))).toEqual([
      "header-mismatch: the end record counts 1 members, the directory has 2",
    ]);
    expect(texts([tidy, evil], { end: { entries: 1 } })).toEqual(["3\n", EVIL]);
    expect(texts([tidy, evil], { end: { entries: 9 } })).toEqual(["3\n", EVIL]);
  });

  test("duplicate names, also by a backslash or `./`", () => {
    for (const name of ["m/data.pkl", "m\\data.pkl", "./m/data.pkl", "m//data.pkl"]) {
      const it = seen([
        { name: "m/data.pkl", data: "fine" },
        { ...evil, name },
      ]);
      expect(it.members.map(({ text }) => text)).toEqual(["fine", EVIL]);
      expect(oddities(it)).toEqual([`duplicate-name ${name}: another member has the same name`]);
    }
  });
});

describe("headers that disagree", () => {
  test("the method: both readings come out", () => {
    const it = seen([{ ...evil, method: 8, central: { method: 0 } }]);
    expect(it.members.map(({ text }) => text)).toContain(EVIL);
    expect(oddities(it)).toContain(
      "header-mismatch m/data.pkl: its method is 0 in the directory, 8 in its local header",
    );
  });

  test("sizes: the longest reading comes out", () => {
    for (const lie of [
      { local: { packed: 3, size: 3 } },
      { central: { packed: 3, size: 3 } },
      { central: { packed: 3 } },
    ]) {
      const it = seen([{ ...evil, ...lie }, tidy]);
      expect(it.members.map(({ text }) => text)).toContain(EVIL);
      expect(oddities(it).join("\n")).toMatch(/^header-mismatch m\/data.pkl: its packed size is /m);
    }
  });

  test("a descriptor's zeros are no lie, other values are", () => {
    expect(oddities(seen([{ ...evil, descriptor: "signed", local: { crc: 1 } }]))).toHaveLength(1);
  });

  test("the decoded size, and bytes behind the compressed data", () => {
    const wrong = seen([{ ...evil, method: 8, local: { size: 7 }, central: { size: 7 } }]);
    expect(oddities(wrong)).toEqual([`header-mismatch m/data.pkl: it says 7 bytes and decodes to ${EVIL.length}`]);
    const packed = Buffer.concat([deflateRawSync(bytes(EVIL)), bytes("more")]);
    expect(oddities(seen([{ ...evil, method: 8, packed }]))).toEqual([
      "data-around m/data.pkl: 4 bytes behind the end of its compressed data",
    ]);
  });

  test("overlapping members", () => {
    const it = seen([tidy, { ...evil, ghost: true, central: { offset: 0 } }]);
    expect(oddities(it)).toEqual(
      expect.arrayContaining([
        "header-mismatch m/data.pkl: its local header names it m/version",
        expect.stringMatching(/overlap/),
      ]),
    );
  });

  test("a local header that is not there", () => {
    const it = seen([tidy, { ...evil, ghost: true, central: { offset: 5 } }]);
    expect(unreadable(it)).toEqual([
      "m/data.pkl: malformed: the directory says that it is at 0x5, where no local header is",
    ]);
  });
});

describe("names and modes", () => {
  test.each(["../x", "/etc/x", "a/../../x", "C:\\x", "..\\x"])("%s leaves the directory", (name) => {
    expect(oddities(seen([{ name, data: "x" }])).join()).toMatch(/^path-traversal /);
    expect(oddities(seen([{ name: "ok", data: "x", local: { name } }])).join()).toMatch(/path-traversal /);
  });

  test("links and devices", () => {
    const it = seen([
      { name: "link", data: "/etc/passwd", mode: 0o120777 },
      { name: "dev", mode: 0o020644 },
    ]);
    expect(oddities(it)).toEqual(["symlink link: links to /etc/passwd", "special-file dev: it is a character device"]);
  });

  test("a Unicode path that differs from the name", () => {
    const path = bytes("../x");
    const extra = Uint8Array.from([...u16(0x7075, 5 + path.length), 1, ...u32(0), ...path]);
    expect(oddities(seen([{ name: "ok", data: "x", central: { extra } }])).join()).toMatch(/^path-traversal ok/);
  });
});

describe("what cannot be read", () => {
  test("encrypted members are said to be, and looked at as they are", () => {
    const it = seen([{ ...evil, packed: bytes("\x80\x02 cipher text"), flags: 1 }]);
    expect(unreadable(it)).toEqual(["m/data.pkl: encrypted: without the password nobody sees what is in it"]);
    expect(it.members).toEqual([expect.objectContaining({ name: "m/data.pkl", nested: true })]);
    expect(unreadable(seen([{ ...evil, method: 99, packed: bytes("x"), flags: 1 }]))).toEqual([
      "m/data.pkl: encrypted: without the password nobody sees what is in it",
    ]);
  });

  test("methods that are not read are named", () => {
    expect(unreadable(seen([{ ...evil, method: 9, packed: bytes("x") }]))).toEqual([
      "m/data.pkl: malformed: compressed by method 9 (deflate64), which no loader of models reads",
    ]);
  });

  test("compressed data that breaks: what came before it counts", () => {
    const whole = zip([{ name: "n", data: "x".repeat(50) + EVIL, method: 8 }], { noEnd: true });
    const packed = whole.subarray(31, whole.length - 60);
    const it = seen([{ ...evil, method: 8, packed }]);
    expect(it.members).toHaveLength(1);
    expect(unreadable(it).join()).toMatch(/^m\/data.pkl: malformed: /);
  });

  test("a file without its end yields what a streaming reader sees", () => {
    const it = seen([tidy, evil], { noEnd: true });
    // What is left is the directory, which nothing leads to.
    expect(it.members.map(({ name }) => name)).toEqual([tidy.name, evil.name, "<inside the archive at 0x66>"]);
    expect(it.members[1]!.text).toBe(EVIL);
    expect(it.failure).toMatch(/no directory at its end: is the file complete/);
    const cut = zip([tidy, { ...evil, data: EVIL.repeat(50) }]).subarray(0, 400);
    expect(see(format, cut).members[1]!.text).toMatch(EVIL);
  });

  test("a thousand oddities of a kind are told as some", () => {
    const it = seen(Array.from({ length: 1000 }, () => ({ name: "same" })));
    expect(oddities(it)).toHaveLength(51);
    expect(oddities(it).at(-1)).toBe("duplicate-name: and 949 more of this kind");
  });
});
