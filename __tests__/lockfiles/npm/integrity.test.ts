import { hashesOf, hashesOfFragment } from "../../../src/lockfiles/npm/integrity";

const SHA1 = "5608aeadfc00be6c2901df5f9861788de0d597c8";
const sri = (algorithm: string, hex: string) => `${algorithm}-${Buffer.from(hex, "hex").toString("base64")}`;

describe("hashes of a lock", () => {
  test("each digest as hexadecimal", () =>
    expect(hashesOf(`${sri("sha512", "ab".repeat(64))} ${sri("sha1", SHA1)}?opt`)).toEqual([
      `sha512:${"ab".repeat(64)}`,
      `sha1:${SHA1}`,
    ]));

  test.each([
    undefined,
    "",
    "sha512",
    "sha512-",
    "sha512-abcd",
    "__proto__-abcd",
    "constructor-AAAA",
    "x".repeat(5000),
  ])("%s is none", (text) => expect(hashesOf(text)).toEqual([]));

  test("the SHA-1 behind an address", () => {
    expect(hashesOfFragment(`https://r.example/a.tgz#${SHA1}`)).toEqual([`sha1:${SHA1}`]);
    expect(hashesOfFragment("https://r.example/a.tgz#main")).toEqual([]);
  });
});
