import { generateKeyPairSync } from "node:crypto";
import { rmSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createKeySigner } from "../../../src/attest/key-signer";
import { statementBytes } from "../../../src/attest/statement";
import { DSSE_PAYLOAD_TYPE } from "../../../src/core/attestation";
import type { Verification } from "../../../src/core/verification";
import { start } from "../../support/command";
import { writeModel } from "../../support/model-signing";
import { flipped, startSigning, type Loose } from "../../support/signed-bundles";
import { startSignedModels, WORKFLOW_OPTIONS, type SignedModels } from "../../support/signed-models";
import { changed } from "../../support/statements";

/** Each way to be refused, through the command: its exit code, its kind, and its words. */

let signed: SignedModels;
let model: string;
let bundle: Loose;
beforeAll(async () => {
  signed = await startSignedModels();
  model = signed.model(undefined, "chat");
  bundle = await signed.signing.bundle({ log: 2, tsa: true }, {}, Buffer.from(statementBytes(signed.manifest(model))));
});
afterAll(() => signed.close());

const signers = (): string[] => [...WORKFLOW_OPTIONS, "--issuer", signed.issuer];

async function verify(path: string, ...options: string[]) {
  const trust = options.includes("--trusted-root") ? [] : ["--trusted-root", signed.root];
  const { code, stdout, stderr } = await start("cli.js", ["verify", path, ...options, ...trust]);
  return { code, said: stdout + stderr };
}

test("the untouched bundle is accepted", async () => {
  const { code, said } = await verify(model, "--bundle", signed.write(bundle), ...signers());
  expect(said).toContain("Verified:");
  expect(code).toBe(0);
});

const PAYLOAD = ["dsseEnvelope", "payload"];
const SIGNATURE = ["dsseEnvelope", "signatures", 0, "sig"];
const CERTIFICATE = ["verificationMaterial", "certificate", "rawBytes"];
const STAMP = ["verificationMaterial", "timestampVerificationData", "rfc3161Timestamps", 0, "signedTimestamp"];
const ENTRY = ["verificationMaterial", "tlogEntries", 0];
const at = (path: readonly (string | number)[]): string =>
  path.reduce((value: Loose, key) => value[key] as Loose, bundle) as string;

test.each<[string, readonly (string | number)[], (value: string) => unknown, string, string]>([
  ["payload", PAYLOAD, (value) => flipped(value), "wrong-signature", "what it signs was changed"],
  ["signature", SIGNATURE, (value) => flipped(value), "wrong-signature", "what it signs was changed"],
  ["certificate", CERTIFICATE, (value) => flipped(value, 0.98), "untrusted-certificate", "no trusted authority made"],
  ["timestamp", STAMP, (value) => flipped(value, 0.95), "wrong-timestamp", "no trusted authority made its timestamp"],
  ["log entry", [...ENTRY, "canonicalizedBody"], (value) => flipped(value), "wrong-log-entry", "log entry"],
  ["log proof", [...ENTRY, "inclusionProof", "rootHash"], (value) => flipped(value), "wrong-log-entry", "log entry"],
  ["log index", [...ENTRY, "inclusionProof", "logIndex"], () => "7", "wrong-log-entry", "log entry"],
  ["no timestamp", ["verificationMaterial", "timestampVerificationData"], () => undefined, "no-timestamp", "nothing"],
  ["no entry, where the log is wanted", ["verificationMaterial", "tlogEntries"], () => [], "no-log-entry", "is in no"],
])("a changed bundle: %s", async (_, path, change, kind, words) => {
  const path_ = signed.write(changed(bundle as object, path, change(at(path))));
  const { code, said } = await verify(model, "--bundle", path_, ...signers());
  expect(said).toContain(`[${kind}]`);
  expect(said).toContain(words);
  expect(code).toBe(1);
});

