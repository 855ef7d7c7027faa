import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { attachCommand } from "../../../src/app/attest/command-attach";
import { verifyCommand } from "../../../src/app/verify/command-verify";
import * as images from "../../support/oci-images";
import { startOciServer, type OciServer } from "../../support/oci-registry";
import { runCommand } from "../../support/run-command";
import { sha256 } from "../../support/statements";

/** `attach`, and `verify` of what it attached, with a registry on loopback. */

const PREDICATE = "https://cyclonedx.org/bom";
const key = images.newKey();
let server: OciServer;
let base: string;
let image: string;
let digest: string;
let told: string[];
const before = process.env["DOCKER_CONFIG"];

beforeEach(async () => {
  server = await startOciServer();
  base = mkdtempSync(join(tmpdir(), "model-assay-test-"));
  process.env["DOCKER_CONFIG"] = base;
  digest = images.putImage(server, "team/model", "a", "v1");
  image = `oci:${server.host}/team/model:v1`;
  told = [];
  jest.spyOn(process.stderr, "write").mockImplementation((text) => told.push(String(text)) > 0);
  mkdirSync(join(base, "chat"));
  writeFileSync(join(base, "chat/weights.bin"), "weights");
  writeFileSync(join(base, "key.pem"), key.publicKey.export({ format: "pem", type: "spki" }));
});

afterEach(async () => {
  jest.restoreAllMocks();
  if (before === undefined) delete process.env["DOCKER_CONFIG"];
  else process.env["DOCKER_CONFIG"] = before;
  rmSync(base, { recursive: true, force: true });
  await server.close();
});

function put(name: string, text: string): string {
  writeFileSync(join(base, name), text);
  return name;
}

/** A statement about the model's file, or about the image. */
const ofFile = (content = "weights") => images.signedStatement(key, `sha256:${sha256(content)}`, PREDICATE);
const ofImage = () => images.signedStatement(key, digest, PREDICATE);

const attach = (bundles: readonly string[], to = image) =>
  runCommand(attachCommand, ["attach", to, ...bundles.flatMap((each) => ["--bundle", each])], base);
const verify = (...argv: string[]) => runCommand(verifyCommand, ["verify", ...argv, "--key", "key.pem"], base);
const login = (user: string) => {
  server.settings.login = user;
  const auths = { [server.host]: { auth: Buffer.from("me:secret").toString("base64") } };
  put("config.json", JSON.stringify({ auths }));
};

describe("a statement about the image", () => {
  test.each([
    ["that anybody may write to", () => undefined],
    ["that gives tokens to who has a login", () => login("me:secret")],
    ["that lists no referrers", () => void (server.settings.referrersApi = false)],
  ])("in a registry %s, is found there by verify", async (_, set) => {
    set();
    const attached = await attach([put("bom.json", `${ofImage()}\n`)]);
    expect(told).toEqual([]);
    expect(attached.code).toBe(0);
    expect(attached.stdout).toContain(
      `bom.json (bill of materials) is attached to ${server.host}/team/model:v1@${digest}`,
    );
    expect(attached.stdout.includes("listed under the tag sha256-")).toBe(!server.settings.referrersApi);
    expect(attached.stdout).not.toContain("not about the image");
    const { code, stdout } = await verify(image, "--type", "cyclonedx");
    expect(stdout).toContain(digest);
    expect(code).toBe(0);
  });
});

describe("a statement about files that the image carries", () => {
  test("is attached with a word about cosign, and verifies the files", async () => {
    const { code, stdout } = await attach([put("bom.json", ofFile())]);
    expect(code).toBe(0);
    expect(stdout).toContain("cosign verify-attestation wants the image as a subject, and does not take it");
    expect(stdout).toContain(`model-assay verify DIR --bundle oci:${server.host}/team/model:v1@${digest}`);
    expect(await verify("chat", "--bundle", image)).toMatchObject({ code: 0 });
    expect(await verify(image, "--type", "cyclonedx")).toMatchObject({ code: 1 });
  });

  test("does not verify another file", async () => {
    await attach([put("bom.json", ofFile("other"))]);
    const { code, stdout } = await verify("chat", "--bundle", image);
    expect(stdout).toContain("the statement is about other files");
    expect(code).toBe(1);
  });

  test("verifies beside what others put there", async () => {
    const stranger = images.signedStatement(images.newKey(), `sha256:${sha256("weights")}`, PREDICATE);
    await attach([put("stranger.json", stranger)]);
    await attach([put("bom.json", ofFile()), put("image.json", ofImage())]);
    expect(await verify("chat", "--bundle", image)).toMatchObject({ code: 0 });
    expect(await verify("chat", "--bundle", image, "--bundle", "stranger.json")).toMatchObject({ code: 1 });
  });

  test("leaves a file out: refused, although a bundle holds", async () => {
    await attach([put("bom.json", ofFile())]);
    put("chat/more.bin", "more");
    const { code, stdout } = await verify("chat", "--bundle", image);
    expect(stdout).toContain("more.bin is not among what was signed");
    expect(code).toBe(1);
  });

  test("a file with the name of the image is no bundle of its own, and has to be signed", async () => {
    await attach([put("bom.json", ofFile())]);
    const at = join(base, "chat", image);
    mkdirSync(join(at, ".."), { recursive: true });
    writeFileSync(at, "evil");
    const { code } = await runCommand(
      verifyCommand,
      ["verify", ".", "--bundle", image, "--key", "../key.pem"],
      join(base, "chat"),
    );
    expect(code).toBe(1);
  });

  test("several, one for each line of a file", async () => {
    const { code, stdout } = await attach([put("all.jsonl", `${ofFile()}\n${ofImage()}\n`)]);
    expect(code).toBe(0);
    expect(stdout.match(/is attached to/g)).toHaveLength(2);
    expect(stdout).toContain("all.jsonl (bundle 2) (bill of materials)");
  });
});

