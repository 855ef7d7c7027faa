import { generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { signedApprovals } from "../../../../src/app/promote/approvals/statements";
import * as trust from "../../../../src/app/verify/trust";
import { collectApprovals, type ApprovalsRequest } from "../../../../src/app/promote/approvals/collect";
import { approvalStatement } from "../../../../src/attest/approval";
import { createKeySigner, type KeySigner } from "../../../../src/attest/key-signer";
import { statementBytes } from "../../../../src/attest/statement";
import { DSSE_PAYLOAD_TYPE, Refused, type Statement } from "../../../../src/core/attestation";
import type { RequiredApproval } from "../../../../src/core/policy";
import { decideApprovals } from "../../../../src/promotion/approvals";
import { readBundle, type CheckedBundle } from "../../../../src/verify/read-bundle";
import { flipped, type Loose } from "../../../support/signed-bundles";
import { startSignedModels, type SignedModels } from "../../../support/signed-models";
import { changed, sha256 } from "../../../support/statements";

const SUBJECT = { name: "chat", sha256: sha256("chat") };
const TIME = "2026-11-21T10:00:00Z";

let signed: SignedModels;
let ada: KeySigner & { readonly path: string };
let eve: KeySigner & { readonly path: string };
/** Bob signs by a workflow. */
let bobs: CheckedBundle;
beforeAll(async () => {
  signed = await startSignedModels();
  const withKey = (name: string) => {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const signer = createKeySigner({ privateKey: String(privateKey.export({ format: "pem", type: "pkcs8" })) });
    const path = join(signed.directory, `${name}.pub`);
    writeFileSync(path, signer.publicKey);
    return { ...signer, path };
  };
  ada = withKey("ada");
  eve = withKey("eve");
  const payload = Buffer.from(statementBytes(approvalStatement({ role: "platform", time: TIME }, SUBJECT)));
  bobs = checked(await signed.signing.bundle({ log: 2, tsa: true }, {}, payload), "bob.json");
});
afterAll(() => signed.close());

const checked = (bundle: Loose, name: string) => readBundle(JSON.stringify(bundle), name);
const role = (name: string, signers: RequiredApproval["signers"]): RequiredApproval => ({
  role: name,
  count: 1,
  people: [],
  teams: [],
  environments: [],
  signers,
});
const workflow = () => ({ workflow: "acme/ci/.github/workflows/model-build.yml", refs: ["refs/tags/v1"] });
const bob = () => ({ person: "bob", signer: { ...workflow(), issuer: signed.issuer } });
const policy = (person = "ada"): RequiredApproval[] => [
  role("security", [{ person, signer: { key: ada.fingerprint } }]),
  role("platform", [bob()]),
];
const statement = (name = "security", subject = SUBJECT): Statement =>
  approvalStatement({ role: name, time: TIME }, subject);
async function by(signer: KeySigner, made: Statement = statement(), name = "ada.json"): Promise<CheckedBundle> {
  const { json } = await signer.sign(statementBytes(made), DSSE_PAYLOAD_TYPE);
  return readBundle(json, name);
}
const collect = (statements: readonly CheckedBundle[], more: Partial<ApprovalsRequest> = {}) =>
  collectApprovals({
    required: policy(),
    subject: SUBJECT,
    offline: true,
    statements,
    keys: [eve.path, ada.path],
    verify: { bundles: [], signers: [], offline: true, trustedRoot: signed.root },
    env: {},
    http: () => {
      throw new Error("no network");
    },
    now: new Date(),
    ...more,
  });
const decide = async (statements: readonly CheckedBundle[], more: Partial<ApprovalsRequest> = {}) =>
  decideApprovals(more.required ?? policy(), await collect(statements, more));

describe("signed approvals", () => {
  test("by a key and by a certificate count for the roles that they name, without a network", async () => {
    const { status, evidence, problems } = await decide([await by(ada), bobs]);
    expect(problems).toEqual([]);
    expect(status).toBe("pass");
    expect(evidence).toEqual([
      `security: ada, signed approval ada.json of ${SUBJECT.sha256.slice(0, 7)}`,
      `platform: bob, signed approval bob.json of ${SUBJECT.sha256.slice(0, 7)}`,
      "Asked: 2 signed approvals",
    ]);
  });

  test("say who signed them and when, for revocations", async () => {
    const found = await collect([await by(ada), bobs]);
    expect(found.signed.map(({ bundle, by: person, role: what }) => [bundle, person, what])).toEqual([
      ["ada.json", "ada", "security"],
      ["bob.json", "bob", "platform"],
    ]);
    expect(found.signed[0]!.signer).toEqual({ kind: "key", fingerprint: ada.fingerprint });
    expect(found.approvals[1]!.time).toBe(found.signed[1]!.times[0]);
    expect(found.approvals[0]).toMatchObject({ time: TIME, of: SUBJECT.sha256, role: "security" });
  });

  test.each<[string, () => Promise<CheckedBundle>, string]>([
    [
      "of another model",
      () => by(ada, statement("security", { name: "chat", sha256: sha256("x") })),
      "is not what was signed",
    ],
    [
      "for a role that nobody asks for",
      () => by(ada, statement("legal")),
      "is for the role legal, which the policy does not ask for",
    ],
    ["for another role than the signer's", () => by(ada, statement("platform")), "for the role platform: "],
    ["by somebody else's key", () => by(eve), "the key should be"],
    [
      "of another kind",
      () => by(ada, { ...statement(), predicateType: "https://x.example/y" }),
      "The statement is https://x.example/y",
    ],
    [
      "with a condition",
      () => by(ada, changed(statement(), ["predicate", "until"], "2027-01-01")),
      "not known there: until",
    ],
    [
      "that was changed",
      async () => {
        const { json } = await ada.sign(statementBytes(statement()), DSSE_PAYLOAD_TYPE);
        const bundle = JSON.parse(json) as Loose;
        return checked(changed(bundle, ["dsseEnvelope", "payload"], flipped(bundle.dsseEnvelope.payload)), "ada.json");
      },
      "none of the keys that were named",
    ],
  ])("%s count for nothing", async (_, make, words) => {
    const { status, problems } = await decide([await make(), bobs]);
    expect(status).toBe("fail");
    expect(problems[0]).toBe("security: nobody has approved who may. Who may: ada by signing (model-assay approve).");
    expect(problems[1]).toContain("A signed approval does not hold: ");
    expect(problems[1]).toContain(words);
  });

  test("do not stop what is enough without them", async () => {
    expect((await decide([await by(ada), bobs, await by(eve)])).status).toBe("pass");
  });

  test("need the approver's public key", async () => {
    const { problems } = await decide([await by(ada), bobs], { keys: [] });
    expect(problems.join("\n")).toContain("is signed with a key, and no public key of an approver was named");
  });

  test("by one signer are one person's, whatever the policy calls it", async () => {
    const required = [policy()[0]!, role("platform", [{ person: "zoe", signer: { key: ada.fingerprint } }])];
    const { status, problems } = await decide([await by(ada), await by(ada, statement("platform"), "two.json")], {
      required,
    });
    expect(status).toBe("fail");
    expect(problems.join("\n")).toContain("two.json: its signer approves as ada, and cannot be zoe as well");
  });

  test("by one person for two roles are one approval", async () => {
    const both = [...policy()[0]!.signers];
    const required = [role("security", both), role("platform", both)];
    const { problems } = await decide([await by(ada), await by(ada, statement("platform"), "two.json")], { required });
    expect(problems[0]).toContain("security and platform: take 2 different people");
  });

  test("are not read where the policy names no signers, or the model could not be read", async () => {
    const required = [role("security", [])];
    expect((await collect([bobs], { required })).refused[0]!.message).toContain("names no signers who approve");
    const found = await collect([bobs], { subject: undefined as never });
    expect(found.problems).toEqual(["Signed approvals cannot be held against the model, which could not be read"]);
  });

  test("without a root to believe, offline, are the caller's to say", async () => {
    const verify = { bundles: [], signers: [], offline: true };
    await expect(collect([bobs], { verify })).rejects.toThrow("--offline needs to be told whom to believe");
  });

  test("by who wrote the change do not count", async () => {
    const did = new Map([["ada", "opened pull request 12"]]);
    const found = await signedApprovals({
      required: policy(),
      statements: [await by(ada)],
      subject: SUBJECT,
      authors: { did, logins: ["ada"], unknown: 0 },
      keys: [ada.path],
      verify: { bundles: [], signers: [], offline: true },
      env: {},
      http: () => {
        throw new Error("no network");
      },
      now: new Date(),
    });
    expect(found.approvals).toMatchObject([{ by: "ada", discounted: "ada opened pull request 12" }]);
  });

  test("whose trusted root could not be fetched leave it open", async () => {
    jest.spyOn(trust, "trustOf").mockRejectedValueOnce(new Refused("unavailable", "the roots cannot be fetched"));
    const found = await collect([bobs]);
    expect(found.refused).toEqual([]);
    expect(found.problems).toEqual(["the roots cannot be fetched"]);
    expect(decideApprovals(policy(), found).status).toBe("unknown");
  });

  test("cannot be held against a signer that could be anybody", async () => {
    const required = [role("security", [{ person: "ada", signer: { identity: "ada@acme.example" } }])];
    await expect(collect([bobs], { required })).rejects.toThrow(/^promotion\.approvals, signers: .*issuer/);
  });

  test("are no more than can be looked at", async () => {
    await expect(collect(Array<CheckedBundle>(201).fill(bobs))).rejects.toThrow("more than 200 signed ones");
  });
});