test.each<[string, string[], string, string]>([
  ["another workflow", ["--signer-workflow", "acme/ci/.github/workflows/other.yml"], "wrong-identity", "the workflow"],
  ["another ref", ["--signer-ref", "refs/heads/main"], "wrong-identity", "the ref of the workflow"],
  ["another issuer", ["--issuer", "https://accounts.example.com"], "wrong-issuer", "the issuer should be"],
  ["another commit", ["--source-commit", "9".repeat(40)], "wrong-claim", "the commit should be 999"],
  ["another repository", ["--source-repo", "acme/other"], "wrong-claim", "the repository should be"],
  ["a repository of the same name", ["--repository-id", "9"], "wrong-claim", "the repository's number"],
  ["an owner of the same name", ["--owner-id", "9"], "wrong-claim", "the owner's number"],
  ["another run's ref", ["--source-ref", "refs/heads/dev"], "wrong-claim", "the ref of the run"],
  ["another runner", ["--runner", "self-hosted"], "wrong-claim", "the kind of runner"],
  ["another event", ["--trigger", "pull_request"], "wrong-claim", "the event should be pull_request"],
])("%s is wanted", async (_, options, kind, words) => {
  // An option that may be given several times is replaced, not added to.
  const others = options[0] === "--signer-ref" ? [...signers().slice(0, 2), ...signers().slice(4)] : signers();
  const { code, said } = await verify(model, "--bundle", signed.write(bundle), ...others, ...options);
  expect(said).toContain(`[${kind}]`);
  expect(said).toContain(words);
  expect(code).toBe(1);
});

test("an identity is compared whole, and is no pattern", async () => {
  const identity = "https://github.com/acme/ci/.github/workflows/model-build.yml@refs/tags/v1";
  const path = signed.write(bundle);
  const codes = await Promise.all(
    [identity, `${identity}0`, identity.slice(0, -1), "https://github.com/acme/.*"].map(async (each) => {
      const { code } = await verify(model, "--bundle", path, "--identity", each, "--issuer", signed.issuer);
      return code;
    }),
  );
  expect(codes).toEqual([0, 1, 1, 1]);
});

test.each<[string, (model: string) => void, string, string]>([
  ["changed", (path) => writeModel(path, { "weights.bin": "?" }), "file-changed", "weights.bin has another content"],
  ["extra", (path) => writeModel(path, { "x.pkl": "?" }), "file-extra", "x.pkl is here and was not signed"],
  ["missing", (path) => rmSync(join(path, "config.json")), "file-missing", "config.json was signed and is not here"],
  [
    "renamed",
    (path) => renameSync(join(path, "config.json"), join(path, "config.yaml")),
    "file-missing",
    "config.json was signed and is not here. config.yaml is here and was not signed.",
  ],
])("a file that is %s", async (name, change, kind, words) => {
  const copy = signed.model(undefined, `file-${name}`);
  change(copy);
  const { code, said } = await verify(copy, "--bundle", signed.write(bundle), ...signers());
  expect(said).toContain(`[${kind}]`);
  expect(said).toContain(words);
  expect(code).toBe(1);
});

test("another file, with a bundle beside it", async () => {
  const [subject] = signed.subjects(model);
  const other = join(signed.directory, "other.bin");
  writeFileSync(other, "other");
  await signed.sign(signed.bom([subject!]), `${other}.sigstore.json`);
  const { code, said } = await verify(other, ...signers());
  expect(said).toContain("[wrong-subject]");
  expect(said).toContain("the statement is about other files (or this one was changed)");
  expect(code).toBe(1);
});

test("the bundle of another model, replayed", async () => {
  const other = signed.model({ "config.json": "{}", "weights.bin": "others" }, "other");
  await signed.sign(signed.manifest(model), join(other, "model.sig"));
  const { code, said } = await verify(other, ...signers());
  expect(said).toContain("[file-changed]");
  expect(said).toContain("config.json, weights.bin");
  expect(code).toBe(1);
});

test("a provenance that names another builder or commit than its certificate, by a valid signer", async () => {
  const files = signed.subjects(model);
  for (const claims of [
    { job_workflow_ref: "trusted/builder/.github/workflows/build.yml@refs/tags/v9" },
    { sha: "9".repeat(40) },
    { repository: "trusted/models" },
  ]) {
    const path = await signed.sign(signed.provenance(files, claims));
    const { code, said } = await verify(model, "--bundle", path, ...signers());
    expect(said).toContain("[false-claim]");
    expect(code).toBe(1);
  }
  const path = await signed.sign(signed.provenance(files));
  const { code, said } = await verify(model, "--bundle", path, ...signers());
  expect(said).toContain(`built from https://github.com/acme/model-repo at ${"1".repeat(40)}`);
  expect(code).toBe(0);
});

