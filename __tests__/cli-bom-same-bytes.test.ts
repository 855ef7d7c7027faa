import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { start } from "./support/command";
import { removeRepos, temporaryDirectory, TestRepo } from "./support/repo";

afterAll(removeRepos);

const HEADER = '{"w":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}}';
const LENGTH = Buffer.alloc(8);
LENGTH.writeBigUInt64LE(BigInt(HEADER.length));
const WEIGHTS = Buffer.concat([LENGTH, Buffer.from(HEADER), Buffer.alloc(16)]);
const card = (name: string): string =>
  `---\nlicense: mit\nmodel_name: ${name}\nbase_model: [org/b, org/Ä]\ndatasets: [z/a, a/z, A/z]\ntags: [i, İ, I, ı]\nmetrics: [b, a]\n---\n# x\n`;

/** Names that locales sort in different orders, and disks list in different ones. */
const NAMES = ["zeta", "Alpha", "alpha", "ärger", "İstanbul", "ilk", "item10", "item2", "ø", "_x"];
const FILES: Record<string, string | Uint8Array> = {
  ...Object.fromEntries(
    NAMES.flatMap((name) => [
      [`models/${name}/README.md`, card(name)],
      [`models/${name}/config.json`, '{"model_type":"bert","architectures":["B","A"]}'],
      [`models/${name}/model.safetensors`, WEIGHTS],
    ]),
  ),
  Dockerfile: "FROM python:3.12\nFROM debian@sha256:" + "a".repeat(64) + "\n",
  "dvc.yaml": "stages:\n  b: {cmd: x, outs: [o]}\n  a: {cmd: y, deps: [o]}\n",
  "requirements.txt": "torch==2.6.0\nnumpy==2.0.0\n",
};

/** Another clock, other random numbers, another order of directories and of a locale, and a umask: all that a machine may differ in. */
const OTHER_MACHINE = `
const fs = require("node:fs"), crypto = require("node:crypto");
process.umask(0o077);
const list = fs.readdirSync;
fs.readdirSync = (...args) => list(...args).reverse();
const now = Date.now;
Date.now = () => now() + 4e11;
Math.random = () => 0.123;
crypto.randomUUID = () => "00000000-0000-4000-8000-000000000000";
const compare = String.prototype.localeCompare;
String.prototype.localeCompare = function (...args) { return -compare.apply(this, args); };
`;
const MACHINES = [
  { TZ: "UTC", LANG: "C", LC_ALL: "C" },
  { TZ: "Asia/Kathmandu", LANG: "tr_TR.UTF-8", LC_ALL: "sv_SE.UTF-8", other: "yes" },
] as const;
const FORMATS = [["--bom-version", "1.6"], ["--bom-version", "1.7"], ["--bom-format", "spdx"]]; // prettier-ignore

async function billOf(root: string, format: readonly string[], machine: 0 | 1, more: Record<string, string>) {
  const { TZ, LANG, LC_ALL } = MACHINES[machine];
  const preload = join(temporaryDirectory(), "other-machine.cjs");
  writeFileSync(preload, OTHER_MACHINE);
  const env = { TZ, LANG, LC_ALL, ...(machine === 1 ? { NODE_OPTIONS: `--require=${preload}` } : {}), ...more };
  const { code, stdout, stderr } = await start("cli.js", ["bom", ".", ...format], { cwd: root, env });
  expect([code, stderr]).toEqual([0, ""]);
  return stdout;
}

const backwards = Object.fromEntries(Object.entries(FILES).reverse());

test.each(FORMATS)("a repository at one commit gives the same bytes everywhere: %s %s", async (...format) => {
  const one = TestRepo.create().write(FILES);
  one.git("remote", "add", "origin", "https://github.com/org/models");
  const commit = one.commit();
  const other = new TestRepo(join(temporaryDirectory(), "another name"));
  one.git("clone", "-q", ".", other.root);
  other.git("remote", "set-url", "origin", "git@github.com:org/models.git");
  // Written anew, last one first.
  other.remove(...Object.keys(FILES)).write(backwards);
  expect(other.head()).toBe(commit);
  const [a, b] = await Promise.all([billOf(one.root, format, 0, {}), billOf(other.root, format, 1, {})]);
  expect(a).toBe(b);
  expect(a).toContain(commit);
});

test.each(FORMATS)("a directory without git does, with SOURCE_DATE_EPOCH: %s %s", async (...format) => {
  const roots = [FILES, backwards].map((files) => new TestRepo(join(temporaryDirectory(), "shop")).write(files).root);
  const env = { SOURCE_DATE_EPOCH: "1750000000", GIT_CEILING_DIRECTORIES: "/" };
  const [a, b] = await Promise.all([billOf(roots[0]!, format, 0, env), billOf(roots[1]!, format, 1, env)]);
  expect(a).toBe(b);
  expect(a).toContain("2025-06-15T15:06:40");
});

test("another content gives another serial number", async () => {
  const env = { SOURCE_DATE_EPOCH: "1750000000" };
  const repo = new TestRepo(join(temporaryDirectory(), "shop")).write(FILES);
  const before = JSON.parse(await billOf(repo.root, [], 0, env)) as { serialNumber: string };
  repo.write({ "models/zeta/config.json": '{"model_type":"gpt2"}' });
  expect(before.serialNumber).toMatch(/^urn:uuid:/);
  expect((JSON.parse(await billOf(repo.root, [], 0, env)) as { serialNumber: string }).serialNumber).not.toBe(
    before.serialNumber,
  );
});
