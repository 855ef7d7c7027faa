import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readArguments } from "../../src/app/arguments";
import { rulesCommand } from "../../src/app/command-rules";
import { RULES } from "../../src/rules";
import { removeRepos, temporaryDirectory } from "../support/repo";

afterAll(removeRepos);

interface Shown {
  id: string;
  supports: { framework: string; name: string; version: string; items: { id: string; title: string; url: string }[] }[];
}

function rules(...args: string[]): string {
  const output = join(temporaryDirectory(), "rules.txt");
  expect(rulesCommand(readArguments(["rules", ...args, "-o", output]))).toBe(0);
  return readFileSync(output, "utf8");
}

test("one rule says which items it supports, and that this is no compliance", () => {
  const text = rules("MA-BOM-007");
  expect(text).toContain(
    "Supports (evidence towards these items, not compliance with them):\n  NIST AI RMF: MANAGE 3.2\n",
  );
  expect(text).toContain("  MITRE ATLAS: AML.T0010.003, AML.M0014\n");
});

test("as JSON, each rule has items with edition, title and source", () => {
  const shown = JSON.parse(rules("--format", "json")) as Shown[];
  expect(shown.map(({ id }) => id)).toEqual(RULES.map(({ id }) => id));
  const { supports } = shown.find(({ id }) => id === "MA-SEC-001")!;
  expect(supports).toContainEqual({
    framework: "mitre-atlas",
    name: "MITRE ATLAS",
    version: expect.any(String) as string,
    items: [{ id: "AML.T0055", title: "Unsecured Credentials", url: "https://atlas.mitre.org/techniques/AML.T0055" }],
  });
});
