import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { validateBom } from "../src/bom";
import { start } from "./support/command";
import { removeRepos, temporaryDirectory, TestRepo } from "./support/repo";

afterAll(removeRepos);

type Files = Readonly<Record<string, string | Uint8Array | { readonly link: string }>>;

const HEADER = '{"w":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}}';
const times = (text: string, count: number): string => text.repeat(count);
const card = (front: string): string => `---\n${front}\n---\n# Title\n\ntext\n`;
const CONFIG = '{"model_type":"bert","architectures":["BertModel"]}';

function weights(header: string): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(Buffer.byteLength(header)));
  return Buffer.concat([length, Buffer.from(header), Buffer.alloc(16)]);
}

const BOMB = [
  "a0: &a0 [x,x,x,x,x,x,x,x,x]",
  ...Array.from(
    { length: 40 },
    (_, i) => `a${i + 1}: &a${i + 1} [${Array.from({ length: 9 }, () => `*a${i}`).join(",")}]`,
  ),
].join("\n");
const PIPES = ["README.md", "config.json", "generation_config.json", "MLmodel"];

/** A model with these files in place of its own, and the bill of it by the whole command, in a heap of 512 MB. */
async function billOf(files: Files, prepare?: (root: string) => void, format: readonly string[] = []) {
  const root = temporaryDirectory();
  const model = {
    "m/config.json": CONFIG,
    "m/model.safetensors": weights(HEADER),
    "m/README.md": card("license: mit"),
  };
  new TestRepo(root).write({ ...model, ...files });
  prepare?.(root);
  const env = { NODE_OPTIONS: "--max-old-space-size=512", SOURCE_DATE_EPOCH: "1750000000" };
  return start("cli.js", ["bom", ".", ...format], { cwd: root, env });
}

describe("what cannot be read is said in a bill that is valid", () => {
  test.each<[string, Files, RegExp]>([
    ["a bomb of aliases in a card", { "m/README.md": card(`${BOMB}\ndatasets: *a40\nlicense: *a40`) }, /aliases of more than/],
    ["aliases that lead to themselves", { "m/README.md": card("tags: &b [*b, *b]") }, /README\.md could not be read/],
    ["nesting of 100,000 in a card", { "m/README.md": card(`model-index: ${times("[", 1e5)}${times("]", 1e5)}`) }, /nesting|inside each other/],
    ["nesting of 100,000 in a configuration", { "m/config.json": `${times('{"a":', 1e5)}1${times("}", 1e5)}` }, /inside each other/],
    ["a card of 30 MB", { "m/README.md": card(`datasets:\n${times(`  - org/${times("d", 100)}\n`, 280_000)}`) }, /README\.md was not read/],
    ["700,000 keys in a card", { "m/README.md": card(Array.from({ length: 7e5 }, (_, i) => `k${i}: 1`).join("\n")) }, /more than/],
    ["a million keys in a configuration", { "m/config.json": `{${Array.from({ length: 6e5 }, (_, i) => `"k${i}":1`).join(",")}}` }, /more than 500,000 values/],
    ["100,000 datasets", { "m/README.md": card(`datasets:\n${Array.from({ length: 1e5 }, (_, i) => `- org/d${i}`).join("\n")}`) }, /datasets: 98000 more entries were left out/],
    ["60,000 metrics", { "m/README.md": card(`model-index:\n- results:\n  - metrics:\n${Array.from({ length: 6e4 }, (_, i) => `    - {type: a, value: ${i}}`).join("\n")}`) }, /more than 10,000 things/],
    ["a card that leads to /etc/passwd", { "m/README.md": { link: "/etc/passwd" } }, /README\.md: a link to a place outside/],
    ["a card that leads to itself", { "m/README.md": { link: "README.md" } }, /leads to itself/],
    ["a configuration of NULs", { "m/config.json": times("\0", 1000) }, /config\.json could not be read/],
    ["a header that is nested", { "m/model.safetensors": weights(`{"w":${times("[", 1e5)}${times("]", 1e5)}}`) }, /does not tell how many parameters/],
    ["a Dockerfile of 30 MB", { Dockerfile: `FROM ${times("a", 30 * 1024 ** 2)}` }, /Dockerfile: it has 31457285 bytes and was not read/],
    ["a pipeline of 50,000 stages", { "dvc.yaml": `stages:\n${Array.from({ length: 5e4 }, (_, i) => `  s${i}: {cmd: x}`).join("\n")}` }, /more than 10,000 stages/],
    ["a bomb of a pipeline", { "dvc.lock": `${BOMB}\nstages: *a40` }, /dvc\.lock: /],
  ])("%s", async (_, files, said) => {
    const { code, stdout } = await billOf(files);
    expect([code, validateBom(stdout, "1.6")]).toEqual([0, []]);
    expect(stdout).toMatch(said);
    expect(stdout).not.toContain("root:x:");
    expect((await billOf(files, undefined, ["--bom-format", "spdx"])).code).toBe(0);
  }); // prettier-ignore

  test("pipes in place of documents", async () => {
    const { code, stdout } = await billOf({}, (root) => {
      mkdirSync(join(root, "p"));
      for (const name of PIPES) execFileSync("mkfifo", [join(root, "p", name)]);
    });
    expect([code, validateBom(stdout, "1.6"), stdout.split("a named pipe").length > PIPES.length]).toEqual([
      0,
      [],
      true,
    ]);
  });

  test("names of files that are no UTF-8, or act on a terminal", async () => {
    const { code, stdout } = await billOf({ "m/a\nb\u001b[31m.json": "{}", "m/\u202eevil.bin": "x" }, (root) => {
      new TestRepo(root).writeRaw(Buffer.from("m/bad\xff.txt", "latin1"), "x");
    });
    expect([code, validateBom(stdout, "1.6")]).toEqual([0, []]);
    expect(stdout).not.toMatch(/\\u001b|\u202e/);
    expect(stdout).toContain("m/bad\\\\xff.txt");
  });

  test("more datasets than a tree has, in 500 cards", async () => {
    const cards = Array.from({ length: 500 }, (_, i) => [
      [`x/${i}/config.json`, CONFIG],
      [`x/${i}/README.md`, card(`datasets:\n${Array.from({ length: 100 }, (_, k) => `- org/d${i}-${k}`).join("\n")}`)],
    ]);
    const { code, stdout } = await billOf(Object.fromEntries(cards.flat()) as Files);
    expect([code, stdout.includes("the documents of this tree say too much")]).toEqual([0, true]);
  });
});

