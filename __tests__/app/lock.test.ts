import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { addModel } from "../../src/app/lock/add";
import { readLock, type LockRequest, type LockWords } from "../../src/app/lock/request";
import { LockSetting, timeOf, type LockWatch } from "../../src/app/lock/setting";
import { lockWords, type AddReport, type UpdateReport, type VerifyReport } from "../../src/app/lock/telling";
import { updateModels } from "../../src/app/lock/update";
import { verifyModels } from "../../src/app/lock/verify";
import type { ProgressState } from "../../src/report/progress";
import { startHub, type HubProcess } from "../support/hub-process";
import { removeRepos, TestRepo } from "../support/repo";

const [OLD, NEW] = ["a".repeat(40), "b".repeat(40)];
const TIME = "2026-11-21T08:00:00Z";
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const WEIGHTS = "w".repeat(1000);
const CONFIG = '{"model_type": "bert"}';

let hub: HubProcess;
let repo: TestRepo;
beforeAll(async () => (hub = await startHub()));
afterAll(() => hub.close());
beforeEach(() => (repo = TestRepo.create()));
afterEach(removeRepos);

/** A model of two files on the hub. */
async function serve(files: Record<string, unknown> = {}, more: Record<string, unknown> = {}): Promise<void> {
  const commit = { "config.json": { text: CONFIG }, "model.safetensors": { text: WEIGHTS, lfs: true }, ...files };
  const models = { "org/bert": { branches: { main: OLD }, commits: { [OLD]: commit } } };
  await hub.steer({ reset: true, models, ...more });
}

/** The branch goes on to a commit with these files. */
async function move(files: Record<string, unknown>, old: Record<string, unknown> = {}): Promise<void> {
  const before = { "config.json": { text: CONFIG }, "model.safetensors": { text: WEIGHTS, lfs: true }, ...old };
  const models = { "org/bert": { branches: { main: NEW }, commits: { [OLD]: before, [NEW]: files } } };
  await hub.steer({ models });
}

async function at<T>(
  words: LockWords,
  what: (setting: LockSetting, request: LockRequest) => Promise<T>,
  watch: LockWatch = {},
) {
  const env = { ...process.env, HF_ENDPOINT: hub.url, HF_TOKEN: words.path === "gated" ? "hf_secret" : undefined, AWS_ENDPOINT_URL: `${hub.url}/s3` }; // prettier-ignore
  const request = readLock({ timeout: "5", ...words });
  const setting = new LockSetting(repo.root, env, request, watch);
  try {
    return await what(setting, request);
  } finally {
    await setting.close();
  }
}
const add = (source: string, words: LockWords = {}): Promise<AddReport> =>
  at(words, (setting, request) => addModel(setting, source, request, TIME));
const verify = (words: LockWords = {}, ...paths: string[]): Promise<VerifyReport> =>
  at(words, (setting, request) => verifyModels(setting, paths, request));
const update = (words: LockWords = {}, ...paths: string[]): Promise<UpdateReport> =>
  at(words, (setting, request) => updateModels(setting, paths, request, "2026-12-01T00:00:00Z"));

const manifest = () => readFileSync(join(repo.root, "models.lock.yaml"), "utf8");
const read = (path: string) => readFileSync(join(repo.root, path), "utf8");
const here = () => repo.write({ "models/bert/config.json": CONFIG, "models/bert/model.safetensors": WEIGHTS });
const statuses = (report: VerifyReport) => Object.fromEntries(report.models[0]!.files.map((file) => [file.path, file.status])); // prettier-ignore
const remote = (report: VerifyReport) => report.models[0]!.remote!;
const remoteStatuses = (report: VerifyReport) => Object.fromEntries(remote(report).files.map((file) => [file.path, file.status])); // prettier-ignore

