import { createHash } from "node:crypto";
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { omsStatement } from "../../../src/attest/oms-manifest";
import { statementBytes } from "../../../src/attest/statement";
import { repositoryOf, trustedRootCommand, writeTrustedRoot } from "../../../src/app/trusted-root/command-trusted-root";
import { verifyCommand } from "../../../src/app/verify/command-verify";
import { ConfigurationError } from "../../../src/core/host";
import { createHttpClient } from "../../../src/host/http";
import { readTrustedRoot } from "../../../src/verify/trusted-root";
import { removeRepos, temporaryDirectory } from "../../support/repo";
import { runCommand } from "../../support/run-command";
import { startSigning } from "../../support/signed-bundles";
import { file } from "../../support/statements";
import { startTufRepository } from "../../support/tuf-repository";

/** `trusted-root`: what a source signed is written byte by byte; of what it did not sign, nothing. */

/** The public instance's own, as `@sigstore/tuf` brings it. */
const SEEDS = JSON.parse(readFileSync(require.resolve("@sigstore/tuf/seeds.json"), "utf8")) as Record<
  string,
  { targets: Record<string, string> }
>;
const [SEED] = Object.values(SEEDS);
const PUBLIC = Buffer.from(SEED!.targets["trusted_root.json"]!, "base64").toString("utf8");

let source: Awaited<ReturnType<typeof startTufRepository>>;
let directory: string;
let told: jest.SpyInstance;
beforeEach(async () => {
  source = await startTufRepository();
  directory = temporaryDirectory();
  told = jest.spyOn(process.stderr, "write").mockImplementation(() => true);
});
afterEach(async () => {
  told.mockRestore();
  await source.close();
});
afterAll(removeRepos);
const http = createHttpClient({ env: {} });
afterAll(() => http.close());

const output = () => join(directory, "trusted_root.json");
const stderr = () => told.mock.calls.map(([text]) => String(text)).join("");
const request = () => ({
  repository: { kind: "own", mirror: source.mirror, root: source.root() } as const,
  output: output() as string | undefined,
  quiet: false,
  env: { XDG_CACHE_HOME: join(directory, "cache") },
  http: () => http,
});
const write = (to = output()) => writeTrustedRoot({ ...request(), output: to });

describe("what its source has signed", () => {
  test("is written byte by byte, and says what it is", async () => {
    source.publish({ version: 3, target: PUBLIC });
    expect(await write()).toBe(0);
    expect(readFileSync(output(), "utf8")).toBe(PUBLIC);
    expect(readTrustedRoot(readFileSync(output(), "utf8"), "x").tlogs.length).toBeGreaterThan(0);
    const words = stderr();
    expect(words).toContain(
      `${source.mirror}: trusted_root.json, sha256 ${createHash("sha256").update(PUBLIC).digest("hex")}\n`,
    );
    expect(words).toMatch(/^Certificates: https:\/\/fulcio\.sigstore\.dev, from 2021-03-07, until 2022-12-31$/m);
    expect(words).toMatch(/^Log entries: https:\/\/rekor\.sigstore\.dev, from 2021-01-12$/m);
    const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    expect(words).toMatch(new RegExp(`^TUF root: version 1, until ${day(30)}T`, "m"));
    expect(words).toMatch(new RegExp(`^TUF timestamp: version 3, until ${day(7)}T`, "m"));
    expect(words).toContain(`Use it: model-assay verify PATH --offline --trusted-root ${output()}\n`);
  });

  test("is what verify takes without a network", async () => {
    const signing = await startSigning();
    try {
      source.publish({ target: JSON.stringify(signing.sigstore.trustedRoot()) });
      expect(await write()).toBe(0);
      mkdirSync(join(directory, "chat"));
      writeFileSync(join(directory, "chat/config.json"), "{}");
      const statement = omsStatement({ name: "chat", files: [file("config.json", "{}")], links: [] });
      const bundle = await signing.bundle({ log: 2, tsa: true }, {}, Buffer.from(statementBytes(statement)));
      writeFileSync(join(directory, "chat/model.sig"), JSON.stringify(bundle));
      const signer = ["--signer-workflow", "acme/ci/.github/workflows/model-build.yml", "--signer-ref", "refs/tags/v1"];
      const verified = await runCommand(
        verifyCommand,
        ["verify", "chat", "--offline", "--trusted-root", output(), "--issuer", signing.sigstore.urls.oidc, ...signer],
        directory,
      );
      expect(verified).toMatchObject({ code: 0, stdout: expect.stringContaining("Verified: ") });
    } finally {
      await signing.close();
    }
  });

  test("goes to standard output, alone; with --quiet nothing is said of it", async () => {
    source.publish({ target: PUBLIC });
    const stdout = jest.spyOn(process.stdout, "write").mockImplementation(() => true);
    try {
      expect(await writeTrustedRoot({ ...request(), output: undefined, quiet: true })).toBe(0);
      expect(stdout.mock.calls.map(([text]) => text)).toEqual([PUBLIC]);
    } finally {
      stdout.mockRestore();
    }
    expect(stderr()).toBe("");
  });

  test("replaces an older one, and what a link leads to, and leaves nothing beside it", async () => {
    mkdirSync(join(directory, "out"));
    writeFileSync(join(directory, "out/real.json"), "old");
    symlinkSync("real.json", join(directory, "out/link.json"));
    // Whoever has the old file open goes on reading the old one: nobody sees half of each.
    linkSync(join(directory, "out/real.json"), join(directory, "out/opened.json"));
    source.publish({ target: PUBLIC });
    expect(await write(join(directory, "out/link.json"))).toBe(0);
    expect(lstatSync(join(directory, "out/link.json")).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(directory, "out/real.json"), "utf8")).toBe(PUBLIC);
    expect(readdirSync(join(directory, "out")).sort()).toEqual(["link.json", "opened.json", "real.json"]);
    expect(readFileSync(join(directory, "out/opened.json"), "utf8")).toBe("old");
    await expect(write(join(directory, "out"))).rejects.toThrow(/^output: .* cannot be written \(EISDIR\)$/);
  });

  test("a name in it that would act on a terminal does not", async () => {
    const target = JSON.parse(PUBLIC) as { certificateAuthorities: { uri: string }[] };
    target.certificateAuthorities[0]!.uri = "https://\u001b[31m\u202efulcio\nVerified";
    source.publish({ target: JSON.stringify(target) });
    expect(await write()).toBe(0);
    expect(stderr()).not.toMatch(/[\u001b\u202e]|^Verified/m);
  });
});

