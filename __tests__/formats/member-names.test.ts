import { decodeName, nameOddity } from "../../src/formats/member-names";

describe("nameOddity", () => {
  test.each([
    ["/etc/passwd", "the name is an absolute path"],
    ["\\\\server\\share", "the name is an absolute path on Windows"],
    ["C:/x", "the name has the drive C:"],
    ["c:..\\x", "the name has the drive c:"],
    ["..", "the name has a `..` component"],
    ["a/../../b", "the name has a `..` component"],
    ["a\\..\\b", "the name has a `..` component"],
    ["a/.. /b", "the name has a `..` component"],
    ["..\0.txt", "the name has a `..` component"],
  ])("%j", (name, detail) => expect(nameOddity(name)).toEqual({ oddity: "path-traversal", detail }));

  test.each(["a", "a/b.c", "./a", "a..b", "...", "..a/b", "w:0.npy", "layer/kernel:0", "", "a\\b", "~/x"])(
    "%j is normal",
    (name) => expect(nameOddity(name)).toBeUndefined(),
  );
});

describe("decodeName", () => {
  const of = (...bytes: number[]) => Uint8Array.from(bytes);

  test.each<[string, Uint8Array, string]>([
    ["ASCII", of(0x61, 0x2f, 0x62), "a/b"],
    ["UTF-8", Buffer.from("é€😀"), "é€😀"],
    ["a lone continuation", of(0x61, 0x80, 0x62), "a\\x80b"],
    ["a sequence cut short", of(0x61, 0xe2, 0x82), "a\\xe2\\x82"],
    ["an overlong slash", of(0xc0, 0xaf), "\\xc0\\xaf"],
    ["a surrogate", of(0xed, 0xa0, 0x80), "\\xed\\xa0\\x80"],
    ["a mark at the start", of(0xef, 0xbb, 0xbf, 0x61), "\ufeffa"],
    ["text around what is none", Buffer.concat([Buffer.from("é"), of(0xff), Buffer.from("€")]), "é\\xff€"],
  ])("%s", (_, bytes, text) => expect(decodeName(bytes)).toBe(text));

  test("in another encoding only ASCII is text", () =>
    expect(decodeName(Buffer.from("aé"), false)).toBe("a\\xc3\\xa9"));
});
