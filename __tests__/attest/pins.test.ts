import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { formatPins, formatPinsJson } from "../../src/attest/pins";

const file = (path: string, content = path) => ({
  path,
  size: Buffer.byteLength(content),
  sha256: createHash("sha256").update(content).digest("hex"),
});
const ODD = [
  "a b",
  "-",
  "--help",
  " lead",
  "back\\slash",
  "new\nline",
  "re\rturn",
  "\\n",
  "tab\t",
  "\u{202e}gpj",
  "\u{ff21}",
  "\u{1f600}",
  "sub/*",
  "$(id)",
];

describe("pins", () => {
  test("are lines of sha256sum, in the order of code points, the same for any order of files", () => {
    const files = ["b", "a/b", "a", "\u{1f600}", "\u{ff21}"].map((path) => file(path));
    const names = formatPins(files)
      .trimEnd()
      .split("\n")
      .map((line) => line.slice(66));
    expect(names).toEqual(["./a", "./a/b", "./b", "./\u{ff21}", "./\u{1f600}"]);
    expect(formatPins([...files].reverse())).toBe(formatPins(files));
    expect(formatPins([file("x\ny")])).toBe(`\\${file("x\ny").sha256}  ./x\\ny\n`);
    expect(formatPins([])).toBe("");
  });

  test("as JSON have the sizes too", () => {
    expect(JSON.parse(formatPinsJson([file("b"), file("a", "xyz")]))).toEqual({
      version: 1,
      algorithm: "sha256",
      files: [file("a", "xyz"), file("b")],
    });
  });

  test.each(["", "/etc/passwd", "../x", "a/../b", "a//b", "./a", "a/", "a\0b", "\ud800"])("no path %j", (path) => {
    expect(() => formatPins([{ ...file("a"), path }])).toThrow(expect.objectContaining({ name: "Malformed" }));
  });

  test("no file twice, none without a digest", () => {
    expect(() => formatPins([file("a"), file("a")])).toThrow("listed twice");
    expect(() => formatPins([{ ...file("a"), sha256: "A".repeat(64) }])).toThrow("no SHA-256");
  });

  const version = coreutils();
  (version >= 9 ? test : test.skip)(
    `are what sha256sum -c takes (skipped without GNU coreutils 9: here ${version})`,
    () => {
      const folder = mkdtempSync(join(tmpdir(), "pins-"));
      try {
        for (const path of ODD) {
          mkdirSync(dirname(join(folder, path)), { recursive: true });
          writeFileSync(join(folder, path), path);
        }
        const check = (input: string) =>
          execFileSync("sha256sum", ["-c", "--strict", "--quiet", "-"], {
            cwd: folder,
            input,
            stdio: "pipe",
          }).toString();
        const pins = formatPins(ODD.map((path) => file(path)));
        expect(check(pins)).toBe("");
        writeFileSync(join(folder, "new\nline"), "changed");
        expect(() => check(pins)).toThrow("did NOT match");
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});

function coreutils(): number {
  try {
    const text = execFileSync("sha256sum", ["--version"], { stdio: "pipe" }).toString();
    return Number(/GNU coreutils\) (\d+)/.exec(text)?.[1] ?? 0);
  } catch {
    return 0;
  }
}
