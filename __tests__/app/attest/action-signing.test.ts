import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { start } from "../../support/command";
import { removeRepos, TestRepo } from "../../support/repo";
import { entry, safetensorsFile } from "../../support/safetensors-builder";
import { startSigningJob, type JobWishes, type SigningJob } from "../../support/signing-job";

/** The action as GitHub runs it, up to its outputs and exit code: what signing, and an outage of it, does to the job. */

let job: SigningJob;
let repo: TestRepo;
let before: string;
beforeAll(async () => {
  job = await startSigningJob();
  repo = TestRepo.create();
  before = repo.write({ "main.py": "1" }).commit();
  const weights = safetensorsFile({ w: entry("F32", [1], 0, 4) }, Buffer.alloc(4));
  repo.write({ "net/config.json": '{"model_type":"bert"}', "net/model.safetensors": weights }).commit();
});
afterEach(() => job.sigstore.heal());
afterAll(async () => {
  removeRepos();
  await job.close();
});

let runs = 0;
async function action(inputs: Record<string, string>, wishes: JobWishes = {}) {
  const temp = join(job.directory, `runner-${++runs}`);
  mkdirSync(temp);
  const [output, summary] = [join(temp, "output"), join(temp, "summary")];
  for (const path of [output, summary]) writeFileSync(path, "");
  const given = Object.entries({ audit: "false", sigstore: job.config(), ...inputs });
  const ended = await start("action.js", [], {
    cwd: repo.root,
    env: {
      ...job.environment(repo, before, wishes),
      ...Object.fromEntries(given.map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
      GITHUB_ACTIONS: "true",
      GITHUB_WORKSPACE: repo.root,
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      RUNNER_TEMP: temp,
    },
  });
  return { ...ended, output: readFileSync(output, "utf8"), summary: readFileSync(summary, "utf8") };
}

const OUTAGE = { status: 503, retryAfter: "0" } as const;

test("signs, and says where: outputs, log and summary; no token in any of them", async () => {
  const { code, stdout, stderr, output, summary } = await action({ "github-token": "ghs_secret" });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(output).toMatch(
    /bundle-paths<<[^]*\/attestations\/bom\.sigstore\.json\n[^]*\/attestations\/verdict\.sigstore\.json\n/,
  );
  expect(output).toMatch(/manifest-paths<<[^]*\/net\/model\.sig\n/);
  expect(stdout).toContain("manifest of the model (net, 2 files)");
  expect(summary).toContain("### Signed");
  expect(job.sigstore.stored.length).toBe(2);
  const said = stdout.replace(/^::add-mask::.*$/gm, "") + output + summary;
  const tokens = job.sigstore.requests.flatMap(({ authorization }) => authorization?.split(" ")[1] ?? []);
  for (const token of [...tokens, job.sigstore.requestToken]) expect(said).not.toContain(token);
  expect(await job.verify(join(repo.root, "net"))).toMatchObject({ verified: true });
});

test("an outage with `auto` is a loud warning, and the job passes", async () => {
  job.sigstore.fail("fulcio", OUTAGE);
  const { code, stdout, output, summary } = await action({ attest: "auto" });
  expect(stdout).toMatch(/^::warning title=Model Assay%3A not everything was signed::Fulcio .* failed: status 503/m);
  expect(summary).toMatch(/### Not signed\n[^]*Not everything was signed(:|&#58;) Fulcio/);
  expect(output).toMatch(/verdict<<\S+\npass\n/);
  expect(code).toBe(0);
});

test("the same with `true` fails the job: 3", async () => {
  job.sigstore.fail("fulcio", OUTAGE);
  const { code, stdout, output } = await action({ attest: "true" });
  expect(stdout).toMatch(/^::error::Fulcio .* failed: status 503/m);
  expect(output).toMatch(/verdict<<\S+\npass\n/);
  expect(code).toBe(3);
});

test("`true` without a token is wrong usage: 2, with the lines to add", async () => {
  const { code, stdout } = await action({ attest: "true" }, { token: false });
  expect(stdout).toMatch(
    /^::error::attest: true needs an identity token. Add to the job:%0Apermissions:%0A {2}id-token: write/m,
  );
  expect(code).toBe(2);
});

test("`auto` on a pull request: one line, and nobody is asked", async () => {
  const asked = job.sigstore.requests.length;
  const { code, stdout } = await action({}, { event: "pull_request" });
  expect(stdout).toContain("Nothing was signed: no pull request signs.");
  expect(code).toBe(0);
  expect(job.sigstore.requests.length).toBe(asked);
});

test("`false` says nothing", async () => {
  const { code, stdout, summary, output } = await action({ attest: "false" });
  expect(code).toBe(0);
  expect(stdout + summary).not.toMatch(/signed/i);
  expect(output).not.toContain("bundle-paths");
});

test("a value that cannot be: 2", async () => {
  const { code, stdout } = await action({ attest: "yes" });
  expect(stdout).toMatch(/^::error::attest: "yes" is not one of auto, true, false/m);
  expect(code).toBe(2);
});
