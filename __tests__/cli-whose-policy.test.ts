import { join } from "node:path";
import type { RunReport } from "../src/core/report";
import { start } from "./support/command";
import { pickle } from "./support/pickle-builder";
import { removeRepos, temporaryDirectory, TestRepo } from "./support/repo";

afterAll(removeRepos);

/** Critical, unless nobody looks. */
const EVIL = pickle(4).call("os", "system", "id").stop();
const LETS_IN = 'version: 1\nfail-on: never\nignore: ["**"]\n';

/** A clone of somebody's model, with a policy that lets all of it in. */
function download(inside: string) {
  const repo = new TestRepo(join(inside, "clone")).write({ "m.pkl": EVIL, ".model-assay.yml": LETS_IN });
  repo.git("init", "-q", "-b", "main");
  repo.commit();
  return repo;
}

async function report(args: readonly string[], cwd: string, env: Record<string, string> = {}) {
  const { code, stdout, stderr } = await start("cli.js", [...args, "--format", "json"], { cwd, env });
  if (!stdout.startsWith("{")) throw new Error(stderr);
  return { code, ...(JSON.parse(stdout) as RunReport) };
}

describe("scan", () => {
  test.each([["clone"], ["clone/m.pkl"]])("a download does not decide about itself: %s", async (path) => {
    const here = temporaryDirectory();
    download(here);
    const { code, policy, notices } = await report(["scan", path], here);
    expect([code, policy.digest]).toEqual([1, null]);
    expect(notices.join()).toContain(".model-assay.yml of what is looked at had no say");
  });

  test("nor one inside of the repository where the person stands", async () => {
    const here = TestRepo.create().write({ ".model-assay.yml": "version: 1\n" });
    download(here.root);
    expect((await report(["scan", "clone"], here.root)).code).toBe(1);
  });

  test("who stands in it, or names its policy, takes its word", async () => {
    const here = temporaryDirectory();
    const { root } = download(here);
    expect((await report(["scan", "."], root)).code).toBe(0);
    expect((await report(["scan", "clone", "--config", "clone/.model-assay.yml"], here)).code).toBe(0);
  });
});

test("gate in the job of a pull request, without its base: that its own policy decided is told", async () => {
  const { root } = download(temporaryDirectory());
  const own = (await report(["gate", "--audit", "false"], root, { GITHUB_EVENT_NAME: "pull_request" })).notices.join();
  expect(own).toContain("This is a pull_request event, and .model-assay.yml as it is checked out decided");
  const based = ["gate", "--audit", "false", "--base", "HEAD"];
  expect((await report(based, root, { GITHUB_EVENT_NAME: "pull_request" })).notices.join()).not.toContain(
    "checked out",
  );
  expect((await report(["gate", "--audit", "false"], root)).notices.join()).not.toContain("checked out");
});
