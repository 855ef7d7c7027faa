import { inflateSync } from "node:zlib";
import { tar as format, torchTar } from "../../src/formats/tar";
import { mutations, truncations } from "../support/damage";
import { artifactOf, claims, oddities, see, unreadable, type Seen, contextOf } from "../support/see";
import { paxRecord, tar, type TarPart } from "../support/tar-builder";

/**
 * Written by Python 3.11's `tarfile` in each of its formats: `a.txt` ("hello"), the directory `d`,
 * `d/é.bin` (600 times "x"), the empty file `empty`, and a name too long for one field. Base64 of zlib.
 */
const PYTHON: [string, string, string][] = [
  [
    "ustar",
    "eNrt11EOwiAMBuAeZSfYWgflPDNiXDJ1mZhsR/Icu5jokxITfQG30I8HCC8k/GkJTelGB3Ghx0o9Zy+cPf2yfuyz2RAUCAlcL64Z/JGQp4PtujOIXO2q+Gd8r/9wzcQaCi31nyD/+VZu29Mf8yeqw/yNJpT+n8IoRATysq6DPfZuWtz7b5CU9P8U+ir2mH7In9/zr1Hz2v9/Hy9jgfkPdt9KtxYiY3f+dIiH",
    "p/".repeat(60) + "y",
  ],
  [
    "gnu",
    "eNrt10EOwiAQBVCOwgloaRm69QC9RI2NNrbUKCbtkTyHFxNdGENMuoJq+K8LSDcsfmYGGmEny8LKHa3Ua3X81aGP/fO/1loynrMIrhfbnDlniTq0fT8ySNUuC3/Gcv37ey0LYpxQ/xHyv9/EtjMr5i9l6edfKcrR/2OYAALAZP0P7XCy8+/N/4oU+n8MIhPZph7Nvu7MMWD+X3J/Z166x543/yty978a+Ue4/63zYS6lk/9i/5de/RdKakL/j6F3rZ+bZmhRCgDpegD1U+r2",
    "d/".repeat(60) + "x".repeat(120),
  ],
  [
    "pax",
    "eNrtl00OwiAQhVl7Ck7QMrTAyujSpVfAlFiT/kUxqUfyHF5MajRqNemKVsN8LIawmcXLPN7oyLaW+IU5ZJreqqNfHeLl3r1LxYFQRkbgeLB671qSMMlNUdQECZUs9t9jeP77dwlSECpw/r0TxVG8XOt2ZXRm9v70/6L7U3Nn9m/6A+NMEtqi/t4BRRtt83kWX87RZlfN0BID8/9FJ/uU/g+Q9P1fsSTB/DcGLYJ4AJ31PzBlY08/l/8VgxT9P5T8nyj+kf9BYf4fAy7YYwGY5kz1QeGic8///s+g/0Nv/+cp5wL9fwyKutrSSpcGRwFBwuUKuD8EWg==",
    "d/".repeat(60) + "x".repeat(120),
  ],
];

const a: TarPart = { name: "a.txt", data: "hello" };
const b: TarPart = { name: "b.txt", data: "world" };
const names = (seen: Seen) => seen.members.map(({ name, text }) => `${name}: ${text}`);
const octal = (value: number) => `${value.toString(8).padStart(11, "0")}\0`;

describe("an honest tar", () => {
  test.each(PYTHON)("of Python's %s format yields its files and nothing odd", (_, base64, long) => {
    const bytes = inflateSync(Buffer.from(base64, "base64"));
    const seen = see(format, bytes);
    expect(claims(format, bytes)).toBe(true);
    expect(seen.members.map(({ name }) => name)).toEqual(["a.txt", "d/é.bin", long]);
    expect(seen.members.map(({ text }) => text.length)).toEqual([5, 600, long.startsWith("p") ? 6 : 9]);
    expect(oddities(seen)).toEqual([]);
    expect(seen.failure).toBeUndefined();
  });

  test.each<[string, Uint8Array]>([
    ["without an end marker", tar([a, b], false)],
    ["with a signed checksum", tar([{ ...a, name: Buffer.from("a\xe9", "latin1"), checksum: "signed" }, b])],
    ["with a base-256 size", tar([{ ...a, size: Uint8Array.of(0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5) }, b])],
    ["with sizes that end in a space", tar([{ ...a, size: "          5 " }, b])],
    ["before POSIX", tar([{ ...a, type: "\0" }, { name: "d/", type: "\0" }, b])],
    [
      "with types no one knows, which are files",
      tar([
        { ...a, type: "7" },
        { ...b, type: "Z" },
      ]),
    ],
  ])("%s", (_, bytes) => {
    const seen = see(format, bytes);
    expect(seen.members.map(({ text }) => text)).toEqual(["hello", "world"]);
    expect(oddities(seen)).toEqual([]);
  });

  test("says where its members are", () => {
    const [first] = [...format.open(artifactOf(tar([a])), contextOf())];
    expect(first).toMatchObject({ kind: "member", at: { path: "m", inside: ["a.txt"] }, artifact: { depth: 1 } });
  });
});

