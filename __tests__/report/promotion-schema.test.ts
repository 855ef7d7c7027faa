import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020";
import addFormats from "ajv-formats";
import ts from "typescript";
import { CHECKS, STAGES, type PromotionReport } from "../../src/core/promotion";
import { renderPromotion } from "../../src/report/promotion";
import { changed } from "../support/statements";
import { promotionReport, stopped } from "./promotion-report";

const ROOT = join(__dirname, "../..");

interface ObjectSchema {
  readonly description?: string;
  readonly required?: string[];
  readonly properties?: Record<string, ObjectSchema & { examples?: string[]; enum?: string[] }>;
}
type Schema = ObjectSchema & { readonly $defs: Record<string, ObjectSchema> };
const read = (name: string) => JSON.parse(readFileSync(join(ROOT, "schemas", name), "utf8")) as Schema;
const schema = read("promotion.schema.json");

const bare = (): PromotionReport =>
  changed(promotionReport("chat", { policy: { digest: null, source: "defaults" } }), ["build"], undefined);

describe("the answer of `promote`", () => {
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false });
  addFormats(ajv);
  const validate = ajv.compile(schema);

  test.each<[string, PromotionReport]>([
    ["a pass", promotionReport()],
    ["a failure", stopped({ approvals: "fail", bom: "not-required" })],
    ["an incomplete one", stopped({ provenance: "unknown" })],
    ["one without build and policy", bare()],
  ])("%s, follows schemas/promotion.schema.json", (_, report) => {
    validate(JSON.parse(renderPromotion(report, "json")));
    expect(validate.errors ?? []).toEqual([]);
  });

  test.each<[string, object]>([
    ["no verdict", { verdict: undefined }],
    ["a verdict of another kind", { verdict: "PASSED" }],
    ["no checks", { checks: undefined }],
    ["a check without a status", { checks: [{ id: "bom", evidence: [], problems: [] }] }],
    ["an approval of nobody", { approvals: [{ source: "review", of: "a", teams: [] }] }],
    ["a time that is none", { time: "noon" }],
  ])("%s does not", (_, changes) => {
    expect(validate(JSON.parse(JSON.stringify({ ...promotionReport(), ...changes })))).toBe(false);
  });

  test("a field, a check and a source of approvals that a later release adds do", () => {
    const { checks, approvals } = promotionReport();
    const later = {
      ...promotionReport(),
      cost: 1,
      checks: [...checks, { id: "watermark", status: "pass", evidence: [], problems: [], more: 1 }],
      approvals: [...approvals, { ...approvals[0], source: "ticket" }],
    };
    expect(validate(later)).toBe(true);
  });
});

describe("the schema says what the types say", () => {
  const members = readInterfaces(["promotion.ts", "verification.ts", "attestation.ts", "finding.ts", "location.ts"]);
  const described = Object.entries(schema.$defs).filter(([, def]) => def.properties !== undefined);
  test.each([["PromotionReport", schema] as [string, ObjectSchema], ...described])("%s", (name, def) => {
    const found = members.get(name) ?? new Map<string, boolean>();
    expect(Object.keys(def.properties ?? {}).sort()).toEqual([...found.keys()].sort());
    const required = [...found].filter(([, optional]) => !optional).map(([member]) => member);
    expect([...(def.required ?? [])].sort()).toEqual(required.sort());
    for (const property of Object.values(def.properties ?? {})) expect(property.description).toBeTruthy();
  });

  test("every check and stage is named", () => {
    expect(schema.$defs["Check"]?.properties?.["id"]?.examples).toEqual([...CHECKS]);
    expect(schema.properties?.["stage"]?.enum).toEqual([...STAGES]);
  });

  test.each([
    ["verification.schema.json", ["VerifiedStatement", "RefusedStatement", "SignerClaims"]],
    ["report.schema.json", ["Finding", "Location", "Waived", "Severity"]],
  ])("what it has in common with %s is the same there", (other, names) => {
    for (const name of names) expect(schema.$defs[name]).toEqual(read(other).$defs[name]);
  });
});

/** Members of interfaces of `src/core/`, and whether each is optional. */
function readInterfaces(files: readonly string[]): Map<string, Map<string, boolean>> {
  const found = new Map<string, Map<string, boolean>>();
  for (const file of files)
    ts.createSourceFile(file, readFileSync(join(ROOT, "src/core", file), "utf8"), ts.ScriptTarget.Latest, true).forEachChild(
      (node) => {
        if (!ts.isInterfaceDeclaration(node)) return;
        const signatures = node.members.filter(ts.isPropertySignature);
        const optional = signatures.map((each): [string, boolean] => [each.name.getText(), each.questionToken !== undefined]);
        found.set(node.name.text, new Map(optional));
      },
    ); // prettier-ignore
  return found;
}
