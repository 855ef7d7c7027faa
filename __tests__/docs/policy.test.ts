import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parsePolicyTests } from "../../src/policy/policy-tests";
import { SCHEMA_URL } from "../../src/app/policy/first-policy";
import { readPolicy } from "../../src/app/read-policy";
import { ruleById } from "../../src/rules";
import { FORMAT_IDS } from "../../src/formats/ids";

const ROOT = join(__dirname, "../..");
const page = readFileSync(join(ROOT, "docs/policy.md"), "utf8");
const names = { hasRule: (id: string) => ruleById(id) !== undefined, formats: FORMAT_IDS };

function keysBy(program: string): string {
  const module = join(ROOT, "tools/docs/policy.mjs");
  const script = `import { policyKeys } from ${JSON.stringify(module)}; const problems = [];
    process.stdout.write(${program}); if (problems.length > 0) process.stdout.write(problems.join());`;
  return spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" }).stdout;
}

test("the page has every key as the schema says it: else npm run docs", () => {
  const generated = keysBy(`policyKeys(${JSON.stringify(ROOT)}, problems)`);
  expect(generated.length).toBeGreaterThan(2000);
  expect(page).toContain(`<!-- generated:policy -->\n\n${generated}\n\n<!-- /generated -->`);
});

test("a schema that is gone is named", () => {
  expect(keysBy(`policyKeys("/nowhere", problems)`)).toBe("schemas/policy.schema.json is missing.");
});

test.each(["docs/policy.md", "README.md"])("%s has the line for editors", (path) => {
  expect(readFileSync(join(ROOT, path), "utf8")).toContain(`# yaml-language-server: $schema=${SCHEMA_URL}\n`);
});

test("the README's policy is one", async () => {
  const readme = readFileSync(join(ROOT, "README.md"), "utf8");
  const [, text] = /## The policy file[^]*?```yaml\n([^]*?)```/.exec(readme)!;
  await expect(readPolicy(text!, "README.md")).resolves.toMatchObject({ failOn: "high" });
});

test("the page's tests can be read", async () => {
  const [, text] = /```yaml\n(# policy-tests\/[^]*?)```/.exec(page)!;
  expect((await parsePolicyTests(text!, "p", names)).tests).toHaveLength(4);
});

test.each([
  ["file", "{ zzzzzzzzzzzz: 1 }"],
  ["test", "{ tests: [{ zzzzzzzzzzzz: 1 }] }"],
  ["finding", "{ tests: [{ findings: [{ zzzzzzzzzzzz: 1 }] }] }"],
])("the keys of a %s are those that the reader takes", async (what, text) => {
  const words: string = await parsePolicyTests(text, "p", names).then(
    () => "",
    (error: Error) => error.message,
  );
  const known = /"zzzzzzzzzzzz".*; known: (.*)$/m.exec(words)![1]!.split(", ");
  const [, rows] = new RegExp(`\\| Key of (?:a|the) ${what} \\|[^\\n]*\\n[^\\n]*\\n((?:\\|[^\\n]*\\n)+)`).exec(page)!;
  const told = rows!.split("\n").flatMap((row) => [...(row.split("|")[1] ?? "").matchAll(/`([^`]+)`/g)].map(([, key]) => key));
  expect(told.sort()).toEqual(known.sort());
});