describe("a manifest of origins that cannot be used ends the run with its reason", () => {
  const digest = times("a", 64);
  const entry = (path: string) =>
    `version: 1\nmodels:\n- {path: ${path}, source: x, fetched: 2027-06-30T12:00:00Z, files: [{path: a, size: 1, sha256: ${digest}}]}\n`;

  test.each<[string, Files, RegExp]>([
    ["a bomb", { "models.lock.yaml": `${BOMB}\nmodels: *a40` }, /aliases of more than/],
    ["other types", { "models.lock.yaml": "version: [1]\nmodels: {a: b}\n" }, /models\.lock\.yaml:1:10: version is not 1/],
    ["a path that leads out", { "models.lock.yaml": entry("../..") }, /leads out of its directory/],
    ["an absolute path", { "models.lock.yaml": entry("/etc") }, /it is absolute/],
    ["40 MB", { "models.lock.yaml": times("a", 40 * 1024 ** 2) }, /more than 8,388,608 characters/],
    ["a link out of the tree", { "models.lock.yaml": { link: "/etc/passwd" } }, /a link to a place outside/],
    ["a device", { "models.lock.yaml": { link: "/dev/zero" } }, /a link to a place outside/],
  ])("%s", async (_, files, said) => {
    const { code, stderr } = await billOf(files);
    expect([code, stderr]).toEqual([2, expect.stringMatching(said)]);
  }); // prettier-ignore

  test.each<[string, (path: string) => void, RegExp]>([
    ["a directory", (path) => mkdirSync(path), /is a directory/],
    ["a pipe", (path) => execFileSync("mkfifo", [path]), /a named pipe/],
    ["a link that leads to itself", (path) => symlinkSync("models.lock.yaml", path), /leads to itself/],
  ])("%s", async (_, make, said) => {
    const { code, stderr } = await billOf({}, (root) => make(join(root, "models.lock.yaml")));
    expect([code, stderr]).toEqual([2, expect.stringMatching(said)]);
  });
});

test("passwords of images are not told", async () => {
  const { stdout } = await billOf({
    Dockerfile: "FROM https://user:pw-secret@h/x:1\nFROM user:pw-secret@h/y@sha256:" + times("a", 64),
  });
  expect([stdout.includes("pw-secret"), stdout.includes("h/x"), stdout.includes("h/y")]).toEqual([false, true, true]);
});
