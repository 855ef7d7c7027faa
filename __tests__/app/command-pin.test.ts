import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { start } from "../support/command";
import { writeModel } from "../support/model-signing";
import { sha256 } from "../support/statements";

let directory: string;
beforeEach(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), "model-assay-pin-")));
  writeModel(directory, { "m/config.json": "{}", "m/empty": "", "m/sub/a b\n.bin": "x", "m/.git/config": "[core]" });
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const pin = (...args: string[]) => start("cli.js", ["pin", ...args], { cwd: directory });

test("what `sha256sum -c` takes, from inside the directory", async () => {
  const { code, stdout } = await pin("m");
  expect(code).toBe(0);
  expect(stdout.split("\n")).toHaveLength(4);
  expect(stdout).toContain(`${sha256("{}")}  ./config.json\n`);
  writeFileSync(join(directory, "pins"), stdout);
  const check = () =>
    execFileSync("sha256sum", ["--strict", "-c", "../pins"], { cwd: join(directory, "m"), stdio: "pipe" });
  expect(check().toString().match(/OK/g)).toHaveLength(3);
  writeFileSync(join(directory, "m/config.json"), "{} ");
  expect(check).toThrow();
});

test("pins that are written into the directory do not pin themselves, however often", async () => {
  const first = await pin("m", "-o", "m/pins.sha256");
  const text = readFileSync(join(directory, "m/pins.sha256"), "utf8");
  await pin("m", "-o", "m/pins.sha256");
  expect(first.code).toBe(0);
  expect(text).not.toContain("pins.sha256");
  expect(readFileSync(join(directory, "m/pins.sha256"), "utf8")).toBe(text);
});

test("as JSON", async () => {
  const { stdout } = await pin("m", "--format", "json");
  expect(JSON.parse(stdout)).toMatchObject({
    version: 1,
    algorithm: "sha256",
    files: [
      { path: "config.json", size: 2, sha256: sha256("{}") },
      { path: "empty", size: 0 },
      { path: "sub/a b\n.bin" },
    ],
  });
});

test("a `.git` further down is pinned: who starts the server finds it there too", async () => {
  writeModel(directory, { "m/sub/.git/weights.bin": "x" });
  expect((await pin("m")).stdout).toContain("./sub/.git/weights.bin");
});

test.each<[string, (path: string) => void, string[], RegExp]>([
  ["no directory", () => undefined, [], /pin takes one directory/],
  ["two", () => undefined, ["m", "m"], /pin takes one directory/],
  ["none there", () => undefined, ["none"], /none is not there/],
  ["a link", (path) => symlinkSync("/etc/hostname", join(path, "m/link")), ["m"], /link is a symbolic link or no file/],
  ["a pipe", (path) => void execFileSync("mkfifo", [join(path, "m/pipe")]), ["m"], /pipe is a symbolic link or no file/],
  ["a name that is no UTF-8", (path) => writeFileSync(Buffer.concat([Buffer.from(`${path}/m/a`), Buffer.from([0xff])]), "x"), ["m"], /no UTF-8. Rename it/],
  ["another format", () => undefined, ["m", "--format", "sarif"], /not one of text, json/],
])("%s: 2", async (_, prepare, args, words) => {
  prepare(directory);
  const { code, stderr, stdout } = await pin(...args);
  expect(stderr).toMatch(words);
  expect(stdout).toBe("");
  expect(code).toBe(2);
}); // prettier-ignore