describe("of what it did not sign nothing is written", () => {
  const other = PUBLIC.replace("fulcio.sigstore.dev", "fulcio.evil0000.dev");
  test.each<[string, number, () => void]>([
    ["expired metadata", 1, () => source.publish({ target: PUBLIC, expires: -1 })],
    ["an expired root", 1, () => source.rotate(2, -1)],
    ["a root that a stranger signed", 1, () => source.rotate(2, 30, true)],
    [
      "changed metadata",
      1,
      () => source.serve("/timestamp.json", (text) => text.replace('"version":1', '"version":9')),
    ],
    ["another file than was signed", 1, () => source.serve("/targets/trusted_root.json", () => other)],
    ["a file that is no trusted root", 1, () => source.publish({ target: '{"mediaType":"text/plain"}' })],
    [
      "a file that trusts nobody",
      1,
      () => source.publish({ target: `{"mediaType":"${JSON.parse(PUBLIC).mediaType}"}` }),
    ],
    ["bytes that are no text", 1, () => source.publish({ target: PUBLIC.replace("fulcio.", "\uFFFD.") })],
    ["a source that does not answer", 3, () => source.fail(503)],
  ])("%s", async (_, code, spoil) => {
    source.publish({ target: PUBLIC });
    spoil();
    expect(await write()).toBe(code);
    expect(existsSync(output())).toBe(false);
    expect(stderr()).toMatch(/^model-assay: .*127\.0\.0\.1.*\. Nothing was written\n$/);
    expect(readdirSync(directory)).toEqual(["cache"]);
  });

  test("what was there stays", async () => {
    source.publish({ target: PUBLIC, expires: -1 });
    writeFileSync(output(), "mine");
    expect(await write()).toBe(1);
    expect(readFileSync(output(), "utf8")).toBe("mine");
    expect(readdirSync(directory).sort()).toEqual(["cache", "trusted_root.json"]);
  });

  test("an older one than was seen before, by verify too", async () => {
    source.publish({ version: 5, target: PUBLIC });
    expect(await write()).toBe(0);
    source.publish({ version: 4, target: other });
    expect(await write()).toBe(1);
    expect(readFileSync(output(), "utf8")).toBe(PUBLIC);
  });
});

describe("whose", () => {
  test.each([
    [undefined, { kind: "public" }],
    ["public", { kind: "public" }],
    ["github", { kind: "github" }],
    ["acme.ghe.com", { kind: "github", tenant: "acme" }],
  ])("%s", (named, repository) => expect(repositoryOf(named)).toEqual(repository));

  test.each([
    "trust.json",
    "https://acme.ghe.com",
    "acme.ghe.com/x",
    "acme.ghe.com.evil.example",
    "token.actions.acme.ghe.com",
    "ghe.com",
    "",
    "a.b.ghe.com",
  ])("%p is none, before anything is asked", async (named) => {
    expect(() => repositoryOf(named)).toThrow(ConfigurationError);
    await expect(runCommand(trustedRootCommand, ["trusted-root", `--sigstore=${named}`], directory)).rejects.toThrow(
      /client trust config: model-assay verify PATH --trusted-root FILE$/,
    );
  });

  test("an operand, another option, and a place that is not there are told what to type", async () => {
    const run = (...argv: string[]) => runCommand(trustedRootCommand, ["trusted-root", ...argv], directory);
    await expect(run("root.json")).rejects.toThrow("model-assay trusted-root -o trusted_root.json");
    await expect(run("-o", "nowhere/root.json")).rejects.toThrow("there is no directory nowhere");
    await expect(run("--offline")).rejects.toThrow("trusted-root takes no --offline");
  });
});