describe("progress", () => {
  /** How far each phase was when it ended, as `files bytes/bytes`. */
  async function phases(words: LockWords, what: (setting: LockSetting, request: LockRequest) => Promise<unknown>) {
    const states: ProgressState[] = [];
    await at(words, what, { onProgress: (state) => states.push(state) });
    const ends = states.filter(({ filesDone, files }) => filesDone === files);
    return ends.map(({ filesDone, files, bytesDone, bytes }) => `${filesDone}/${files} ${bytesDone}/${bytes}`);
  }

  test("what is here is counted by its size, what is fetched by what the source says", async () => {
    await serve();
    repo.write({ "models/bert/config.json": CONFIG });
    const size = CONFIG.length;
    const adding = (setting: LockSetting, request: LockRequest) => addModel(setting, "hf:org/bert", request, TIME);
    expect(await phases({ download: true }, adding)).toEqual([`2/2 ${size}/${size}`, "1/1 1000/1000"]);
    const all = `2/2 ${size + 1000}/${size + 1000}`;
    expect(await phases({}, (setting, request) => verifyModels(setting, [], request))).toEqual([all]);
    expect(await phases({ force: true }, adding)).toEqual([all]);
  });
});

describe("lock add", () => {
  test("files that are here, as the hub says", async () => {
    await serve();
    here();
    expect(await add("hf:org/bert")).toMatchObject({ verdict: "pass", path: "models/bert", revision: OLD });
    expect(manifest()).toBe(
      `# Where the models of this repository came from: \`model-assay lock\` writes and checks it.
version: 1
models:
  - path: models/bert
    source: https://huggingface.co/org/bert
    revision: ${OLD}
    fetched: ${TIME}
    files:
      - path: config.json
        size: ${CONFIG.length}
        sha256: ${sha256(CONFIG)}
      - path: model.safetensors
        size: 1000
        sha256: ${sha256(WEIGHTS)}
`,
    );
    expect((await hub.seen()).map(({ path }) => path.split("?")[0])).toEqual([
      "/api/models/org/bert/revision/main",
      `/api/models/org/bert/tree/${OLD}`,
    ]);
  });

  test.each([
    ["model.safetensors", "x".repeat(1000)],
    ["config.json", CONFIG.replace("bert", "gpt2")],
  ])("%s with other content is a failure, and nothing is recorded", async (path, content) => {
    await serve();
    here().write({ [`models/bert/${path}`]: content });
    const report = await add("hf:org/bert");
    expect(report.verdict).toBe("fail");
    expect(report.files).toContainEqual({ path, status: "differs", detail: "the source has other content" });
    expect(existsSync(join(repo.root, "models.lock.yaml"))).toBe(false);
  });

  test("what is not here is told and not recorded, and what is not the source's is told", async () => {
    await serve({ "README.md": { text: "# Bert" } });
    here().write({ "models/bert/extra.bin": "?" });
    const words = lockWords(await add("hf:org/bert"));
    expect(words).toContain("at the source, not here, and not recorded: README.md");
    expect(words).toContain("here, not of the source, and not recorded: `lock verify` will say so: extra.bin");
    expect(manifest()).not.toContain("README");
  });

  test("where nothing is here, it says how to fetch", async () => {
    await serve();
    await expect(add("hf:org/bert")).rejects.toThrow(
      "none of the 2 files of https://huggingface.co/org/bert are at models/bert. Fetch them with --download",
    );
  });

  test("--download fetches, by a redirect to another port that gets no token", async () => {
    await serve({}, { token: "hf_secret" });
    expect(await add("hf:org/bert", { path: "gated", download: true })).toMatchObject({ verdict: "pass" });
    expect([read("gated/config.json"), read("gated/model.safetensors")]).toEqual([CONFIG, WEIGHTS]);
    expect(readdirSync(join(repo.root, "gated")).sort()).toEqual(["config.json", "model.safetensors"]);
    const seen = await hub.seen();
    expect(seen.filter(({ port }) => port === "content")).toHaveLength(1);
    expect(
      seen.filter(({ port, authorization }) => (port === "hub") !== (authorization === "Bearer hf_secret")),
    ).toEqual([]);
  });

  test("--download replaces nothing without --force, and fetches nothing then", async () => {
    await serve();
    repo.write({ "models/bert/config.json": CONFIG, "models/bert/model.safetensors": "mine" });
    expect(await add("hf:org/bert", { download: true })).toMatchObject({ verdict: "fail" });
    expect(read("models/bert/model.safetensors")).toBe("mine");
    expect((await hub.seen()).filter(({ port }) => port === "content")).toEqual([]);
    expect(await add("hf:org/bert", { download: true, force: true })).toMatchObject({ verdict: "pass" });
    expect(read("models/bert/model.safetensors")).toBe(WEIGHTS);
  });

  test("a directory of it, at a tag", async () => {
    await serve({ "onnx/model.onnx": { text: "onnx", lfs: true } });
    expect(await add("hf:org/bert@main/onnx", { path: "m", download: true })).toMatchObject({ verdict: "pass" });
    expect(read("m/model.onnx")).toBe("onnx");
    expect(manifest()).toContain("source: https://huggingface.co/org/bert/tree/main/onnx");
    expect(await verify({ remote: true })).toMatchObject({ verdict: "pass" });
  });

  test("a listing in pages", async () => {
    await serve({}, { pageSize: 1 });
    here();
    expect(await add("hf:org/bert")).toMatchObject({ verdict: "pass" });
    expect((await hub.seen()).filter(({ path }) => path.includes("/tree/"))).toHaveLength(2);
  });

  test("a bad moment of the server", async () => {
    await serve({}, { faults: [{ kind: "status", status: 503, path: "/api", times: 2 }] });
    here();
    expect(await add("hf:org/bert")).toMatchObject({ verdict: "pass" });
  });

  test("a model that is recorded already is for `lock update`", async () => {
    await serve();
    here();
    await add("hf:org/bert");
    await expect(add("hf:org/bert")).rejects.toThrow("models/bert is in the manifest already");
  });
});

