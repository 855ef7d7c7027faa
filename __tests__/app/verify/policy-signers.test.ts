import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readArguments } from "../../../src/app/arguments";
import { verifyCommand } from "../../../src/app/verify/command-verify";
import { signersByPolicy, type PolicyPlace } from "../../../src/app/verify/policy-signers";
import { PREDICATES } from "../../../src/core/attestation";
import { fingerprintOf, readPublicKey } from "../../../src/verify/trusted-root";
import { makeKey } from "../../support/model-signing";
import { removeRepos, temporaryDirectory, TestRepo } from "../../support/repo";
import { startSigning } from "../../support/signed-bundles";

afterAll(removeRepos);

const OURS =
  "version: 1\nsigners:\n  - { workflow: acme/ci/.github/workflows/model-build.yml, refs: ['refs/tags/v*'] }\n";
const THEIRS = "version: 1\nsigners:\n  - { workflow: 'mallory/**' }\n";
const SIGNER = { workflow: "acme/ci/.github/workflows/model-build.yml", refs: ["refs/tags/v*"] };

const ask = (directory: string, place: Partial<PolicyPlace> = {}) =>
  signersByPolicy({
    config: undefined,
    base: undefined,
    ownAuthorities: false,
    decision: false,
    env: { PATH: process.env["PATH"] },
    directory,
    ...place,
  });
const repository = (policy = OURS) => TestRepo.create().write({ ".model-assay.yml": policy, "models/a.bin": "a" });

describe("whose policy says who may have signed", () => {
  test("that of the repository around the working directory, with its name and digest", async () => {
    const { root } = repository();
    const policy = { source: `.model-assay.yml (${root})`, sha256: createHash("sha256").update(OURS).digest("hex") };
    for (const path of [join(root, "models"), join(root, "models/a.bin"), temporaryDirectory(), undefined])
      expect(await ask(join(root, "models"), path === undefined ? {} : { path })).toEqual({
        signers: [SIGNER],
        revoked: [],
        policy,
      });
  });

  test("with what it revokes", async () => {
    const sha256 = "a".repeat(64);
    const { root } = repository(`${OURS}revoked:\n  - { sha256: ${sha256}, reason: gone }\n`);
    expect(await ask(root, {})).toMatchObject({ revoked: [{ kind: "digest", sha256, reason: "gone" }] });
  });

  test("never one in the directory that is verified, even where that is a repository of its own", async () => {
    const { root } = repository();
    const model = join(root, "models/downloaded");
    mkdirSync(model);
    writeFileSync(join(model, ".model-assay.yml"), THEIRS);
    expect(await ask(root, { path: model })).toMatchObject({ signers: [SIGNER] });
    expect(await ask(model, { path: model })).toMatchObject({ signers: [SIGNER] });

    const clone = TestRepo.create().write({ ".model-assay.yml": THEIRS, "weights/a.bin": "a" });
    const why = `${clone.root}/.model-assay.yml is inside of what is verified, which cannot approve of itself. Name a policy that you trust: --config FILE.`;
    expect(await ask(clone.root, { path: clone.root })).toEqual({ why });
    expect(await ask(join(clone.root, "weights"), { path: clone.root })).toEqual({ why });
    clone.commit("all");
    expect(await ask(clone.root, { path: clone.root, base: "HEAD" })).toEqual({ why });
  });

  test("not by way of a link, in either direction", async () => {
    const clone = repository(THEIRS);
    const link = join(temporaryDirectory(), "link");
    symlinkSync(clone.root, link);
    expect(await ask(link, { path: clone.root })).toHaveProperty("why");
    expect(await ask(clone.root, { path: link })).toHaveProperty("why");

    const leads = TestRepo.create().write({ "download/p.yml": THEIRS });
    symlinkSync("download/p.yml", join(leads.root, ".model-assay.yml"));
    expect(await ask(leads.root, { path: join(leads.root, "download") })).toHaveProperty("why");
  });

  test("none outside of a repository, but for the file that is named", async () => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, ".model-assay.yml"), THEIRS);
    expect(await ask(directory)).toMatchObject({ why: expect.stringContaining("There is no git repository around") });
    const config = join(temporaryDirectory(), "signers.yml");
    writeFileSync(config, OURS);
    expect(await ask(directory, { config })).toMatchObject({
      signers: [SIGNER],
      policy: { source: config },
    });
    await expect(ask(directory, { config: `${config}x` })).rejects.toThrow(`config: there is no file ${config}x`);
  });

  test("in a pull request only the base's, or a file from elsewhere", async () => {
    const repo = repository();
    repo.commit("ours");
    repo.write({ ".model-assay.yml": THEIRS }).commit("mine");
    const config = join(temporaryDirectory(), "signers.yml");
    writeFileSync(config, OURS);
    for (const event of ["pull_request", "pull_request_target", "merge_group"]) {
      const env = { PATH: process.env["PATH"], GITHUB_EVENT_NAME: event };
      const why = { why: expect.stringContaining("the pull request's own") };
      expect(await ask(repo.root, { env })).toEqual(why);
      expect(await ask(repo.root, { env, config: join(repo.root, ".model-assay.yml") })).toEqual(why);
      expect(await ask(repo.root, { env, base: "HEAD~1" })).toMatchObject({ signers: [SIGNER] });
      expect(await ask(repo.root, { env, config })).toMatchObject({ signers: [SIGNER] });
    }
  });

  test("a mistake in it is told with its place", async () => {
    const { root } = repository("version: 1\nsigners:\n  - { issuer: https://token.actions.githubusercontent.com }\n");
    await expect(ask(root)).rejects.toThrow(".model-assay.yml:3:5: an approved signer needs one of identity,");
  });

  test("an issuer may be left out only where own authorities are believed", async () => {
    const { root } = repository("version: 1\nsigners:\n  - { identity: ada@example.com }\n");
    await expect(ask(root)).rejects.toThrow("signer 1: an approved signer needs an `issuer`");
    expect(await ask(root, { ownAuthorities: true })).toMatchObject({ signers: [{ identity: "ada@example.com" }] });
  });

  test("a decision's signers are the deciders, where the policy names any, and nobody else's", async () => {
    const deciders = "promotion: { deciders: [{ workflow: acme/ci/.github/workflows/promote.yml }] }\n";
    const { root } = repository(`${OURS}${deciders}`);
    const decider = { workflow: "acme/ci/.github/workflows/promote.yml" };
    expect(await ask(root, { decision: true })).toMatchObject({ signers: [decider] });
    expect(await ask(root)).toMatchObject({ signers: [SIGNER] });
    expect(await ask(repository().root, { decision: true })).toMatchObject({ signers: [SIGNER] });
  });

  test("one without signers, and none at all, are said", async () => {
    const nobody = repository("version: 1\n").root;
    expect(await ask(nobody)).toEqual({ why: `.model-assay.yml (${nobody}) names no signers.` });
    const { root } = TestRepo.create();
    expect(await ask(root)).toEqual({ why: `${root}/.model-assay.yml would be asked, and is not there.` });
  });
});

