import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { read } from "../docs/pages";
import { floats } from "../support/safetensors-builder";
import { removeRepos, TestRepo } from "../support/repo";
import { homeWithGate, runScript } from "./places";

/** The lines of the examples for GitLab and Jenkins, run as those servers run them, on a repository with a good and a bad change. */

const EVIL = "\x80\x02cposix\nsystem\nX\x02\0\0\0id\x85R.";
const ZEROS = "0".repeat(40);

let home: string;
let origin: TestRepo;
let base: string;

beforeAll(() => {
  home = homeWithGate();
  origin = TestRepo.create().write({ "README.md": "# Models\n" });
  base = origin.commit();
  const branches = { good: { "models/a.safetensors": floats({ weight: 4 }) }, bad: { "models/a.pkl": Buffer.from(EVIL, "latin1") } };
  for (const [name, files] of Object.entries(branches)) {
    origin.git("checkout", "-q", "-b", name, base);
    origin.write(files).commit(name);
  }
  origin.git("checkout", "-q", "main");
});
afterAll(removeRepos);

/** A clone with a branch checked out, and a report of the last build that a workspace may still have. */
function workspace(branch: string): string {
  const clone = TestRepo.create();
  clone.git("fetch", "-q", `file://${origin.root}`, `+refs/heads/*:refs/remotes/origin/*`);
  clone.git("remote", "add", "origin", `file://${origin.root}`);
  clone.git("checkout", "-q", "--detach", `origin/${branch}`);
  writeFileSync(join(clone.root, "model-assay.xml"), "<old/>");
  return clone.root;
}

const failuresOf = (directory: string): number | undefined => {
  const path = join(directory, "model-assay.xml");
  return existsSync(path) ? readFileSync(path, "utf8").split("<failure").length - 1 : undefined;
};

interface GitLab {
  readonly variables: Record<string, string>;
  readonly "model-assay": { readonly script: readonly string[]; readonly variables: Record<string, string> };
}

async function gitlab(branch: string, env: Record<string, string>) {
  const { variables, "model-assay": job } = parse(read("examples/gitlab/.gitlab-ci.yml")) as GitLab;
  const cwd = workspace(branch);
  const all = { ...variables, ...job.variables, ...env };
  const ended = await runScript(["bash", "-eo", "pipefail", "-c"], job.script.join("\n"), { cwd, home, env: all });
  return { code: ended.code, said: ended.stdout + ended.stderr, failures: failuresOf(cwd) };
}

async function jenkins(branch: string, env: Record<string, string>) {
  const text = read("examples/jenkins/Jenkinsfile");
  const [, name, value] = /environment \{ (\w+) = '([^']*)' \}/.exec(text)!;
  const steps = [...text.matchAll(/\bsh '''([^]*?)'''/g)].map(([, script]) => script!);
  expect([steps.length, text.split(/\bsh\b\s*['"(]/).length - 1]).toEqual([2, 2]);
  const cwd = workspace(branch);
  let [code, said] = [0, ""];
  for (const script of steps) {
    if (code !== 0) break;
    const ended = await runScript(["sh", "-xe", "-c"], script, { cwd, home, env: { [name!]: value!, ...env } });
    [code, said] = [ended.code, said + ended.stdout + ended.stderr];
  }
  return { code, said, failures: failuresOf(cwd) };
}

const ofRequest = (sha: string) => ({ CI_PIPELINE_SOURCE: "merge_request_event", CI_COMMIT_BEFORE_SHA: ZEROS, CI_MERGE_REQUEST_DIFF_BASE_SHA: sha });
const ofPush = (sha: string) => ({ CI_PIPELINE_SOURCE: "push", CI_COMMIT_BEFORE_SHA: sha });
const why = expect.stringContaining("calls posix.system");

test("GitLab: a merge request is compared with its base; the log and the report say why it fails", async () => {
  expect(await gitlab("good", ofRequest(base))).toMatchObject({ code: 0, failures: 0 });
  expect(await gitlab("bad", ofRequest(base))).toMatchObject({ code: 1, failures: 1, said: why });
});

test("GitLab: without a base nothing passes, for a change would then be judged by its own policy", async () => {
  const said = expect.stringContaining("the base is not known");
  expect(await gitlab("good", ofRequest(""))).toMatchObject({ code: 3, said });
});

test("GitLab: a push is compared with what was there; a pipeline that nobody pushed looks at the whole tree", async () => {
  expect(await gitlab("bad", ofPush(base))).toMatchObject({ code: 1, failures: 1, said: why });
  expect(await gitlab("good", ofPush(ZEROS))).toMatchObject({ code: 0, failures: 0 });
  expect(await gitlab("bad", ofPush(ZEROS))).toMatchObject({ code: 1, failures: 1, said: why });
});

test("GitLab: a gate that cannot be fetched fails the job, and no older report stands for it", async () => {
  const ended = await gitlab("good", { ...ofRequest(base), MODEL_ASSAY_REF: "no-such-ref" });
  expect(ended.code).toBe(128);
  expect(ended.failures).toBeUndefined();
});

test("Jenkins: a change is compared with its target, a branch is looked at whole", async () => {
  expect(await jenkins("good", { CHANGE_TARGET: "main" })).toMatchObject({ code: 0, failures: 0 });
  expect(await jenkins("bad", { CHANGE_TARGET: "main" })).toMatchObject({ code: 1, failures: 1, said: why });
  expect(await jenkins("good", {})).toMatchObject({ code: 0, failures: 0 });
  expect(await jenkins("bad", {})).toMatchObject({ code: 1, failures: 1, said: why });
});

test("Jenkins: a gate that cannot be fetched fails the build, and no older report stands for it", async () => {
  const ended = await jenkins("good", { CHANGE_TARGET: "main", MODEL_ASSAY_REF: "no-such-ref" });
  expect(ended.code).toBe(128);
  expect(ended.failures).toBeUndefined();
});
