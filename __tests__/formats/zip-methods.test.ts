import { zip as format } from "../../src/formats/zip";
import { oddities, see, unreadable } from "../support/see";
import { zip } from "../support/zip-builder";

const TEXT = "model ".repeat(20);

/**
 * One member of each method, as others write them:
 *     python3.11 -c 'import zipfile; zipfile.ZipFile("m.zip", "w", METHOD).writestr(zipfile.ZipInfo("m"), "model " * 20)'
 */
const FILES: Record<string, string> = {
  deflate:
    "UEsDBBQAAAAIAAAAIQCYmDnNCwAAAHgAAAABAAAAbcvNT0nNUcilOwkAUEsBAhQDFAAAAAgAAAAhAJiYOc0LAAAAeAAAAAEAAAAAAAAAAAAAAIABAAAAAG1QSwUGAAAAAAEAAQAvAAAAKgAAAAAA",
  bzip2:
    "UEsDBC4AAAAMAAAAIQCYmDnNMAAAAHgAAAABAAAAbUJaaDkxQVkmU1ngOwOOAAAxkQBAAAYGoAAwwAKVDJ4mk8TCYTSfF3JFOFCQ4DsDjlBLAQIuAy4AAAAMAAAAIQCYmDnNMAAAAHgAAAABAAAAAAAAAAAAAACAAQAAAABtUEsFBgAAAAABAAEALwAAAE8AAAAAAA==",
  lzma: "UEsDBD8AAgAOAAAAIQCYmDnNHAAAAHgAAAABAAAAbQkEBQBdAACAAAA2m8iwVxdyhgZ/tkv//8IbAABQSwECPwM/AAIADgAAACEAmJg5zRwAAAB4AAAAAQAAAAAAAAAAAAAAgAEAAAAAbVBLBQYAAAAAAQABAC8AAAA7AAAAAAA=",
};

/** python3.11 -c 'import lzma; lzma.compress(b"model " * 20)' */
const XZ = Buffer.from(
  "/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4AB3AA1dADabyLBXF3KGBfwQAAAAAAAAG5sYU2kHTtgAASl4ztMeOh+2830BAAAAAARZWg==",
  "base64",
);

/** One raw block (RFC 8878, section 3.1): magic, a single segment of 120 bytes, the last block. */
const ZSTD = Buffer.concat([Buffer.from("28b52ffd2078c10300", "hex"), Buffer.from(TEXT)]);

/** Methods that Python 3.11 does not write. */
const BUILT: Record<string, Uint8Array> = {
  xz: zip([{ name: "m", data: TEXT, method: 95, packed: XZ }]),
  zstd: zip([{ name: "m", data: TEXT, method: 93, packed: ZSTD }]),
  "zstd, its former number": zip([{ name: "m", data: TEXT, method: 20, packed: ZSTD }]),
};

const ALL = [
  ...Object.entries(FILES).map(([id, file]) => [id, Buffer.from(file, "base64")] as const),
  ...Object.entries(BUILT),
];

test.each(ALL)("%s", (_, file) => {
  const seen = see(format, Uint8Array.from(file));
  expect(unreadable(seen)).toEqual([]);
  expect(seen.members.map(({ text }) => text)).toEqual([TEXT]);
  expect(oddities(seen)).toEqual([]);
});
