import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { read, ROOT } from "../docs/pages";
import type { Ended } from "../support/command";
import { startHub, type HubProcess } from "../support/hub-process";
import { removeRepos, temporaryDirectory } from "../support/repo";
import { homeWithGate, runScript } from "./places";

/** The Space's Dockerfile without an image: its first image's lines in a directory, against a hub on loopback, and what the second one starts. */

const COMMIT = "a".repeat(40);
const HEADER = '{"weight":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}';
const WEIGHTS = `${String.fromCharCode(HEADER.length)}${"\0".repeat(7)}${HEADER}\0\0\0\0`;
const CONFIG = '{"architectures": ["BertModel"], "model_type": "bert"}\n';
const hasPython = spawnSync("python3", ["-c", "import sys; sys.exit(sys.version_info < (3, 8))"]).status === 0;
const withPython = hasPython ? test : test.skip;

let hub: HubProcess;
let home: string;
beforeAll(async () => (hub = await startHub()));
beforeAll(() => (home = homeWithGate()));
afterAll(() => hub.close());
afterAll(removeRepos);

/** Instructions, each on one line, image by image. */
const images = read("examples/hugging-face-space/Dockerfile")
  .replace(/^#.*\n/gm, "")
  .replace(/\\\n/g, " ")
  .split(/^(?=FROM )/m)
  .map((image) => [...image.matchAll(/^([A-Z]+) (.*)$/gm)].map(([, name, words]) => ({ name: name!, words: words! })));

async function serve(files: Readonly<Record<string, string>> = {}): Promise<void> {
  const texts = { "config.json": CONFIG, "model.safetensors": WEIGHTS, ...files };
  const listed = Object.entries(texts).map(([path, text]) => [path, { text, lfs: path.endsWith(".safetensors") }]);
  const commits = { [COMMIT]: Object.fromEntries(listed) as unknown };
  await hub.steer({ reset: true, models: { "org/bert": { branches: { main: COMMIT }, commits } } });
}

/** The first image: its `RUN` lines one after the other, as root's shell runs them in a build. */
async function build(directory: string, pins: string): Promise<Ended> {
  const places = (text: string): string =>
    text.replaceAll("/opt/model-assay", join(directory, "opt")).replaceAll("/build", join(directory, "build"));
  mkdirSync(join(directory, "build"), { recursive: true });
  writeFileSync(join(directory, "build", "pins.sha256"), pins);
  const env: Record<string, string> = { HF_ENDPOINT: hub.url, MODEL: `hf:org/bert@${COMMIT}` };
  let ended: Ended = { code: -1, stdout: "", stderr: "" };
  let cwd = directory;
  for (const { name, words } of images[0]!) {
    const [, key, value] = /^(\w+)=(.*)$/.exec(words) ?? [];
    if (name === "ARG" && key !== undefined) env[key] = value!;
    if (name === "WORKDIR") cwd = places(words);
    if (name !== "RUN") continue;
    ended = await runScript(["sh", "-c"], `umask 022; ${places(words)}`, { cwd, home, env });
    if (ended.code !== 0) break;
  }
  return ended;
}

/** What somebody who reviewed the model would have written. */
async function pinsOf(): Promise<string> {
  const directory = temporaryDirectory();
  await build(directory, "");
  return spawnSync("cat", [join(directory, "build", "now.sha256")], { encoding: "utf8" }).stdout;
}

test("the two images hold what they say: nothing but COPY, ARG, RUN and what starts", () => {
  expect(images.map((image) => image[0]!.words)).toEqual(["node:24 AS model", "python:3.12-slim"]);
  expect(images[0]!.map(({ name }) => name)).toEqual(["FROM", "ARG", "RUN", "ARG", "WORKDIR", "COPY", "RUN"]);
  expect(images[1]!.at(-4)).toEqual({ name: "USER", words: "1000" });
});

withPython("a model that is what was reviewed is built, every user can read it, and the server starts", async () => {
  await serve();
  const pins = await pinsOf();
  expect(pins.split("\n")).toHaveLength(3);
  const directory = temporaryDirectory();
  expect(await build(directory, pins)).toMatchObject({ code: 0 });
  const model = join(directory, "build", "model");
  for (const path of readdirSync(model)) expect(statSync(join(model, path)).mode & 0o444).toBe(0o444);
  expect(await startServer(directory)).toMatchObject({ code: 0, stdout: "served server:app --host 0.0.0.0 --port 7860\n" });
  writeFileSync(join(directory, "model", "modeling.py"), "import os");
  const refused = await startServer(directory, false);
  expect(refused).toMatchObject({ code: 1, stdout: "" });
  expect(refused.stderr).toContain("'modeling.py' is not in the pins");
});

/** The second image: the model and the pins where `COPY` puts them, and ENTRYPOINT with CMD; `uvicorn` stands for the server. */
async function startServer(directory: string, copy = true): Promise<Ended> {
  const [opt, bin] = [join(directory, "image"), join(directory, "bin")];
  if (copy) {
    for (const folder of [opt, bin]) mkdirSync(folder);
    cpSync(join(directory, "build", "model"), join(directory, "model"), { recursive: true });
    copyFileSync(join(directory, "build", "pins.sha256"), join(opt, "pins.sha256"));
    copyFileSync(join(ROOT, "examples/runtime/model_assay_entrypoint.py"), join(opt, "model_assay_entrypoint.py"));
    writeFileSync(join(bin, "uvicorn"), '#!/bin/sh\necho "served $*"\n');
    chmodSync(join(bin, "uvicorn"), 0o755);
  }
  const words = (name: string): string[] => JSON.parse(images[1]!.find((each) => each.name === name)!.words) as string[];
  const command = [...words("ENTRYPOINT"), ...words("CMD")].map((word) =>
    word.replace(/^\/opt\/model-assay\//, `${opt}/`).replace(/^\/model$/, join(directory, "model")),
  );
  return runScript(["sh", "-c"], command.join(" "), { cwd: directory, home, env: { PATH: bin } });
}

test.each([
  ["another weight", { "model.safetensors": `${WEIGHTS.slice(0, -1)}\u0001` }],
  ["one file more", { "modeling.py": "import os\n" }],
])("%s than was reviewed ends the build", async (_, files) => {
  await serve();
  const pins = await pinsOf();
  await serve(files);
  const ended = await build(temporaryDirectory(), pins);
  expect(ended.code).toBe(1);
  expect(ended.stdout + ended.stderr).toMatch(/now\.sha256 pins\.sha256 differ|EOF on pins\.sha256/);
});

test("a pickle that runs code ends the build before anything is compared", async () => {
  await serve({ "pytorch_model.bin": "cposix\nsystem\n(S'id'\ntR." });
  const directory = temporaryDirectory();
  const ended = await build(directory, "");
  expect(ended).toMatchObject({ code: 1, stdout: expect.stringContaining("posix.system") });
  expect(existsSync(join(directory, "build", "now.sha256"))).toBe(false);
});
