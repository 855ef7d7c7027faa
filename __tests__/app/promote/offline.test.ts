import { generateKeyPairSync, createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { Socket } from "node:net";
import { join } from "node:path";
import { createKeySigner } from "../../../src/attest/key-signer";
import { approvalStatement, approvalSubject } from "../../../src/attest/approval";
import { statementBytes } from "../../../src/attest/statement";
import { DSSE_PAYLOAD_TYPE } from "../../../src/core/attestation";
import { zip } from "../../support/zip-builder";
import { contentOf } from "../../support/model-signing";
import { checkOf, startPromotedModels, type PromotedModels } from "../../support/promoted-models";

/** The same question where no GitHub is: a trusted root and a database from files, approvals from signed statements, and no request. */

let models: PromotedModels;
beforeAll(async () => {
  models = await startPromotedModels();
});
afterAll(() => models.close());

const FLAW = {
  id: "GHSA-aaaa-bbbb-cccc",
  modified: "2026-01-01T00:00:00Z",
  severity: [{ type: "CVSS_V3", score: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H" }],
  affected: [
    {
      package: { ecosystem: "PyPI", name: "requests" },
      ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }, { fixed: "2.1.0" }] }],
    },
  ],
};

function database(...records: readonly { readonly id: string; readonly affected: unknown }[]): string {
  const folder = mkdtempSync(join(models.signed.directory, "osv-"));
  mkdirSync(join(folder, "PyPI"));
  const parts = records.map((each) => ({ name: `${each.id}.json`, data: JSON.stringify(each) }));
  writeFileSync(join(folder, "PyPI", "all.zip"), zip(parts.map((each) => ({ ...each, method: 8 as const }))));
  return folder;
}

/** Two people with a key each, and their approvals of a model. */
async function approver(model: string, role: string) {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const key = join(mkdtempSync(join(models.signed.directory, "approver-")), "key.pub");
  writeFileSync(key, publicKey.export({ format: "pem", type: "spki" }));
  const subject = approvalSubject({ ...contentOf(model), name: "model", isDirectory: true });
  const time = `${new Date().toISOString().slice(0, 19)}Z`;
  const statement = approvalStatement({ role, time }, subject);
  const signer = createKeySigner({ privateKey: privateKey.export({ format: "pem", type: "pkcs8" }).toString() });
  const { json } = await signer.sign(statementBytes(statement), DSSE_PAYLOAD_TYPE);
  const bundle = key.replace("key.pub", "approval.sigstore.json");
  writeFileSync(bundle, json);
  const fingerprint = createHash("sha256")
    .update(publicKey.export({ format: "der", type: "spki" }))
    .digest("hex");
  return { key, bundle, fingerprint };
}

test("offline: every check is answered from files, and no connection is opened", async () => {
  const { path, bundles } = await models.model();
  const [ada, bob] = [await approver(path, "security"), await approver(path, "platform")];
  const policy = `promotion:
  approvals:
    - { role: security, signers: [{ person: ada, key: ${ada.fingerprint} }] }
    - { role: platform, signers: [{ person: bob, key: ${bob.fingerprint} }] }`;
  const words = { offline: true, "osv-url": undefined, bundle: [bundles], policy, "approver-key": [ada.key, bob.key] };
  const connected = jest.spyOn(Socket.prototype, "connect");
  const ask = (folder: string, ...approval: string[]) =>
    models.ask(path, { ...words, "osv-database": folder, approval });
  const clean = database({ ...FLAW, id: "GHSA-dddd-eeee-ffff", affected: [] });
  const good = await ask(clean, ada.bundle, bob.bundle);
  expect(good.checks.flatMap(({ problems }) => problems)).toEqual([]);
  expect(good.verdict).toBe("pass");
  expect(good.approvals.map(({ by, source }) => [by, source])).toEqual([
    ["ada", "statement"],
    ["bob", "statement"],
  ]);
  const missing = await ask(clean, ada.bundle);
  expect(checkOf(missing, "approvals")).toMatchObject({ status: "fail" });
  expect(checkOf(missing, "approvals").problems.join("\n")).toContain("platform");
  expect((await ask(database(FLAW), ada.bundle, bob.bundle)).verdict).toBe("fail");
  const nothing = mkdtempSync(join(models.signed.directory, "osv-"));
  expect(checkOf(await ask(nothing, ada.bundle, bob.bundle), "vulnerabilities").status).toBe("unknown");
  expect(connected).not.toHaveBeenCalled();
  connected.mockRestore();
});

test("an approver whose key was revoked approves of nothing any more", async () => {
  const { path, bundles } = await models.model();
  const ada = await approver(path, "security");
  const policy = `revoked: [{ signer: { key: ${ada.fingerprint} }, since: 2099-01-01, reason: lost }]
promotion: { approvals: [{ role: security, signers: [{ person: ada, key: ${ada.fingerprint} }] }] }`;
  const report = await models.ask(path, {
    offline: true,
    "osv-url": undefined,
    "osv-database": database({ ...FLAW, affected: [] }),
    bundle: [bundles],
    approval: [ada.bundle],
    "approver-key": [ada.key],
    policy,
  });
  expect(checkOf(report, "approvals").status).toBe("pass");
  // It says no time, so it is later than every `since`.
  expect(checkOf(report, "revocation").problems.join("\n")).toContain("(approval), which says no time is revoked");
  expect(readFileSync(ada.bundle, "utf8")).not.toContain('tlogEntries":[{');
});
