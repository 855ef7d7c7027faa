import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { bundlesOf } from "../../../src/app/verify/bundles";
import { readVerify } from "../../../src/app/verify/request";
import { verifyPath } from "../../../src/app/verify/verify-path";
import { HttpFailure, type HttpAnswer, type HttpClient } from "../../../src/core/http";
import { start } from "../../support/command";
import { startSignedModels, WORKFLOW_OPTIONS, type SignedModels } from "../../support/signed-models";

/** What ends in which exit code: 1 is refused, 2 wrong usage, 3 could not be asked. */

let signed: SignedModels;
let model: string;
let bundle: string;
beforeAll(async () => {
  signed = await startSignedModels();
  model = signed.model(undefined, "chat");
  bundle = await signed.sign(signed.bom(signed.subjects(model)));
  symlinkSync(model, join(signed.directory, "link"), "dir");
});
afterAll(() => signed.close());

const signers = (): string[] => [...WORKFLOW_OPTIONS, "--issuer", signed.issuer];
const trust = (): string[] => ["--trusted-root", signed.root];

const WRONG: [string, () => string[], RegExp][] = [
  ["nobody is named", () => [model, "--bundle", bundle, ...trust()], /who may have signed\? --signer-workflow/],
  ["no path", () => signers(), /verify takes one file, directory or image/],
  ["two paths", () => [model, model, ...signers()], /verify takes one file/],
  ["no such path", () => [join(model, "none"), ...signers(), ...trust()], /there is no file or directory/],
  ["no bundle", () => [model, ...signers(), ...trust()], /there is no signature of .*Name one: --bundle FILE/],
  ["no such bundle", () => [model, "--bundle", "none.json", ...signers(), ...trust()], /bundle: none\.json cannot be/],
  ["no such root", () => [model, "--bundle", bundle, ...signers(), "--trusted-root", "none"], /trusted-root: none can/],
  ["a root that is none", () => [model, "--bundle", bundle, ...signers(), "--trusted-root", bundle], /no trusted root/],
  ["a key that is none", () => [model, "--bundle", bundle, "--key", bundle], /no public key in PEM/],
  ["offline, and nobody to believe", () => [model, "--bundle", bundle, ...signers(), "--offline"], /--offline needs/],
  ["an issuer alone", () => [model, "--bundle", bundle, "--issuer", signed.issuer, ...trust()], /would be anybody/],
  ["an identity alone", () => [model, "--bundle", bundle, "--identity", "me@example.com"], /needs an `issuer`/],
  ["a link", () => [join(signed.directory, "link"), ...signers(), ...trust()], /is a symbolic link. Name the file/],
  ["an unknown format", () => [model, ...signers(), "--format", "sarif"], /not one of text, json/],
  ["an unknown log", () => [model, ...signers(), "--log", "never"], /not one of required, optional/],
  ["no repository", () => [model, ...signers(), "--repo", "../x"], /is no owner\/name/],
];

test.each(WRONG)("%s: 2", async (_, options, words) => {
  const { code, stdout, stderr } = await start("cli.js", ["verify", ...options()]);
  expect(stderr).toMatch(words);
  expect(stdout).toBe("");
  expect(code).toBe(2);
});

test("what is no bundle: 1", async () => {
  const path = signed.write("no JSON");
  const { code, stdout } = await start("cli.js", ["verify", model, "--bundle", path, ...signers(), ...trust()]);
  expect(stdout).toContain("[malformed]");
  expect(code).toBe(1);
});

const atGitHub = (env: Record<string, string> = {}, format = "text") =>
  start("cli.js", ["verify", model, "--repo", "acme/model-repo", ...signers(), ...trust(), "--format", format], {
    env: { GITHUB_API_URL: signed.signing.sigstore.urls.api, ...env },
  });

