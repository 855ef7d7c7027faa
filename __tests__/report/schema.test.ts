import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv, { type ValidateFunction } from "ajv";
import Ajv2020 from "ajv/dist/2020";
import addFormats from "ajv-formats";
import ts from "typescript";
import type { RunReport } from "../../src/core/report";
import { manyFindings, readReport, render, reportNames } from "./fixtures";

const ROOT = join(__dirname, "../..");
const schema = readJson(join(ROOT, "schemas/report.schema.json")) as ReportSchema;

interface ObjectSchema {
  description?: string;
  required?: string[];
  properties?: Record<string, ObjectSchema>;
}
interface ReportSchema extends ObjectSchema {
  $defs: Record<string, ObjectSchema>;
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}

/**
 * The schema of the standard, as SchemaStore publishes it and Microsoft's matchers for jest carry it. It is
 * of draft-04, whose `id` later drafts read otherwise, and one of its patterns is none in Unicode mode.
 */
function sarifValidator(): ValidateFunction {
  const file = require.resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
  const standard = readJson(file) as Record<string, unknown>;
  delete standard["$schema"];
  delete standard["id"];
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats(ajv);
  return ajv.compile(standard);
}

function reports(): [string, RunReport][] {
  return [...reportNames.map((name): [string, RunReport] => [name, readReport(name)]), ["many", manyFindings(6000)]];
}

describe("the JSON report", () => {
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false });
  const validate = ajv.compile(schema);

  test.each(reports())("%s follows schemas/report.schema.json", (name, report) => {
    // The ids of ten thousand made-up findings are no digests.
    const given =
      name === "many" ? { ...report, findings: [], decision: { ...report.decision, blocking: [] } } : report;
    validate(JSON.parse(render("json", given)));
    expect(validate.errors ?? []).toEqual([]);
  });

  test("a report without its verdict does not", () => {
    expect(validate({ ...readReport("pass"), verdict: undefined })).toBe(false);
  });

  test("a field that a later release adds does", () => {
    expect(validate({ ...readReport("pass"), boms: [] })).toBe(true);
  });
});

describe("SARIF", () => {
  const validate = sarifValidator();

  test.each(reports())("%s follows the standard's schema", (_, report) => {
    validate(JSON.parse(render("sarif", report)));
    expect(validate.errors ?? []).toEqual([]);
  });

  test("the schema does refuse what is wrong", () => {
    expect(validate({ version: "2.1.0", runs: [{ tool: {} }] })).toBe(false);
  });
});

describe("the schema says what the types say", () => {
  const interfaces = readInterfaces([
    "report.ts",
    "finding.ts",
    "location.ts",
    "coverage.ts",
    "package-facts.ts",
    "bom-change.ts",
    "signature-facts.ts",
  ]);

  const described: [string, ObjectSchema][] = Object.entries(schema.$defs).filter(([, def]) => def.properties);
  test.each([["RunReport", schema as ObjectSchema] as [string, ObjectSchema], ...described])("%s", (name, def) => {
    const members = interfaces.get(name) ?? new Map<string, boolean>();
    expect(Object.keys(def.properties ?? {}).sort()).toEqual([...members.keys()].sort());
    const required = [...members].filter(([, optional]) => !optional).map(([member]) => member);
    expect([...(def.required ?? [])].sort()).toEqual(required.sort());
  });

  test("every field has a description", () => {
    const bare = [...undescribed("", schema)];
    for (const [name, def] of Object.entries(schema.$defs)) bare.push(...undescribed(name, def));
    expect(bare).toEqual([]);
  });
});

function* undescribed(path: string, def: ObjectSchema): Iterable<string> {
  if (!def.description) yield path;
  for (const [key, child] of Object.entries(def.properties ?? {})) yield* undescribed(`${path}.${key}`, child);
}

/** Members of the interfaces of `src/core/` and of unions of objects, and whether each is optional: in a union, where not all have it. */
function readInterfaces(files: string[]): Map<string, Map<string, boolean>> {
  const found = new Map<string, Map<string, boolean>>();
  for (const file of files) {
    const text = readFileSync(join(ROOT, "src/core", file), "utf8");
    ts.createSourceFile(file, text, ts.ScriptTarget.Latest).forEachChild((node) => {
      if (ts.isInterfaceDeclaration(node)) found.set(node.name.text, membersOf([node]));
      else if (ts.isTypeAliasDeclaration(node) && ts.isUnionTypeNode(node.type))
        found.set(node.name.text, membersOf(node.type.types.filter(ts.isTypeLiteralNode)));
    });
  }
  return found;
}

function membersOf(all: readonly { readonly members: ts.NodeArray<ts.TypeElement> }[]): Map<string, boolean> {
  const found = new Map<string, boolean>();
  for (const { members } of all)
    for (const member of members.filter(ts.isPropertySignature)) {
      const name = (member.name as ts.Identifier).text;
      const everywhere = all.every((each) => each.members.some((other) => (other.name as ts.Identifier).text === name));
      found.set(name, member.questionToken !== undefined || !everywhere || found.get(name) === true);
    }
  return found;
}
