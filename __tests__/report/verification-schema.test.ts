import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020";
import addFormats from "ajv-formats";
import ts from "typescript";
import type { Verification } from "../../src/core/verification";
import { renderVerification } from "../../src/report/verification";

const ROOT = join(__dirname, "../..");

interface ObjectSchema {
  readonly description?: string;
  readonly required?: string[];
  readonly properties?: Record<string, ObjectSchema & { examples?: string[] }>;
}
const schema = JSON.parse(readFileSync(join(ROOT, "schemas/verification.schema.json"), "utf8")) as ObjectSchema & {
  $defs: Record<string, ObjectSchema>;
};

const KEY: Verification["accepted"][number] = {
  bundle: "chat/model.sig",
  signer: { kind: "key", fingerprint: "a".repeat(64) },
  times: [],
  logEntries: 0,
  files: 3,
  says: ["the model chat"],
};
const CERTIFICATE: typeof KEY = {
  ...KEY,
  signer: { kind: "certificate", claims: { identity: "me@example.com", issuer: "https://accounts.example.com" } },
  times: ["2026-11-21T10:00:00.000Z"],
  predicateType: "https://cyclonedx.org/bom",
};
const VERIFIED: Verification = {
  schemaVersion: "1.0",
  subject: "chat",
  verified: true,
  files: 3,
  accepted: [KEY, CERTIFICATE],
  refused: [],
};

describe("the answer of `verify`", () => {
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false });
  addFormats(ajv);
  const validate = ajv.compile(schema);

  test.each<[string, Verification]>([
    ["verified", VERIFIED],
    ["refused", { ...VERIFIED, verified: false, accepted: [], refused: [{ bundle: "b", kind: "wrong-key", message: "m" }] }],
    ["by a policy", { ...VERIFIED, policy: { source: ".model-assay.yml", sha256: "b".repeat(64) } }],
  ])("%s, follows schemas/verification.schema.json", (_, verification) => {
    validate(JSON.parse(renderVerification(verification, "json")));
    expect(validate.errors ?? []).toEqual([]);
  }); // prettier-ignore

  test.each<[string, unknown]>([
    ["no verdict", { ...VERIFIED, verified: undefined }],
    ["a signer of no kind", { ...VERIFIED, accepted: [{ ...KEY, signer: {} }] }],
    ["a time that is none", { ...VERIFIED, accepted: [{ ...KEY, times: ["noon"] }] }],
  ])("%s does not", (_, value) => {
    expect(validate(JSON.parse(JSON.stringify(value)))).toBe(false);
  });

  test("a field and a kind of refusal that a later release adds do", () => {
    expect(validate({ ...VERIFIED, refused: [{ bundle: "b", kind: "new", message: "m", more: 1 }], images: 1 })).toBe(
      true,
    );
  });
});

describe("the schema says what the types say", () => {
  const types = readTypes(["verification.ts", "attestation.ts"]);
  test.each([["Verification", schema as ObjectSchema] as const, ...Object.entries(schema.$defs)])("%s", (name, def) => {
    const members = types.members.get(name) ?? new Map<string, boolean>();
    expect(Object.keys(def.properties ?? {}).sort()).toEqual([...members.keys()].sort());
    const required = [...members].filter(([, optional]) => !optional).map(([member]) => member);
    expect([...(def.required ?? [])].sort()).toEqual(required.sort());
    for (const property of Object.values(def.properties ?? {})) expect(property.description).toBeTruthy();
  });

  test("every kind of refusal is named", () => {
    expect(schema.$defs["RefusedStatement"]?.properties?.["kind"]?.examples).toEqual(types.refusals);
  });
});

describe("in words", () => {
  const hostile = "\u001b[31m::error::x\n::set-output name=a::b";
  test("what bundles and names hold stays text", () => {
    const text = renderVerification(
      {
        ...VERIFIED,
        subject: hostile,
        accepted: [{ ...CERTIFICATE, says: [hostile], bundle: hostile }],
        refused: [{ bundle: hostile, kind: "malformed", message: hostile }],
      },
      "text",
    );

    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    expect(text).not.toMatch(/^\s*::/m);
    expect(text.split("\n").some((line) => line.includes("\u001b"))).toBe(false);
  });

  test("hundreds of refusals are counted, and what was passed over is not called refused", () => {
    const refused = Array.from({ length: 200 }, () => ({ bundle: "b", kind: "malformed" as const, message: "m" }));
    const lines = renderVerification({ ...VERIFIED, refused }, "text").split("\n");
    expect(lines.filter((line) => line.includes("passed over"))).toHaveLength(50);
    expect(lines).toContain("  and 150 more");
  });
});

/** Members of interfaces and whether they are optional, and the kinds of refusals, of `src/core/`. */
function readTypes(files: readonly string[]) {
  const members = new Map<string, Map<string, boolean>>();
  let refusals: string[] = [];
  for (const file of files) {
    const text = readFileSync(join(ROOT, "src/core", file), "utf8");
    ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true).forEachChild((node) => {
      if (ts.isInterfaceDeclaration(node)) {
        const signatures = node.members.filter(ts.isPropertySignature);
        members.set(
          node.name.text,
          new Map(signatures.map((each) => [each.name.getText(), each.questionToken !== undefined])),
        );
      } else if (ts.isTypeAliasDeclaration(node) && node.name.text === "RefusalKind" && ts.isUnionTypeNode(node.type))
        refusals = node.type.types.map((each) => JSON.parse(each.getText()) as string);
    });
  }
  return { members, refusals };
}