describe("a hub that lies or fails", () => {
  const failing = (files: Record<string, unknown>, more: Record<string, unknown> = {}, words: LockWords = {}) =>
    serve(files, more).then(() => add("hf:org/bert", { download: true, ...words }));

  test.each([
    ["../../x", "leads out"], ["/etc/passwd", "absolute"], ["a\nb", "control characters"], ["a\\..\\b", "backslash"], [".git/hooks/post-checkout", "git's own"],
    ["a/../../b", "leads out"], ["C:x", "absolute"], ["GIT~1/config", "git's own"], ["a//b", "empty part"], ["x".repeat(1025), "characters"], ["\ud800", "control characters"],
  ])("a file that it calls %j is not written", async (path, why) => {
    const report = await failing({ [path]: { text: "evil" } });
    expect(report).toMatchObject({ verdict: "incomplete", failure: expect.stringContaining(why) as string });
    expect(readdirSync(repo.root)).toEqual([".git"]);
  }); // prettier-ignore

  test("files that are one where case does not count", async () => {
    const report = await failing({ "Config.json": { text: "{}" } });
    expect(report.failure).toContain("are one file on systems where case does not count");
    expect(existsSync(join(repo.root, "models"))).toBe(false);
  });

  test.each([
    ["a size", { text: WEIGHTS, lfs: true, size: 999 }, /1000 bytes .* it said 999/],
    [
      "a larger size",
      { text: WEIGHTS, lfs: true, size: 1001 },
      /sent 1000 bytes for model.safetensors|1000 bytes where it said 1001/,
    ],
    ["a digest", { text: WEIGHTS, lfs: true, sha256: "0".repeat(64) }, /not what it says it has/],
    ["content", { text: WEIGHTS, lfs: true, served: "v".repeat(1000) }, /not what it says it has/],
    ["a blob", { text: CONFIG, served: CONFIG.replace("bert", "gpt2") }, /longer|where it said|not what it says/],
    ["a negative size", { text: WEIGHTS, size: -1 }, /size that cannot be/],
    ["a digest that is none", { text: WEIGHTS, lfs: true, sha256: "x" }, /no SHA-256/],
    ["a redirect to a file", { text: WEIGHTS, lfs: true, location: "file:///etc/passwd" }, /only https is/],
    ["a redirect to plain http", { text: WEIGHTS, lfs: true, location: "http://192.0.2.1/x" }, /only https is/],
  ])("%s: nothing is recorded, and no half of a file stays", async (_, file, words) => {
    const report = await failing({ "model.safetensors": file });
    expect(report).toMatchObject({ verdict: "incomplete", failure: expect.stringMatching(words) as string });
    expect(existsSync(join(repo.root, "models.lock.yaml"))).toBe(false);
    const left = existsSync(join(repo.root, "models/bert")) ? readdirSync(join(repo.root, "models/bert")) : [];
    expect(left.filter((name) => name !== "config.json")).toEqual([]);
  });

  test.each([
    ["hangs", { kind: "hang", path: "/api" }, "gave no whole answer within 2 s"],
    ["hangs inside of content", { kind: "hang-inside", path: "/lfs" }, "gave no whole answer within 2 s"],
    ["breaks off", { kind: "truncated", path: "/lfs" }, "ends too early"],
    ["is down", { kind: "status", status: 500, path: "/api" }, "answered with status 500"],
    ["has no such model", { kind: "status", status: 404, path: "/api" }, "does not have"],
    ["is no hub", { kind: "body", body: "<html>", path: "/api" }, "no JSON"],
    ["answers without an end", { kind: "huge", path: "/api" }, "longer than 16,777,216 bytes"],
    ["pages elsewhere", { kind: "body", body: "[]", headers: { link: '<http://127.0.0.1:1/x>; rel="next"' }, path: `/api/models/org/bert/tree` }, "another server"],
    ["pages in a circle", { kind: "body", body: "[]", headers: { link: '<?recursive=true&expand=false>; rel="next"' }, path: `/api/models/org/bert/tree` }, "followed by itself"],
    ["names a file twice", { kind: "body", body: JSON.stringify([1, 2].map(() => ({ type: "file", path: "a", size: 1 }))), path: `/api/models/org/bert/tree` }, "names a twice"],
    ["redirects in a circle", { kind: "status", status: 302, headers: { location: "/org/x" }, path: "/org" }, "more than 5 redirects"],
    ["wants terms accepted", { kind: "status", status: 403, headers: { "x-error-code": "GatedRepo" }, path: "/api" }, "is gated"],
  ])("it %s", async (_, fault, words) => {
    const report = await failing({}, { faults: [fault] }, { timeout: words.endsWith("2 s") ? "2" : "60" });
    expect(report).toMatchObject({ verdict: "incomplete", failure: expect.stringContaining(words) as string });
  }); // prettier-ignore

  test("a million files", async () => {
    expect((await failing({}, { many: 1_000_000 })).failure).toContain("more than 100,000 files");
  });

  test("nothing is written through a link, be it a file or a directory", async () => {
    const outside = join(repo.root, "elsewhere");
    mkdirSync(outside);
    repo.write({ "elsewhere/model.safetensors": "mine" });
    mkdirSync(join(repo.root, "models"));
    symlinkSync(outside, join(repo.root, "models/bert"));
    const report = await failing({}, {}, { force: true });
    expect(report.verdict).toBe("fail");
    expect(report.files[0]).toMatchObject({
      status: "unreadable",
      detail: "models/bert is a link, and nothing is written through links",
    });
    expect(await failing({}, {}, { force: true, path: "elsewhere" })).toMatchObject({ verdict: "pass" });
    repo.write({ "linked/config.json": { link: "../elsewhere/model.safetensors" } });
    expect(await failing({}, {}, { force: true, path: "linked" })).toMatchObject({ verdict: "fail" });
    expect(read("elsewhere/model.safetensors")).toBe(WEIGHTS);
  });
});