test.each<[string, Parameters<SignedModels["signing"]["sigstore"]["fail"]>[1], RegExp, number]>([
  ["500", { status: 500 }, /it answered 500. Try again later.*\[unavailable\]/, 3],
  ["429", { status: 429 }, /it asks to wait \(429\).*\[unavailable\]/, 3],
  ["401", { status: 401 }, /it refuses \(401\). GITHUB_TOKEN needs attestations: read/, 3],
  ["reset", "reset", /\[unavailable\]/, 3],
  ["truncated", "truncated", /\[unavailable\]/, 3],
  ["404", { status: 404 }, /GitHub has no attestation of acme\/model-repo.*\[not-found\]/, 1],
  ["garbage", { status: 200, body: "<html>" }, /no JSON.*\[malformed\]/, 1],
])("GitHub answers %s", async (_, fault, words, exit) => {
  signed.signing.sigstore.fail("api", fault);
  const { code, stdout, stderr } = await atGitHub({ GITHUB_TOKEN: "ghs_secret" });
  signed.signing.sigstore.heal();
  expect(stdout).toMatch(words);
  expect(stdout + stderr).not.toContain("ghs_secret");
  expect(code).toBe(exit);
});

test("the answer in JSON says what could not be asked, too", async () => {
  signed.signing.sigstore.fail("api", { status: 503 });
  const { code, stdout } = await atGitHub({}, "json");
  signed.signing.sigstore.heal();
  expect(JSON.parse(stdout)).toMatchObject({ verified: false, refused: [{ kind: "unavailable" }] });
  expect(code).toBe(3);
});

test("no answer within the time that is given", async () => {
  const limits: (number | undefined)[] = [];
  const http: HttpClient = {
    request: ({ timeoutMs }) => {
      limits.push(timeoutMs);
      return Promise.reject(new HttpFailure("timeout", "127.0.0.1 did not answer within 30 s"));
    },
  };
  const request = readVerify({ repo: "acme/model-repo", identity: "x", issuer: "y", "trusted-root": signed.root });
  const answer = await verifyPath({ path: model, request, signers: [], env: {}, http: () => http, now: new Date() });
  expect(answer).toMatchObject({ verified: false, refused: [{ kind: "unavailable" }] });
  expect(answer.refused[0]?.message).toContain("did not answer within 30 s. Try again later");
  expect(limits).toEqual([30_000]);
});

test("no trusted root from the network: 3", async () => {
  const { code, stdout } = await start("cli.js", ["verify", model, "--bundle", bundle, ...signers()], {
    env: { XDG_CACHE_HOME: join(signed.directory, "cache") },
  });
  expect(stdout).toMatch(
    /the trusted root could not be fetched \(.*or verify with one from a file \(--trusted-root\) \[unavailable\]/,
  );
  expect(code).toBe(3);
});

test("GitHub is asked once for each statement, not once for each file", async () => {
  const files = Array.from({ length: 2100 }, (_, at) => ({
    path: `f${at}`,
    size: 1,
    sha256: at.toString(16).padStart(64, "0"),
  }));
  const parts = [files.slice(0, 1024), files.slice(1024, 2048), files.slice(2048)];
  const bundles = await Promise.all(
    parts.map(async (part) => signed.signing.bundle({ log: 2, tsa: true }, {}, payload(part))),
  );
  let asked = 0;
  const http: HttpClient = {
    async request({ url }): Promise<HttpAnswer> {
      asked += 1;
      const at = files.findIndex(({ sha256 }) => url.includes(sha256));
      const body = Buffer.from(JSON.stringify({ attestations: [{ bundle: bundles[Math.floor(at / 1024)] }] }));
      return { status: 200, headers: new Map(), body };
    },
  };
  const place = { path: "m", isDirectory: true, files };
  const found = await bundlesOf(readVerify({ repo: "a/b" }), place, () => http, {});
  expect({ asked, found: found.length }).toEqual({ asked: 3, found: 3 });
});

function payload(files: readonly { path: string; sha256: string }[]) {
  const subject = files.map(({ path, sha256 }) => ({ name: path, digest: { sha256 } }));
  return Buffer.from(
    JSON.stringify({ _type: "https://in-toto.io/Statement/v1", subject, predicateType: "https://cyclonedx.org/bom" }),
  );
}