describe("extended headers", () => {
  const pax = (records: string, type = "x"): TarPart => ({ name: "PaxHeader", type, data: records });

  test("change the name and size of the next member only", () => {
    const records = paxRecord("path", "päx") + paxRecord("size", "3");
    const seen = see(format, tar([pax(records), { name: "short", data: "abc", size: octal(0) }, b]));
    expect(names(seen)).toEqual(["päx: abc", "b.txt: world"]);
  });

  test("of the whole archive hold for all", () => {
    expect(names(see(format, tar([pax(paxRecord("path", "all"), "g"), a])))).toEqual(["all: hello"]);
    const sized = see(format, tar([pax(paxRecord("size", "1"), "g"), a]));
    expect(sized.failure).toMatch("gives all members one size");
  });

  test.each(["x=1\n", "99 path=a\n", "9 path=a", "0 a=b\n", "8 path=ab"])(
    "that are damaged are told: %j",
    (records) => {
      expect(see(format, tar([pax(records), a])).failure).toMatch("records are damaged");
    },
  );

  test("of a size that cannot be are told before they are read", () => {
    const huge = { name: "L", type: "L", size: octal(2 ** 30) };
    expect(see(format, tar([huge, a])).failure).toMatch("an extended tar header of 1073741824 bytes");
  });
});

describe("what leaves the archive", () => {
  const link = (name: string, target: string, type = "2"): TarPart => ({ name, type, link: target });

  test.each<[string, TarPart[], string[]]>([
    ["an absolute name", [{ ...a, name: "/etc/passwd" }], ["path-traversal /etc/passwd: the name is an absolute path"]],
    ["a climbing name", [{ ...a, name: "x/../../y" }], ["path-traversal x/../../y: the name has a `..` component"]],
    ["a drive", [{ ...a, name: "C:\\x" }], ["path-traversal C:\\x: the name has the drive C:"]],
    ["backslashes", [{ ...a, name: "x\\..\\y" }], ["path-traversal x\\..\\y: the name has a `..` component"]],
    ["a link out", [link("d/l", "../../etc")], ["symlink d/l: links to ../../etc"]],
    ["an absolute link", [link("l", "/etc")], ["symlink l: links to /etc"]],
    ["a link that stays", [link("d/l", "../a.txt")], []],
    ["a hard link out", [link("h", "../a", "1")], ["special-file h: is a hard link to ../a"]],
    ["a hard link that stays", [link("h", "a.txt", "1")], []],
    [
      "a file through a link",
      [link("l", "d"), { ...a, name: "l/a.txt" }],
      ["symlink l/a.txt: is written through the link l"],
    ],
    ["a link through a link", [link("d/e/l", ".."), link("m", "d/e/l/../..")], ["symlink m: links to d/e/l/../.."]],
    ["a device", [{ name: "n", type: "3" }], ["special-file n: is a character device"]],
    ["a fifo", [{ name: "n", type: "6" }], ["special-file n: is a fifo"]],
  ])("%s", (_, parts, expected) => {
    expect(oddities(see(format, tar(parts)))).toEqual(expected);
  });
});

