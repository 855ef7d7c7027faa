import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { linkSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatPins } from "../../src/attest/pins";


const SCRIPT = join(__dirname, "../../examples/runtime/model_assay_entrypoint.py");
const hasPython = spawnSync("python3", ["-c", "import sys; sys.exit(sys.version_info < (3, 8))"]).status === 0;
const withPython = hasPython ? describe : describe.skip;
const FILES = ["model.safetensors", "config.json", "sub/shard 1.bin", "odd\\na\nme"];
const HEX = "a".repeat(64);

let folder: string;
let model: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "runtime-"));
  model = join(folder, "model");
  mkdirSync(join(model, "sub"), { recursive: true });
  for (const path of FILES) writeFileSync(join(model, path), path);
  pin(formatPins(FILES.map((path) => ({ path, size: path.length, sha256: sha256(path) }))));
});

afterEach(() => rmSync(folder, { recursive: true }));

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const pin = (text: string) => writeFileSync(join(folder, "pins"), text);

function start(options: readonly string[] = [], command = ["python3", "-c", "print('the server runs')"]) {
  const all = ["-I", SCRIPT, "--pins", join(folder, "pins"), "--model", model, ...options, ...(command.length > 0 ? ["--", ...command] : [])];
  const { status, stdout, stderr } = spawnSync("python3", all, { encoding: "utf8" });
  return { status, stdout, stderr };
}

function refused(words: string, status = 1, options: readonly string[] = []): void {
  const ended = start(options);
  expect(ended.stderr).toContain(words);
  expect(ended).toMatchObject({ status, stdout: "" });
}

