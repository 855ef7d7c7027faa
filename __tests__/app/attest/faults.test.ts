import { createHttpClient } from "../../../src/host/http";
import type { HttpClient } from "../../../src/core/http";
import { removeRepos, TestRepo } from "../../support/repo";
import { entry, safetensorsFile } from "../../support/safetensors-builder";
import { startSigningJob, type SigningJob } from "../../support/signing-job";
import type { SigstoreFault, SigstoreService } from "../../support/sigstore-server";

/** What an outage of each service does to the gate's signing step: it ends, says what happened, and signs nothing by halves. */

let job: SigningJob;
let real: ReturnType<typeof createHttpClient>;
let repo: TestRepo;
let before: string;
beforeAll(async () => {
  job = await startSigningJob();
  real = createHttpClient({ env: {} });
  repo = TestRepo.create();
  before = repo.write({ "main.py": "1" }).commit();
  const weights = safetensorsFile({ w: entry("F32", [1], 0, 4) }, Buffer.alloc(4));
  repo.write({ "net/config.json": '{"model_type":"bert"}', "net/model.safetensors": weights }).commit();
});
afterEach(() => job.sigstore.heal());
afterAll(async () => {
  removeRepos();
  await real.close();
  await job.close();
});

/** The network, where one service is not waited for longer than a test may take. */
let hanging: SigstoreService | undefined;
const impatient: HttpClient = {
  request: (request) => {
    const short = hanging !== undefined && new URL(request.url).pathname.startsWith(`/${hanging}/`);
    return real.request(short ? { ...request, timeoutMs: 250 } : request);
  },
};

/** Waits between tries are told, and over at once. */
const waits: number[] = [];
const quick = {
  http: impatient,
  sleep: (milliseconds: number) => {
    waits.push(milliseconds);
    return Promise.resolve();
  },
};
beforeEach(() => {
  waits.length = 0;
  hanging = undefined;
});

const FAULTS: [string, SigstoreFault, RegExp][] = [
  ["500", { status: 500 }, /status 500/],
  ["429 that asks to wait", { status: 429, retryAfter: "1" }, /status 429/],
  ["429 that asks to wait for an hour", { status: 429, retryAfter: "3600" }, /status 429/],
  ["reset", "reset", /connection|ended|reset/i],
  ["hang", "hang", /did not answer|time/i],
  ["garbage", "garbage", /./],
];
const SERVICES: [SigstoreService, RegExp][] = [
  ["idToken", /ID token/],
  ["fulcio", /Fulcio/],
  ["tsa", /timestamp authority/],
  ["rekor2", /Rekor/],
];

describe.each(SERVICES)("%s", (service, name) => {
  test.each(FAULTS)("%s", async (_, fault, words) => {
    job.sigstore.fail(service, fault);
    if (fault === "hang") hanging = service;
    const started = performance.now();
    const { outcome, masked } = await job.push(repo, before, { ...quick, githubToken: "ghs_secret" });
    expect(outcome.attested).toEqual([]);
    expect(outcome.problem).toMatch(name);
    expect(outcome.problem).toMatch(words);
    for (const secret of [...masked, "ghs_secret"]) expect(JSON.stringify(outcome)).not.toContain(secret);
    expect(performance.now() - started).toBeLessThan(120_000);
    // Nobody waits an hour for a signature: three more tries, and a service that asks for longer is not waited for.
    for (const wait of waits) expect(wait).toBeLessThanOrEqual(20_000);
    expect(waits.length).toBeLessThanOrEqual(9);
  });
});

test.each(["idToken", "fulcio"] as const)("%s is not asked again for each signature", async (service) => {
  job.sigstore.fail(service, { status: 500 });
  const asked = job.sigstore.requests.length;
  await job.push(repo, before, quick);
  const requests = job.sigstore.requests.slice(asked).filter((each) => each.service === service);
  expect(requests).toHaveLength(4);
});

test("what passes on the second try is signed", async () => {
  for (const [service] of SERVICES) job.sigstore.fail(service, { status: 503 }, 1);
  const { outcome } = await job.push(repo, before, { ...quick });
  expect(outcome.problem).toBeUndefined();
  expect(outcome.attested).toHaveLength(3);
});

test.each<[string, SigstoreFault, RegExp]>([
  ["500", { status: 500 }, /bom\.sigstore\.json was signed, but not stored: .*status 500/],
  ["403", { status: 403 }, /was signed, but not stored: .*attestations: write/],
  ["hang", "hang", /was signed, but not stored/],
])("GitHub's store answers %s: what was signed stands", async (_, fault, words) => {
  job.sigstore.fail("api", fault);
  if (fault === "hang") hanging = "api";
  const { outcome } = await job.push(repo, before, { ...quick, githubToken: "ghs_secret" });
  expect(outcome.attested.map(({ kind, url }) => [kind, url])).toEqual([
    ["bom", undefined],
    ["verdict", undefined],
    ["model", undefined],
  ]);
  expect(outcome.problem).toMatch(words);
  expect(outcome.problem).not.toContain("ghs_secret");
}); // prettier-ignore

test.each([
  ["fulcio", 3_600_000],
  ["tsa", -3_600_000],
] as const)("the clock of %s is wrong: nobody would accept it, so it is not signed", async (service, skew) => {
  job.sigstore.skew(service, skew);
  const { outcome } = await job.push(repo, before, { ...quick });
  expect(outcome.attested).toEqual([]);
  expect(outcome.problem).toMatch(/one of the two clocks is wrong/);
});

test("a token that has expired", async () => {
  job.sigstore.alter<{ value: string }>("idToken", (answer) => ({
    ...answer,
    value: job.sigstore.token({ lifetime: -60 }),
  }));
  const { outcome, masked } = await job.push(repo, before, { ...quick });
  expect(outcome.attested).toEqual([]);
  expect(outcome.problem).toMatch(/expired/);
  for (const secret of masked) expect(JSON.stringify(outcome)).not.toContain(secret);
});

test("a runner that does not give a token any more", async () => {
  job.sigstore.fail("idToken", { status: 401 });
  const { outcome } = await job.push(repo, before, { ...quick, provenance: true });
  expect(outcome).toMatchObject({ attested: [], problem: expect.stringContaining("status 401") });
});
