import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { textOf } from "../../src/app/option-file";
import { pipeText } from "../../src/app/pipe-text";

let base: string;
let pipe: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "model-assay-test-"));
  pipe = join(base, "pipe");
  execFileSync("mkfifo", [pipe]);
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

/** Runs a line of shell beside the test, with the pipe as `$1`. */
const beside = (line: string) => spawn("sh", ["-c", line, "sh", pipe], { stdio: "ignore" });
const patience = { silenceMs: 300, totalMs: 1_000 };

test("a file is read, as far as it may", () => {
  writeFileSync(join(base, "key"), "text");
  expect(textOf("key", join(base, "key"))).toBe("text");
  expect(() => textOf("key", join(base, "key"), 3)).toThrow("it has 4 bytes, more than 3");
  expect(() => textOf("key", base)).toThrow("cannot be read: it is a directory");
});

test("a pipe is read to its end, also where its writer comes late and pauses", () => {
  const writer = beside('(sleep 0.5; echo one; sleep 0.5; echo two) > "$1"');
  expect(textOf("key", pipe)).toBe("one\ntwo\n");
  writer.kill();
});

test("a pipe that nobody writes to, or that says nothing, or never ends, is not waited for", () => {
  const silent = "it is a pipe that said nothing for 0.3 seconds";
  expect(() => pipeText(pipe, 100, patience)).toThrow(silent);
  const quiet = beside('exec 3> "$1"; sleep 20');
  expect(() => pipeText(pipe, 100, patience)).toThrow(silent);
  quiet.kill();
  const endless = beside('while :; do echo x; sleep 0.05; done > "$1"');
  expect(() => pipeText(pipe, 100_000, { silenceMs: 20_000, totalMs: 1_000 })).toThrow("did not end in 1 seconds");
  endless.kill();
});

test("a pipe has a limit, and a device has none, so it is refused", () => {
  const writer = beside('yes > "$1"');
  expect(() => textOf("key", pipe, 1_000_000)).toThrow(`key: ${pipe} cannot be read: it has more than 1000000 bytes`);
  writer.kill();
  expect(() => textOf("key", "/dev/zero")).toThrow("it is no regular file and no pipe");
});
