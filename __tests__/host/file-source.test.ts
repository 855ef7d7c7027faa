import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { appendFileSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openFile } from "../../src/host/file-source";
import { SpillArea } from "../../src/host/spill-file";
import { removeRepos, temporaryDirectory } from "../support/repo";

afterAll(removeRepos);

const MIB = 1024 * 1024;
const content = Buffer.alloc(5 * MIB + 123);
for (let i = 0; i + 4 <= content.length; i += 4) content.writeUInt32LE(Math.imul(i, 2654435761) >>> 0, i);
const digest = createHash("sha256").update(content).digest("hex");

function file(bytes: Uint8Array = content): string {
  const path = join(temporaryDirectory(), "m.bin");
  writeFileSync(path, bytes);
  return path;
}

describe("a file", () => {
  test("reads any range, also across windows and larger than one", () => {
    const source = openFile(file());
    for (const [offset, length] of [
      [0, 10],
      [MIB - 5, 10],
      [4 * MIB, MIB + 123],
      [17, 3 * MIB],
      [MIB - 1, MIB],
      [content.length, 0],
    ] as const)
      expect(Buffer.from(source.read(offset, length)).equals(content.subarray(offset, offset + length))).toBe(true);
    expect(source.window(content.length - 3, 100)).toHaveLength(3);
    expect(source.window(content.length + 3, 100)).toHaveLength(0);
    expect(() => source.read(content.length - 3, 4)).toThrow(/needs 4 bytes at 0x/);
    expect(source.digest()).toBe(digest);
    source.close();
  });

  test("is digested with SHA-512 in the same pass, where that is asked for", () => {
    const source = openFile(file(), true);
    source.read(MIB, 100);
    source.read(0, 3 * MIB);
    const sha512 = createHash("sha512").update(content).digest("hex");
    expect([source.digests(), source.digests()]).toEqual([
      { sha256: digest, sha512 },
      { sha256: digest, sha512 },
    ]);
    source.close();
    const alone = openFile(file());
    expect(alone.digests()).toEqual({ sha256: digest });
    alone.close();
  });

  test.each([
    ["untouched", []],
    ["from start to end in odd steps", Array.from({ length: 600 }, (_, i) => [i * 9001, 9001])],
    [
      "by its end first, as a zip",
      [
        [content.length - 100, 100],
        [0, 30],
        [3 * MIB, 70],
      ],
    ],
    [
      "with an overlap at the watermark",
      [
        [0, MIB],
        [MIB - 77, 2 * MIB],
        [2 * MIB, 2 * MIB],
        [0, 5],
      ],
    ],
  ] as const)("digests all of it in the same pass: %s", (_, reads) => {
    const source = openFile(Buffer.from(file()));
    for (const [offset, length] of reads) source.window(offset ?? 0, length ?? 0);
    expect(source.digest()).toBe(digest);
    expect(source.digest()).toBe(digest);
    source.close();
  });

  test("empty", () => {
    const source = openFile(file(new Uint8Array(0)));
    expect([source.size, source.window(0, 10).length]).toEqual([0, 0]);
    expect(source.digest()).toBe(createHash("sha256").digest("hex"));
    source.close();
  });

  test("that changes while it is read is refused", () => {
    const longer = file();
    const source = openFile(longer);
    source.read(0, 10);
    appendFileSync(longer, "x");
    expect(() => source.digest()).toThrow(/was written to while it was read/);
    const shorter = file();
    const other = openFile(shorter);
    truncateSync(shorter, 2 * MIB);
    expect(() => other.digest()).toThrow(/became shorter while it was read/);
    source.close();
    other.close();
  });

  test("links, pipes and directories are refused", () => {
    const directory = temporaryDirectory();
    symlinkSync("/etc/hostname", join(directory, "link"));
    execFileSync("mkfifo", [join(directory, "pipe")]);
    expect(() => openFile(join(directory, "link"))).toThrow("ELOOP");
    expect(() => openFile(join(directory, "pipe"))).toThrow(/no regular file/);
    expect(() => openFile(directory)).toThrow(/no regular file/);
  });
});

test("whoever listens hears how much is digested: forwards, to the end, whatever is looked at in between", () => {
  const path = join(temporaryDirectory(), "f");
  writeFileSync(path, Buffer.alloc(5 * MIB + 7));
  const heard: number[] = [];
  const file = openFile(path, false, (bytes) => heard.push(bytes));
  file.window(4 * MIB, 100);
  file.read(0, 3 * MIB);
  file.read(MIB, 10);
  file.digest();
  file.digest();
  file.close();
  expect(heard).toEqual([3 * MIB, 4 * MIB, 5 * MIB, 5 * MIB + 7]);
});

describe("scratch files", () => {
  test("keep what was written, and leave nothing in the directory", () => {
    const directory = temporaryDirectory();
    const spill = new SpillArea(MIB, directory).open();
    spill.write(0, Buffer.from("hello"));
    spill.write(10, Buffer.from("world"));
    const into = new Uint8Array(5);
    spill.read(10, into);
    expect(Buffer.from(into).toString()).toBe("world");
    expect(() => spill.read(12, into)).toThrow(/needs 5 bytes/);
    expect(execFileSync("ls", ["-A", directory], { encoding: "utf8" })).toBe("");
    spill.close();
  });

  test("share one limit, and give back what they held", () => {
    const area = new SpillArea(100, temporaryDirectory());
    const first = area.open();
    first.write(0, new Uint8Array(60));
    first.write(10, new Uint8Array(50));
    const second = area.open();
    expect(() => second.write(0, new Uint8Array(41))).toThrow("more than 100 decompressed bytes");
    first.close();
    second.write(0, new Uint8Array(100));
    second.close();
  });
});