describe("lock verify", () => {
  beforeEach(async () => {
    await serve();
    here();
    await add("hf:org/bert");
  });

  test("unchanged, here and at the source", async () => {
    expect(await verify()).toMatchObject({ verdict: "pass" });
    const report = await verify({ remote: true });
    expect(report.verdict).toBe("pass");
    expect(remote(report)).not.toHaveProperty("moved");
    expect(lockWords(report)).toContain("Everything is as models.lock.yaml says.");
  });

  test("changed, missing and extra", async () => {
    repo
      .write({ "models/bert/config.json": CONFIG.replace("bert", "gpt2"), "models/bert/evil.pkl": "x" })
      .remove("models/bert/model.safetensors");
    const report = await verify();
    expect(report.verdict).toBe("fail");
    expect(statuses(report)).toEqual({ "config.json": "changed", "model.safetensors": "missing", "evil.pkl": "extra" });
    expect(lockWords(report)).toContain("  missing: model.safetensors\n  extra: evil.pkl\n");
  });

  test("the same size with other content", async () => {
    repo.write({ "models/bert/model.safetensors": "v".repeat(1000) });
    expect(statuses(await verify())["model.safetensors"]).toBe("changed");
  });

  test("signatures and what git and the hub's client keep are not extra", async () => {
    repo.write({
      "models/bert/model.sig": "s",
      "models/bert/.gitattributes": "",
      "models/bert/.cache/huggingface/x": "",
    });
    expect(await verify()).toMatchObject({ verdict: "pass" });
  });

  test("a pointer of Git LFS is not fetched, and one of other content is changed", async () => {
    const pointer = (oid: string) => `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize 1000\n`;
    repo.write({ "models/bert/model.safetensors": pointer(sha256(WEIGHTS)) });
    expect(await verify()).toMatchObject({ verdict: "incomplete" });
    repo.write({ "models/bert/model.safetensors": pointer(sha256("other")) });
    expect(await verify()).toMatchObject({ verdict: "fail" });
  });

  test("a link out of the repository is not read", async () => {
    repo.write({ "models/bert/config.json": { link: "/etc/hostname" } });
    expect(statuses(await verify())["config.json"]).toBe("unreadable");
  });

  test("a branch that has moved is told, and is no failure", async () => {
    await move({ "config.json": { text: "{}" } });
    const report = await verify({ remote: true });
    expect([report.verdict, remote(report).moved]).toEqual(["pass", NEW]);
    expect(lockWords(report)).toContain(`the source has moved to ${NEW}`);
  });

  test.each([
    ["another size", { "model.safetensors": { text: WEIGHTS, lfs: true, size: 5 } }, "model.safetensors", "changed"],
    ["another digest", { "model.safetensors": { text: "v".repeat(1000), lfs: true } }, "model.safetensors", "changed"],
    ["another small file", { "config.json": { text: CONFIG.replace("bert", "gpt2").padEnd(CONFIG.length) } }, "config.json", "changed"],
    ["another small file, its name kept", { "config.json": { text: CONFIG, served: CONFIG.replace("bert", "BERT") } }, "config.json", "changed"],
  ])("the source has %s at the recorded commit", async (_, files, path, status) => {
    await serve(files);
    const report = await verify({ remote: true });
    expect(report.verdict).toBe("fail");
    expect(remoteStatuses(report)[path]).toBe(status);
    expect(statuses(report)[path]).toBe("unchanged");
  }); // prettier-ignore

  test("what the source serves is read again with --download, whatever digest it tells", async () => {
    await serve({ "model.safetensors": { text: WEIGHTS, lfs: true, served: "v".repeat(1000) } });
    expect(await verify({ remote: true })).toMatchObject({ verdict: "pass" });
    expect(await verify({ remote: true, download: true })).toMatchObject({ verdict: "fail" });
  });

  test("a file is gone from the source", async () => {
    await hub.steer({
      models: { "org/bert": { branches: { main: OLD }, commits: { [OLD]: { "config.json": { text: CONFIG } } } } },
    });
    expect(remoteStatuses(await verify({ remote: true }))).toMatchObject({ "model.safetensors": "missing" });
  });

  test.each([
    ["the commit is gone", { models: { "org/bert": { branches: { main: NEW }, commits: { [NEW]: {} } } } }, `org/bert has no revision ${OLD}`],
    ["it hangs", { faults: [{ kind: "hang", path: "/api" }] }, "gave no whole answer"],
    ["content hangs", { faults: [{ kind: "hang", path: "/org" }] }, "gave no whole answer"],
    ["it tells another commit", { faults: [{ kind: "body", body: JSON.stringify({ sha: NEW }), path: "/api" }] }, "another commit"],
  ])("a source that cannot be asked is exit 3: %s", async (_, settings, words) => {
    await hub.steer(settings);
    const report = await verify({ remote: true, timeout: words === "gave no whole answer" ? "2" : "60" });
    expect(report.verdict).toBe("incomplete");
    expect(remote(report).failure).toContain(words);
  }); // prettier-ignore

  test("a drift wins over a source that cannot be asked", async () => {
    await hub.steer({ faults: [{ kind: "status", status: 404, path: "/api" }] });
    repo.write({ "models/bert/config.json": "{}" });
    expect(await verify({ remote: true })).toMatchObject({ verdict: "fail" });
  });

  test("only what is named", async () => {
    expect((await verify({}, "models")).models).toHaveLength(1);
    await expect(verify({}, "other")).rejects.toThrow("other is not in models.lock.yaml");
    await expect(verify({}, "../..")).rejects.toThrow("no path inside of the repository");
  });

  test("a manifest that is wrong says where", async () => {
    repo.write({ "models.lock.yaml": "version: 1\nmodels:\n  - path: ../x\n" });
    await expect(verify()).rejects.toThrow("models.lock.yaml:3:11: this path is not used: it leads out");
  });

  test("terminal escapes of a hub are shown, not sent", async () => {
    await hub.steer({ faults: [{ kind: "status", status: 404, path: "/api" }] });
    repo.write({ "models/bert/\u001b[31mred": "x" });
    expect(lockWords(await verify())).not.toContain("\u001b");
  });
});