withPython(`the entrypoint for Python images (skipped without python3 of 3.8 or later)`, () => {
  test("starts the server where all files are what was pinned", () => {
    expect(start()).toEqual({ status: 0, stdout: "the server runs\n", stderr: "model-assay: 4 files are what was pinned\n" });
    expect(start([], [])).toMatchObject({ status: 0, stdout: "" });
    expect(start([], ["sh", "-c", "exit 7"]).status).toBe(7);
    expect(start([], ["no-such-server"])).toMatchObject({ status: 127, stderr: expect.stringContaining("cannot be started") });
  });

  test("takes the pins that sha256sum writes, and the pins lying in the directory", () => {
    const lines = ["model.safetensors", "config.json", "sub/shard 1.bin"].map((path) => `${sha256(path)} *${path}\n`);
    unlinkSync(join(model, "odd\\na\nme"));
    writeFileSync(join(model, "SHA256SUMS"), lines.join(""));
    const { status } = spawnSync("python3", ["-I", SCRIPT, "--pins", join(model, "SHA256SUMS"), "--model", model]);
    expect(status).toBe(0);
  });

  test("refuses a changed file, also of the same size", () => {
    writeFileSync(join(model, "model.safetensors"), "model.safetensorz");
    refused("'model.safetensors' has another SHA-256 than was pinned");
  });

  test("refuses a missing file, and a folder in its place", () => {
    unlinkSync(join(model, "config.json"));
    refused("'config.json' is missing");
    mkdirSync(join(model, "config.json"));
    refused("'config.json' is missing");
  });

  test("refuses a renamed file in both places", () => {
    renameSync(join(model, "config.json"), join(model, "other.json"));
    refused("'config.json' is missing");
    refused("'other.json' is not in the pins");
  });

  test("refuses extra weights, also hidden ones, and code", () => {
    writeFileSync(join(model, "sub/.adapter.bin"), "");
    writeFileSync(join(model, "modeling.py"), "");
    refused("'sub/.adapter.bin' is not in the pins");
    refused("'modeling.py' is not in the pins");
  });

  test("lets pass what is ignored by name, and never weights or code", () => {
    mkdirSync(join(model, ".cache"));
    writeFileSync(join(model, ".cache/note.txt"), "");
    refused("'.cache/note.txt' is not in the pins");
    expect(start(["--ignore", ".cache/"]).status).toBe(0);
    writeFileSync(join(model, ".cache/x.SafeTensors"), "");
    refused("'.cache/x.SafeTensors' is not in the pins", 1, ["--ignore", ".cache"]);
    rmSync(join(model, ".cache/x.SafeTensors"));
    for (const name of ["x.joblib.gz", "libx.so.1", "model.onnx_data", "model.onnx.data", "x.tar", "x.pdmodel"]) {
      writeFileSync(join(model, ".cache", name), "x");
      refused(`'.cache/${name}' is not in the pins`, 1, ["--ignore", ".cache"]);
      rmSync(join(model, ".cache", name));
    }
    refused("no file inside of the directory", 2, ["--ignore", "../.."]);
  });

  test("refuses a link in a file's place, with the same content behind it; and a linked folder", () => {
    renameSync(join(model, "model.safetensors"), join(folder, "elsewhere"));
    symlinkSync(join(folder, "elsewhere"), join(model, "model.safetensors"));
    refused("'model.safetensors' is a symbolic link");
    renameSync(join(model, "sub"), join(folder, "sub"));
    symlinkSync(join(folder, "sub"), join(model, "sub"));
    refused("'sub' is a symbolic link");
    refused("'sub/shard 1.bin' is missing");
  });

  test("refuses a pipe in a file's place, without waiting for it", () => {
    unlinkSync(join(model, "config.json"));
    if (spawnSync("mkfifo", [join(model, "config.json")]).status !== 0) return;
    refused("'config.json' is no regular file");
  });

  test.each([
    ["../../etc/passwd", "no file inside of the directory"],
    ["/etc/passwd", "no file inside of the directory"],
    ["sub/../../x", "no file inside of the directory"],
    ["./", "no file inside of the directory"],
    ["a//b", "no file inside of the directory"],
    ["a\0b", "no file inside of the directory"],
  ])("hostile pins: %j", (name, words) => {
    pin(`${HEX}  ${name}\n`);
    refused(words, 2);
  });

  test.each([
    ["", "empty, or end within a line"],
    [`${HEX}  a`, "end within a line"],
    ["\n", "line 1 of the pins is not"],
    [`${HEX}\n`, "line 1 of the pins is not"],
    [`${"A".repeat(64)}  a\n`, "line 1 of the pins is not"],
    [`${HEX}  a\n${HEX}  ./a\n`, "line 2 of the pins names 'a' again"],
    [`\\${HEX}  a\\x\n`, "a backslash that stands for nothing"],
    [`\\${HEX}  ..\\n/../x\n`, "no file inside of the directory"],
    ["<html>\n", "line 1 of the pins is not"],
  ])("pins that are none: %j", (text, words) => {
    pin(text);
    refused(words, 2);
  });

  test("pins that are pinned themselves", () => {
    const pins = readFileSync(join(folder, "pins"), "utf8");
    expect(start(["--pins-sha256", sha256(pins)]).status).toBe(0);
    pin(pins.split("\n").slice(1).join("\n"));
    refused("are not those of --pins-sha256", 2, ["--pins-sha256", sha256(pins)]);
  });

  test("no pins, no directory, no options", () => {
    unlinkSync(join(folder, "pins"));
    refused("cannot be read", 2);
    pin(`${HEX}  a\n`);
    rmSync(model, { recursive: true });
    refused("cannot be read", 2);
    expect(spawnSync("python3", [SCRIPT]).status).toBe(2);
  });

  test("shows names so that they do nothing to a log, and not without end", () => {
    writeFileSync(join(model, "\u001b[2Jx\n::error::y"), "");
    for (let n = 0; n < 30; n++) linkSync(join(model, "config.json"), join(model, `n${n}.json`));
    const { stderr } = start();
    expect(stderr).toContain("'\\x1b[2Jx\\n::error::y' is not in the pins");
    expect(stderr).toContain("and 11 more");
    expect(stderr).not.toContain("\u001b");
  });
});