test("a manifest that exempts weights", async () => {
  const statement = signed.manifest(model);
  const ignored = changed(statement, ["predicate", "serialization", "ignore_paths"], ["extra.safetensors"]);
  const copy = signed.model({ "extra.safetensors": "?" }, "exempt");
  writeModel(copy, { "config.json": "{}" });
  const { code, said } = await verify(model, "--bundle", await signed.sign(ignored), ...signers());
  expect(said).toContain("[ignored-path]");
  expect(said).toContain("The signer left out extra.safetensors, so nobody vouches for what is there");
  expect(code).toBe(1);
});

test("an expired certificate without a proof of its time", async () => {
  const other = await startSigning();
  other.sigstore.skew("fulcio", -86_400_000);
  // Whoever makes such a bundle does not look at the clock, as our signer does.
  const old = await other
    .bundle({ tsa: true })
    .catch((error: Error) => ({ refused: error.message }) as unknown as Loose);
  await other.close();
  expect(old.refused).toContain("one of the two clocks is wrong");
  const { verifyPath } = await import("../../../src/app/verify/verify-path");
  const { readVerify } = await import("../../../src/app/verify/request");
  const bare = changed(bundle as object, ["verificationMaterial", "timestampVerificationData"], undefined);
  const request = readVerify({
    bundle: [signed.write(bare)],
    identity: "https://github.com/acme/ci/.github/workflows/model-build.yml@refs/tags/v1",
    issuer: signed.issuer,
    "trusted-root": signed.root,
  });
  const http = () => {
    throw new Error("asked the network");
  };
  const tomorrow = new Date(Date.now() + 86_400_000);
  const { verified, refused } = await verifyPath({ path: model, request, signers: [], env: {}, http, now: tomorrow });
  expect(verified).toBe(false);
  expect(refused[0]).toMatchObject({ kind: "expired-certificate" });
  expect(refused[0]?.message).toContain("nothing proves that it was when it signed");
});

test("a Sigstore that somebody made", async () => {
  const other = await startSigning();
  const forged = await other.bundle({ log: 2, tsa: true }, {}, Buffer.from(statementBytes(signed.manifest(model))));
  await other.close();
  const { code, said } = await verify(
    model,
    "--bundle",
    signed.write(forged),
    ...WORKFLOW_OPTIONS,
    "--issuer",
    other.sigstore.urls.oidc,
  );
  expect(said).toMatch(/\[(untrusted-certificate|wrong-timestamp|wrong-log-entry)\]/);
  expect(code).toBe(1);
});

test("another key than the one that is given", async () => {
  const [own, other] = [1, 2].map(() => generateKeyPairSync("ec", { namedCurve: "P-256" }));
  const privateKey = String(own!.privateKey.export({ type: "pkcs8", format: "pem" }));
  const keySigner = createKeySigner({ privateKey });
  const { json } = await keySigner.sign(statementBytes(signed.manifest(model)), DSSE_PAYLOAD_TYPE);
  const path = signed.write(JSON.parse(json));
  const keyFile = (key: (typeof own & object)["publicKey"]) =>
    signed.write(String(key.export({ type: "spki", format: "pem" })));
  const good = await start("cli.js", ["verify", model, "--bundle", path, "--key", keyFile(own!.publicKey)]);
  expect(good).toMatchObject({ code: 0, stderr: "" });
  const bad = await start("cli.js", ["verify", model, "--bundle", path, "--key", keyFile(other!.publicKey)]);
  expect(bad.stdout).toContain("the signature is not the given key's");
  expect(bad.code).toBe(1);
  const asked = await start("cli.js", [
    "verify",
    model,
    "--bundle",
    signed.write(bundle),
    "--key",
    keyFile(own!.publicKey),
  ]);
  expect(asked.code).toBe(1);
});

test("the JSON answer says the same", async () => {
  const copy = signed.model({ "config.json": "{}" }, "json");
  const { code, said } = await verify(copy, "--bundle", signed.write(bundle), ...signers(), "--format", "json");
  const answer = JSON.parse(said) as Verification;
  expect(code).toBe(1);
  expect(answer).toMatchObject({ schemaVersion: "1.0", subject: copy, verified: false, files: 1, accepted: [] });
  expect(answer.refused[0]).toMatchObject({ kind: "file-changed" });
});