describe("lock update", () => {
  beforeEach(async () => {
    await serve({ "left-out.bin": { text: "old", lfs: true } });
    here();
    await add("hf:org/bert");
    await move(
      { "config.json": { text: "{}" }, "left-out.bin": { text: "new", lfs: true }, "vocab.txt": { text: "a b" } },
      { "left-out.bin": { text: "old", lfs: true } },
    );
  });

  test("shows what the source has now, and writes it; what was left out stays out", async () => {
    const report = await update();
    expect(report).toMatchObject({ verdict: "pass", written: true });
    expect(report.models[0]).toMatchObject({ from: OLD, to: NEW, unlisted: 1 });
    expect(report.models[0]!.files.map(({ path, status }) => [path, status])).toEqual([
      ["config.json", "changed"],
      ["vocab.txt", "added"],
      ["model.safetensors", "removed"],
    ]);
    expect(lockWords(report)).toContain(`models/bert: ${OLD} -> ${NEW}\n  ~ config.json (`);
    expect(manifest()).toContain(`revision: ${NEW}\n    fetched: 2026-12-01T00:00:00Z`);
    expect(await verify()).toMatchObject({ verdict: "fail" });
  });

  test("--download fetches what changed over what was recorded", async () => {
    expect(await update({ download: true })).toMatchObject({ written: true });
    expect([read("models/bert/config.json"), read("models/bert/vocab.txt")]).toEqual(["{}", "a b"]);
  });

  test("--download leaves what is neither recorded nor the source's", async () => {
    repo.write({ "models/bert/config.json": "mine" });
    expect(await update({ download: true })).toMatchObject({ verdict: "fail", written: false });
    expect(read("models/bert/config.json")).toBe("mine");
    expect(manifest()).toContain(OLD);
  });

  test("--revision of the recorded commit changes nothing but what it follows", async () => {
    const report = await update({ revision: OLD }, "models/bert");
    expect(report.models[0]!.files).toEqual([]);
    expect(manifest()).toContain(`/tree/${OLD}`);
  });

  test("where nothing moved, nothing is written", async () => {
    await serve();
    const before = manifest();
    expect(await update()).toMatchObject({ verdict: "pass", written: false });
    expect(manifest()).toBe(before);
  });

  test("a source that cannot be asked leaves everything as it is", async () => {
    await hub.steer({ faults: [{ kind: "status", status: 404, path: "/api" }] });
    expect(await update()).toMatchObject({ verdict: "incomplete", written: false });
  });
});

