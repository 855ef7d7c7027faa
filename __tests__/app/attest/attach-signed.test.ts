import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { attestFromInputs } from "../../../src/app/inputs";
import { attestationMarkdown, attestationText } from "../../../src/report/attestation";
import * as images from "../../support/oci-images";
import { digestOf, startOciServer, type OciServer } from "../../support/oci-registry";
import { removeRepos, TestRepo } from "../../support/repo";
import { entry, safetensorsFile } from "../../support/safetensors-builder";
import { startSigningJob, type JobWishes, type SigningJob } from "../../support/signing-job";

/** The action's `attach`: what a run has signed is put beside images. */

let job: SigningJob;
let server: OciServer;
let digest: string;
beforeAll(async () => {
  job = await startSigningJob();
});
beforeEach(async () => {
  server = await startOciServer();
  digest = images.putImage(server, "team/model", "a", "v1");
});
afterEach(() => server.close());
afterAll(async () => {
  removeRepos();
  await job.close();
});

function push(names: readonly string[], wishes: JobWishes = {}) {
  const repo = TestRepo.create();
  const before = repo.write({ "main.py": "1" }).commit();
  repo.write({
    "net/config.json": '{"model_type":"bert"}\n',
    "net/model.safetensors": safetensorsFile({ w: entry("F32", [1], 0, 4) }, Buffer.alloc(4)),
  });
  repo.commit();
  const attach = names.map((name) => ({ registry: server.host, repository: "team/model", tag: name }));
  return job.push(repo, before, {
    attach,
    sleep: async () => undefined,
    env: { DOCKER_CONFIG: job.directory },
    ...wishes,
  });
}

test("bill of materials and verdict are put beside the image; the model's manifest is in the model", async () => {
  const { outcome } = await push(["v1"]);
  expect(outcome.problem).toBeUndefined();
  const image = `${server.host}/team/model:v1@${digest}`;
  expect(outcome.attached).toEqual([{ image, bundles: 2 }]);
  for (const { kind, path } of outcome.attested)
    expect(server.blob(digestOf(readFileSync(path, "utf8").trim())) !== undefined).toBe(kind !== "model");
  expect(attestationText(outcome).join("\n")).toContain(`2 bundles are attached to ${image}`);
  expect(attestationMarkdown(outcome)).toContain("2 bundles are attached to");
});

test("one image that fails is a problem, and the others have theirs", async () => {
  const { outcome } = await push(["none", "v1"]);
  expect(outcome.attested).toHaveLength(3);
  expect(outcome.attached).toHaveLength(1);
  expect(outcome.problem).toMatch(/^Not all was attached to .*team\/model:none: .* has no image/);
});

test("a registry that takes the first and fails then: told what is there, and why not all", async () => {
  let uploads = 0;
  server.settings.fault = (request, response) =>
    request.method === "POST" && ++uploads > 2 && void response.writeHead(403).end() === undefined;
  const { outcome } = await push(["v1"]);
  expect(outcome.attached).toMatchObject([{ bundles: 1 }]);
  expect(outcome.problem).toContain("the bundle was not attached");
});

test("logins that cannot be read are a problem, and no crash", async () => {
  writeFileSync(join(job.directory, "config.json"), "{");
  const { outcome } = await push(["v1"]);
  rmSync(join(job.directory, "config.json"));
  expect(outcome.attested).toHaveLength(3);
  expect(outcome.problem).toContain("config.json is not JSON");
});

test("nothing signed, nothing attached", async () => {
  const { outcome } = await push(["v1"], { event: "pull_request" });
  expect([outcome.attached, outcome.attested]).toEqual([undefined, []]);
  expect(server.seen).toEqual([]);
});

test("the input is one image a line", () => {
  const read = (inputs: Record<string, string>) => attestFromInputs((name) => inputs[name] ?? "");
  expect(read({})).not.toHaveProperty("attach");
  expect(read({ attach: `ghcr.io/a/b:v1\n oci:ghcr.io/a/c@${digest}\n` }).attach).toEqual([
    { registry: "ghcr.io", repository: "a/b", tag: "v1" },
    { registry: "ghcr.io", repository: "a/c", digest },
  ]);
  expect(() => read({ attach: "ghcr.io/A b" })).toThrow("attach: this is no reference of an image");
  expect(() => read({ attach: "ghcr.io/a/b", attest: "false" })).toThrow("attach: with attest: false");
});
