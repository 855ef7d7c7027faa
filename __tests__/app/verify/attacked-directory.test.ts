import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createKeySigner } from "../../../src/attest/key-signer";
import { omsStatement } from "../../../src/attest/oms-manifest";
import { statementBytes, statementsOf } from "../../../src/attest/statement";
import { verdictStatements } from "../../../src/attest/verdict";
import { readVerify, type VerifyWords } from "../../../src/app/verify/request";
import { verifyPath } from "../../../src/app/verify/verify-path";
import { DSSE_PAYLOAD_TYPE, type Statement } from "../../../src/core/attestation";
import type { HttpAnswer, HttpClient } from "../../../src/core/http";
import type { Verification } from "../../../src/core/verification";
import { file, sha256 } from "../../support/statements";

const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const signer = createKeySigner({ privateKey: privateKey.export({ format: "pem", type: "pkcs8" }) as string });
let base: string;
let dir: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "model-assay-test-"));
  dir = join(base, "model");
  mkdirSync(dir);
  writeFileSync(join(base, "key.pem"), publicKey.export({ format: "pem", type: "spki" }));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const FILES = { "config.json": "{}", "model.safetensors": "weights" };

function put(files: Record<string, string>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), content);
  }
}

async function signed(statement: Statement): Promise<string> {
  return (await signer.sign(statementBytes(statement), DSSE_PAYLOAD_TYPE)).json;
}

const subjects = (files: Record<string, string>) => Object.entries(files).map(([path, text]) => file(path, text));
const manifest = (files: Record<string, string> = FILES) =>
  signed(omsStatement({ name: "model", files: subjects(files), links: [] }));
const about = (type: string, predicate: unknown, files: Record<string, string> = FILES) =>
  signed(statementsOf(type, predicate, subjects(files))[0]!);

const noHttp: HttpClient = {
  request: () => Promise.reject(new Error("asked the network")),
};

function verify(words: VerifyWords = {}, path = dir, http = noHttp): Promise<Verification> {
  const request = readVerify({ key: join(base, "key.pem"), ...words });
  return verifyPath({ path, request, signers: [], env: {}, http: () => http, now: new Date() });
}
const kinds = ({ refused }: Verification) => refused.map(({ kind }) => kind);

test("a file in a directory .git below the top is no part of git's own, and is seen", async () => {
  put({ ...FILES, "model.sig": await manifest() });
  expect(await verify()).toMatchObject({ verified: true });
  put({ "unet/.git/model.safetensors": "evil" });
  const found = await verify();
  expect(found.verified).toBe(false);
  expect(kinds(found)).toEqual(["file-extra"]);
  expect(found.refused[0]!.message).toContain("unet/.git/model.safetensors");
});

test("a file that bears the name of an answer of GitHub is not taken for the signature", async () => {
  const bundle = JSON.parse(await manifest()) as unknown;
  const answer = Buffer.from(JSON.stringify({ attestations: [{ bundle }] }));
  const http = { request: async (): Promise<HttpAnswer> => ({ status: 200, headers: new Map(), body: answer }) };
  put({ ...FILES, "GitHub, acme/models, config.json": "evil" });
  const here = process.cwd();
  process.chdir(dir);
  try {
    expect(await verify({ repo: "acme/models" }, ".", http)).toMatchObject({ verified: false });
  } finally {
    process.chdir(here);
  }
});

test("of several bundles in one file that lies in the directory, no other file is taken for the signature", async () => {
  const lines = `${await manifest()}\n${await manifest()}\n`;
  put({ ...FILES, "model.sig": lines });
  expect(await verify()).toMatchObject({ verified: true });
  put({ "model.sig (bundle 1)": "evil", "model.sig (bundle 2)": "evil" });
  expect(await verify()).toMatchObject({ verified: false });
});

test("a bundle that was named has to hold, also where GitHub's are allowed", async () => {
  put(FILES);
  writeFileSync(join(base, "good.json"), await manifest());
  writeFileSync(join(base, "bad.json"), await manifest({ "config.json": "other" }));
  const bundle = [join(base, "good.json"), join(base, "bad.json")];
  expect(await verify({ bundle })).toMatchObject({ verified: false });
  expect(await verify({ bundle, repo: "acme/models" })).toMatchObject({ verified: false });
});

test("options that would narrow a signer are not dropped beside a key", () => {
  expect(() => readVerify({ key: "k.pem", "source-repo": "acme/models" })).toThrow(/key.*source-repo/);
  expect(() => readVerify({ key: "k.pem", identity: "a@b.c", issuer: "https://x" })).toThrow(/key/);
});

test.each(["model.sig", "GitHub"])("a pipe named %s does not stop it", async (name) => {
  put(FILES);
  execFileSync("mkfifo", [join(dir, name)]);
  writeFileSync(join(base, "good.json"), await manifest());
  if (name === "model.sig") expect((await verify()).refused[0]!.message).toContain("model.sig is no regular file");
  else expect(await verify({ bundle: [join(base, "good.json")] })).toMatchObject({ verified: false });
});

test("a pipe beside a file is no bundle of it", async () => {
  put(FILES);
  for (const ending of [".sigstore.json", ".sig"]) {
    const path = join(dir, "config.json");
    execFileSync("mkfifo", [`${path}${ending}`]);
    expect((await verify({}, path)).refused[0]!.message).toContain("is no regular file");
    rmSync(`${path}${ending}`);
  }
});

test("what a statement of an unknown kind says is not known, so it vouches only where its type was asked for", async () => {
  const vsa = "https://slsa.dev/verification_summary/v1";
  put(FILES);
  const path = join(base, "vsa.json");
  writeFileSync(path, await about(vsa, { verificationResult: "FAILED" }));
  const found = await verify({ bundle: [path] });
  expect(found.verified).toBe(false);
  expect(found.refused[0]).toMatchObject({ kind: "wrong-predicate", message: expect.stringContaining("--type") });
  expect(await verify({ bundle: [path], type: vsa })).toMatchObject({ verified: true });
});

test.each([
  ["evil", "good"],
  ["good", "evil"],
])("two names that look alike do not lend each other their digests: %s, %s", async (first, second) => {
  put({ "config.json": "{}" });
  writeFileSync(Buffer.concat([Buffer.from(`${dir}/w`), Buffer.from([0xff])]), first);
  writeFileSync(join(dir, "w\\xff"), second);
  const path = join(base, "bom.json");
  const files = { "config.json": "{}", w: "good" };
  writeFileSync(path, await about("https://cyclonedx.org/bom", { bomFormat: "CycloneDX" }, files));
  await expect(verify({ bundle: [path] })).rejects.toThrow(/look alike/);
});

test("a verdict of never is no pass", async () => {
  put(FILES);
  const path = join(base, "verdict.json");
  const verdict = {
    result: "pass",
    time: "2027-01-31T12:00:00Z",
    toolVersion: "0.1.0",
    rules: sha256("rules"),
    onIncomplete: "fail",
    report: { name: "report.json", sha256: sha256("report") },
    unseen: [],
    unseenCount: 0,
  } as const;
  const write = async (failOn: "high" | "never") =>
    writeFileSync(path, await signed(verdictStatements({ ...verdict, failOn }, subjects(FILES))[0]!));
  await write("high");
  expect(await verify({ bundle: [path] })).toMatchObject({ verified: true });
  await write("never");
  expect(await verify({ bundle: [path] })).toMatchObject({ verified: false });
});
