import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../src/app/run";
import { validateBom } from "../../src/bom";
import { removeRepos, temporaryDirectory, TestRepo } from "../support/repo";
import { zip } from "../support/zip-builder";
import { localGate } from "../support/local-gate";

afterAll(removeRepos);

interface Vex {
  readonly vulnerabilities: readonly {
    readonly id: string;
    readonly analysis: { readonly state: string; readonly detail?: string };
    readonly affects: readonly { readonly ref: string }[];
  }[];
}

const flaw = (id: string, name: string) => ({
  id, modified: "2026-08-01T00:00:00Z", summary: `A flaw of ${name}`,
  affected: [{ package: { ecosystem: "PyPI", name }, ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }, { fixed: "2.6.0" }] }] }],
}); // prettier-ignore

function database(): string {
  const folder = temporaryDirectory();
  const records = [flaw("GHSA-demo-0001-1001", "torch"), flaw("GHSA-demo-0001-1002", "pillow")];
  mkdirSync(join(folder, "PyPI"));
  const files = records.map((each) => ({ name: `${each.id}.json`, data: JSON.stringify(each), method: 8 as const }));
  writeFileSync(join(folder, "PyPI", "all.zip"), zip(files));
  return folder;
}

async function documents(files: Record<string, string>, audit = true): Promise<{ bom?: string; vex?: string }> {
  const made: { bom?: string; vex?: string } = {};
  const repo = TestRepo.create();
  repo.write(files).commit();
  await run({
    ...localGate(repo),
    env: { ...process.env, CI: "true" },
    bom: { format: "cyclonedx", version: "1.6" },
    onDocument: (kind, text) => (made[kind] = text),
    ...(audit ? { audit: { osv: "database", offline: true, database: database(), environments: [], sboms: [] } } : {}),
  });
  return made;
}

const ALLOWED = `version: 1
dependencies:
  ignore:
    - { id: GHSA-demo-0001-1002, package: pillow, reason: "not_affected: code_not_reachable", until: 2099-01-01 }
`;

test("the VEX names the flaws, what the policy says of them, and packages of the bill that it belongs to", async () => {
  const lock = "torch==2.5.1\npillow==2.0.0\nnumpy==2.0.0\n";
  const { bom, vex } = await documents({ "requirements.txt": lock, ".model-assay.yml": ALLOWED });
  expect(validateBom(vex!, "1.6")).toEqual([]);
  const { vulnerabilities } = JSON.parse(vex!) as Vex;
  expect(vulnerabilities.map(({ id, analysis }) => [id, analysis.state])).toEqual([
    ["GHSA-demo-0001-1001", "in_triage"],
    ["GHSA-demo-0001-1002", "not_affected"],
  ]);
  const parsed = JSON.parse(bom!) as { serialNumber: string; components: { "bom-ref": string }[] };
  const serial = parsed.serialNumber.replace("urn:uuid:", "");
  const refs = new Set(parsed.components.map((each) => each["bom-ref"]));
  for (const { affects } of vulnerabilities)
    for (const { ref } of affects) {
      const [link, inside] = ref.split("#");
      expect([link, refs.has(decodeURIComponent(inside!))]).toEqual([`urn:cdx:${serial}/1`, true]);
    }
  expect(bom).not.toContain("GHSA-demo");
});

test("where nothing was audited there is none, and where nothing was found it says so", async () => {
  expect((await documents({ "requirements.txt": "six==1.17.0\n" }, false)).vex).toBeUndefined();
  const { vex } = await documents({ "requirements.txt": "numpy==2.0.0\n" });
  expect((JSON.parse(vex!) as Partial<Vex>).vulnerabilities ?? []).toEqual([]);
});