describe("verify", () => {
  const here = process.cwd();
  afterEach(() => process.chdir(here));

  const verify = async (directory: string, ...args: string[]) => {
    const output = join(temporaryDirectory(), "out.json");
    process.chdir(directory);
    const code = await verifyCommand(readArguments(["verify", ...args, "--format", "json", "-o", output]));
    return { code, ...(JSON.parse(readFileSync(output, "utf8")) as Record<string, unknown>) };
  };
  const statementOf = (content: string, name = "a.bin") =>
    Buffer.from(
      JSON.stringify({
        _type: "https://in-toto.io/Statement/v1",
        subject: [{ name, digest: { sha256: createHash("sha256").update(content).digest("hex") } }],
        predicateType: PREDICATES.bom,
        predicate: {},
      }),
    );

  test("takes the policy's signers, and no others", async () => {
    const signing = await startSigning();
    try {
      const files = temporaryDirectory();
      writeFileSync(join(files, "root.json"), JSON.stringify(signing.sigstore.trustedRoot()));
      writeFileSync(
        join(files, "b.json"),
        JSON.stringify(await signing.bundle({ log: 2, tsa: true }, {}, statementOf("a"))),
      );
      const issuer = `    issuer: ${signing.sigstore.urls.oidc}\n`;
      const workflow = (ref: string) =>
        `version: 1\nsigners:\n  - workflow: acme/ci/.github/workflows/model-build.yml\n    refs: [${ref}]\n${issuer}`;
      const { root } = repository(workflow("refs/tags/v1"));
      const words = ["models/a.bin", "--bundle", join(files, "b.json"), "--trusted-root", join(files, "root.json")];
      expect(await verify(root, ...words)).toMatchObject({
        code: 0,
        verified: true,
        policy: { source: `.model-assay.yml (${root})` },
      });
      expect(await verify(repository(workflow("refs/heads/main")).root, ...words)).toMatchObject({
        code: 1,
        verified: false,
        refused: [{ kind: "wrong-identity" }],
      });
      const other = ["--signer-workflow", "acme/other/.github/workflows/x.yml", "--issuer", signing.sigstore.urls.oidc];
      const by = await verify(root, ...words, ...other);
      expect(by).toMatchObject({ code: 1, refused: [{ kind: "wrong-identity" }] });
      expect(by).not.toHaveProperty("policy");
    } finally {
      await signing.close();
    }
  });

  test("with a key: it is enough, unless a policy that was named says which", async () => {
    const files = temporaryDirectory();
    const { paths, bundle } = makeKey(files);
    writeFileSync(join(files, "b.json"), bundle(statementOf("a")));
    const { root } = repository(THEIRS);
    const words = ["models/a.bin", "--bundle", join(files, "b.json"), "--key", paths.public];
    expect(await verify(root, ...words)).toMatchObject({ code: 0 });
    const config = join(files, "signers.yml");
    const allow = (key: string) => writeFileSync(config, `version: 1\nsigners: [{ key: "${key}" }]\n`);
    allow(fingerprintOf(readPublicKey(readFileSync(paths.public, "utf8"), "key")));
    expect(await verify(root, ...words, "--config", config)).toMatchObject({ code: 0 });
    allow("0".repeat(64));
    expect(await verify(root, ...words, "--config", config)).toMatchObject({
      code: 1,
      refused: [{ kind: "wrong-key" }],
    });
  });

  test("with nobody approved it says what to type, before it hashes anything", async () => {
    const { root } = TestRepo.create();
    await expect(verify(root, "nowhere")).rejects.toThrow(
      /^verify: who may have signed\? .*--signer-workflow.*would be asked, and is not there/,
    );
  });
});