describe("is not attached, in words", () => {
  const cases: readonly (readonly [string, () => string, RegExp])[] = [
    ["no bundle", () => "{}", /bundle\.json/],
    [
      "a signature without a statement",
      () => {
        const { verificationMaterial } = JSON.parse(ofImage()) as { verificationMaterial: object };
        const messageDigest = { algorithm: "SHA2_256", digest: Buffer.alloc(32).toString("base64") };
        const messageSignature = { messageDigest, signature: Buffer.alloc(8).toString("base64") };
        return JSON.stringify({ mediaType: images.BUNDLE, verificationMaterial, messageSignature });
      },
      /is a signature without a statement/,
    ],
    ["GitHub's answer", () => `{"attestations":[{"bundle":${ofImage()}}]}`, /is no bundle of version 0\.3 by itself/],
    [
      "two of GitHub's answer",
      () => `{"attestations":[{"bundle":${ofImage()}},{"bundle":${ofImage()}}]}`,
      /holds 2 bundles\. Give one for each file/,
    ],
    [
      "cosign's signature of another image",
      () => images.signedStatement(key, `sha256:${sha256("x")}`),
      /of another image than/,
    ],
  ];
  test.each(cases)("%s: 1, and nothing is written", async (_, text, words) => {
    const { code, stdout } = await attach([put("good.json", ofImage()), put("bundle.json", text())]);
    expect(told.join("")).toMatch(words);
    expect([code, stdout]).toEqual([1, ""]);
    expect(server.seen.filter(({ method }) => !["GET", "HEAD"].includes(method))).toEqual([]);
  });

  const fails = (status: number, method: string) =>
    void (server.settings.fault = (request, response: ServerResponse) =>
      request.method === method && void response.writeHead(status).end() === undefined);

  test("the registry may only be read: 1", async () => {
    fails(403, "POST");
    const { code } = await attach([put("bom.json", ofImage())]);
    expect(told.join("")).toMatch(/the bundle was not attached to .*403|refuses/);
    expect(code).toBe(1);
  });

  test("the image is not there: 1", async () => {
    expect(await attach([put("bom.json", ofImage())], `oci:${server.host}/team/none:v1`)).toMatchObject({ code: 1 });
    expect(told.join("")).toContain("has no image");
  });

  test("the registry fails: 3; what was attached before is told", async () => {
    let uploads = 0;
    server.settings.fault = (request, response) =>
      request.method === "POST" && ++uploads > 2 && void response.writeHead(500).end() === undefined;
    const { code, stdout } = await attach([put("bom.json", ofImage()), put("more.json", ofFile())]);
    expect(code).toBe(3);
    expect(stdout).toContain("bom.json (bill of materials) is attached");
    expect(stdout).not.toContain("more.json");
    expect(told.join("")).toContain("the bundle was not attached");
  });

  test("the registry is not there: 3", async () => {
    const to = image;
    await server.close();
    expect(await attach([put("bom.json", ofImage())], to)).toMatchObject({ code: 3 });
    server = await startOciServer();
  });

  test.each([
    ["no image", ["attach"], /attach takes one image/],
    ["no oci:", ["attach", "chat", "--bundle", "b"], /attach takes one image/],
    ["no bundle", ["attach", "oci:ghcr.io/a/b"], /attach takes one image/],
    ["no reference", ["attach", "oci:GHCR io", "--bundle", "b"], /no reference of an image/],
    ["no file", ["attach", "oci:ghcr.io/a/b", "--bundle", "b"], /bundle: b cannot be read: there is no such file/],
    ["a format", ["attach", "oci:ghcr.io/a/b", "--bundle", "b", "--format", "json"], /attach takes no --format/],
  ])("%s: wrong usage", async (_, argv, words) => {
    await expect(runCommand(attachCommand, argv, base)).rejects.toMatchObject({
      name: "ConfigurationError",
      message: words,
    });
  });
});

test("verify asks no registry offline, and says what an image has not", async () => {
  await expect(verify("chat", "--bundle", image, "--offline")).rejects.toThrow("which --offline does not ask");
  await expect(verify("chat", "--bundle", "oci:No Image")).rejects.toThrow("no reference of an image");
  const { code, stdout } = await verify("chat", "--bundle", image);
  expect(stdout).toContain("has no bundle attached in its registry");
  expect(code).toBe(1);
});