describe("what readers disagree about", () => {
  test("two members of one name", () => {
    const seen = see(format, tar([a, { ...b, name: "./a.txt" }]));
    expect(oddities(seen)).toEqual(["duplicate-name ./a.txt: is there more than once"]);
    expect(seen.members).toHaveLength(2);
  });

  test("data of a directory, as headers or not", () => {
    const hidden = tar([{ name: "evil", data: "code" }], false);
    const asHeaders = see(format, tar([{ name: "d", type: "5", data: hidden }, b]));
    expect(names(asHeaders)).toEqual(["evil: code", "b.txt: world"]);
    expect(oddities(asHeaders)[0]).toMatch("header-mismatch d: has 1024 bytes of data");
    const asData = see(format, tar([{ name: "d", type: "5", data: "not a header" }, b]));
    expect(names(asData)).toEqual(["d: not a header", "b.txt: world"]);
  });

  test("a second archive behind the end", () => {
    const seen = see(format, Buffer.concat([tar([a]), tar([b])]));
    expect(names(seen)).toEqual(["a.txt: hello", "b.txt: world"]);
    expect(oddities(seen)).toEqual(["data-around: another tar follows its end"]);
  });

  test("other bytes behind the end", () => {
    const seen = see(format, Buffer.concat([tar([a]), Buffer.alloc(9000), Buffer.from("cos\nsystem\n")]));
    expect(seen.members[1]!.name).toBe("trailing");
    expect(seen.members[1]!.text).toMatch("cos\nsystem\n");
    expect(seen.subjects[0]).toMatchObject({ kind: "trailing", after: "tar archive" });
  });

  test("a sparse member, of which the pieces are given", () => {
    const seen = see(format, tar([{ ...a, type: "S" }, b]));
    expect(unreadable(seen)[0]).toMatch("a.txt: malformed: a sparse member");
    expect(names(seen)).toEqual(["a.txt: hello", "b.txt: world"]);
  });
});

describe("a tar that breaks", () => {
  test("gives what came before the break", () => {
    const seen = see(
      format,
      tar([
        { ...a, name: "../a" },
        { ...b, checksum: "wrong" },
      ]),
    );
    expect(names(seen)).toEqual(["../a: hello"]);
    expect(oddities(seen)).toHaveLength(1);
    expect(seen.failure).toBe("Malformed: a tar header's checksum is wrong");
  });

  test("inside a member gives what there is of it", () => {
    const seen = see(format, tar([a], false).subarray(0, 515));
    expect(names(seen)).toEqual(["a.txt: hel"]);
    expect(seen.failure).toBe("Malformed: the tar ends inside a.txt, 2 bytes early");
  });

  test("claims no size that is not there", () => {
    const seen = see(format, tar([{ ...a, size: Uint8Array.of(0x80, 0, 0, 0, 0, 0, 0x1f, 255, 255, 255, 255, 255) }]));
    expect(seen.members[0]!.text.startsWith("hello")).toBe(true);
    expect(seen.failure).toMatch("the tar ends inside a.txt");
  });

  test("anywhere, in any way, never throws anything else", () => {
    const whole = Uint8Array.from(
      tar([
        a,
        { name: "l", type: "L", data: "long name" },
        b,
        { name: "x", type: "x", data: paxRecord("path", "p") },
        a,
      ]),
    );
    for (const cut of truncations(whole)) see(format, cut);
    for (const damaged of mutations(whole, 3000)) if (claims(format, damaged)) see(format, damaged);
  });

  test("with more members than are allowed stops", () => {
    const many = tar(Array.from({ length: 20 }, (_, i) => ({ name: `m${i}`, data: "x" })));
    const seen = see(format, many, { limits: { members: 10 } });
    expect(seen.members).toHaveLength(10);
    expect(seen.failure).toMatch("LimitExceeded");
  });
});

describe("claims", () => {
  test.each<[string, Uint8Array]>([
    ["nothing", Buffer.alloc(0)],
    ["zeros", Buffer.alloc(10240)],
    ["text", Buffer.from("ustar is a format ".repeat(100))],
    ["a header with a wrong checksum", tar([{ ...a, checksum: "wrong" }])],
    ["half a header", tar([a]).subarray(0, 300)],
    ["a header without a name", tar([{ ...a, name: "" }])],
  ])("not %s", (_, bytes) => expect(claims(format, bytes)).toBe(false));
});

describe("the tar of old PyTorch", () => {
  const old = ["sys_info", "pickle", "tensors", "storages"].map((name) => ({ name, data: name }));

  test("is known by its members, which torch reads", () => {
    expect(claims(torchTar, tar(old))).toBe(true);
    expect(claims(format, tar(old))).toBe(true);
    expect(see(torchTar, tar(old)).members.map(({ name, reader }) => `${name} ${reader}`)).toEqual([
      "sys_info torch",
      "pickle torch",
      "tensors torch",
      "storages torch",
    ]);
  });

  test("is not any tar", () => expect(claims(torchTar, tar([a, b]))).toBe(false));
});