describe("other sources", () => {
  test("a file at an address: changed content is drift", async () => {
    await hub.steer({ reset: true, files: { "m.onnx": "one" } });
    expect(await add(`${hub.url}/files/m.onnx`, { path: "m", download: true })).toMatchObject({ verdict: "pass" });
    expect(await verify({ remote: true })).toMatchObject({ verdict: "pass" });
    await hub.steer({ files: { "m.onnx": "two" } });
    const report = await verify({ remote: true });
    expect(report.verdict).toBe("fail");
    expect(remote(report).moved).toMatch(/^"[0-9a-f]{16}"$/);
    expect(await update({ download: true })).toMatchObject({ written: true });
    expect(read("m/m.onnx")).toBe("two");
  });

  test.each([[false], [true]])("40 MB in parts, or in one where there are none (%s)", async (noRanges) => {
    const large = "0123456789abcdef".repeat(2_500_000);
    await hub.steer({ reset: true, noRanges, files: { "m.bin": large } });
    expect(await add(`${hub.url}/files/m.bin`, { path: "m", download: true })).toMatchObject({ verdict: "pass" });
    expect(manifest()).toContain(sha256(large));
    const parts = (await hub.seen()).filter(({ method }) => method === "GET");
    expect(parts.map(({ range }) => range)).toEqual(
      noRanges
        ? ["bytes=0-16777215", undefined]
        : ["bytes=0-16777215", "bytes=16777216-33554431", "bytes=33554432-39999999"],
    );
  });

  test.each([
    ["another part", { status: 206, headers: { "content-range": "bytes 0-33554431/40000000" } }, "another part than was asked for"],
    ["a part without its place", { status: 206, headers: {} }, "a part without saying which"],
    ["a part that is short", { status: 206, headers: { "content-range": "bytes 16777216-33554431/40000000" } }, "1 bytes where 16777216 were asked for"],
    ["another total", { status: 206, headers: { "content-range": "bytes 16777216-16777216/16777217" } }, "16777217 bytes where it said 40000000"],
    ["all of it", { status: 200, headers: {} }, "answered with status 200"],
    ["a refusal", { status: 403, headers: {} }, "without other credentials"],
  ])("a server that sends %s in the middle of a file", async (_, answer, words) => {
    const faults = [{ kind: "body", path: "/files", after: 2, body: "x", ...answer }];
    await hub.steer({ reset: true, files: { "m.bin": "0123456789abcdef".repeat(2_500_000) }, faults });
    const report = await add(`${hub.url}/files/m.bin`, { path: "m", download: true });
    expect(report).toMatchObject({ verdict: "incomplete", failure: expect.stringContaining(words) as string });
    expect(readdirSync(join(repo.root, "m"))).toEqual([]);
  }); // prettier-ignore

  test("an empty file", async () => {
    await hub.steer({ reset: true, files: { empty: "" } });
    expect(await add(`${hub.url}/files/empty`, { path: "m", download: true })).toMatchObject({ verdict: "pass" });
    expect(read("m/empty")).toBe("");
  });

  test("a prefix of a bucket, in pages; a name that only begins so is another", async () => {
    const bucket = { "m/a & b.bin": "1", "m/sub/c.bin": "2", "m-2/d.bin": "3", "m/": "" };
    await hub.steer({ reset: true, pageSize: 2, buckets: { "my-bucket": bucket } });
    const report = await add("s3://my-bucket/m", { path: "m", download: true });
    expect(report).toMatchObject({ verdict: "pass", revision: expect.stringMatching(/^listing-sha256:/) as string });
    expect([read("m/a & b.bin"), read("m/sub/c.bin"), existsSync(join(repo.root, "m/d.bin"))]).toEqual([
      "1",
      "2",
      false,
    ]);
    expect(await verify({ remote: true })).toMatchObject({ verdict: "pass" });
    await hub.steer({ buckets: { "my-bucket": { ...bucket, "m/sub/c.bin": "3" } } });
    expect(remoteStatuses(await verify({ remote: true }))).toEqual({
      "a & b.bin": "unchanged",
      "sub/c.bin": "changed",
    });
  });

  test("a bucket whose keys lead out", async () => {
    await hub.steer({ reset: true, buckets: { "my-bucket": { "m/../../x": "1" } } });
    expect((await add("s3://my-bucket/m", { path: "m", download: true })).failure).toContain("leads out");
  });

  test("git: a commit, its branch, and Git LFS by its pointers", async () => {
    const upstream = TestRepo.create();
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${sha256(WEIGHTS)}\nsize 1000\n`;
    upstream.write({ "net/config.json": CONFIG, "net/w.bin": pointer, "net/link": { link: "/etc/passwd" } });
    const first = upstream.commit();
    upstream.git("config", "uploadpack.allowAnySHA1InWant", "true");
    await hub.steer({ reset: true, gitRoot: upstream.root });
    repo.write({ "net/config.json": CONFIG, "net/w.bin": WEIGHTS });
    const report = await add(`git+${hub.url}/git/.git@main#net`, { path: "net" });
    expect(report).toMatchObject({
      verdict: "pass",
      revision: first,
      notices: ["net/link is a link and was left out"],
    });
    expect(await verify({ remote: true })).toMatchObject({ verdict: "pass" });
    upstream.write({ "net/config.json": "{}" });
    const second = upstream.commit();
    const moved = await verify({ remote: true });
    expect([moved.verdict, remote(moved).moved]).toEqual(["pass", second]);
    expect((await update()).models[0]!.files).toMatchObject([{ path: "config.json", status: "changed" }]);
    expect(await add(`git+${hub.url}/git/.git@nowhere`, { path: "n" })).toMatchObject({ verdict: "incomplete" });
  });

  test("a directory on this machine, kept as a path from the root", async () => {
    repo.write({ "store/a.bin": "1" });
    expect(await add("store", { path: "m", download: true })).toMatchObject({ verdict: "pass", source: "./store" });
    expect(read("m/a.bin")).toBe("1");
    repo.write({ "store/a.bin": "2" });
    expect(remoteStatuses(await verify({ remote: true }, "m"))).toEqual({ "a.bin": "changed" });
    repo.remove("store");
    expect(await verify({ remote: true })).toMatchObject({ verdict: "incomplete" });
  });
});

test("the time is SOURCE_DATE_EPOCH's where that is set", () => {
  expect(timeOf({ SOURCE_DATE_EPOCH: "0" }, () => 1)).toBe("1970-01-01T00:00:00Z");
  expect(timeOf({}, () => Date.UTC(2026, 0, 2, 3, 4, 5, 678))).toBe("2026-01-02T03:04:05Z");
  expect(() => timeOf({ SOURCE_DATE_EPOCH: "soon" }, () => 1)).toThrow("no number of seconds");
});
