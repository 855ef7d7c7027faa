import { createHash } from "node:crypto";
import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { ConfigurationError } from "../../core/host";
import { FORMAT_IDS } from "../../formats/ids";
import type { PolicyInForce } from "../../gate";
import { openWorkspace } from "../../host/workspace";
import { parsePolicyTests, type PolicyTests } from "../../policy/policy-tests";
import { escapeTerminal } from "../../report/escape-terminal";
import { ruleById } from "../../rules";
import { readPolicy } from "../read-policy";
import { MAX_POLICY_BYTES, policyPath, shownPath, textOf } from "./policy-file";
import { runExample, type TestOutcome } from "./run-example";

/** Where the tests of a policy lie, beside it. */
export const TEST_DIRECTORY = "policy-tests";
/** Files of one directory; people keep a handful. CWE-400. */
const MAX_FILES = 1000;

export interface TestedFile {
  readonly source: string;
  readonly policy: string;
  readonly tests: readonly TestOutcome[];
}

/**
 * Runs the tests of a directory, or of one file. Throws `ConfigurationError` where there is none, and `InvalidPolicy` for a test or a
 * policy that cannot be read. `config` names the policy for files that name none; `today` is `YYYY-MM-DD`, UTC.
 */
export async function runPolicyTests(
  directory: string | undefined,
  config: string | undefined,
  today: string,
): Promise<TestedFile[]> {
  const sources = testFiles(directory ?? join(dirname(policyPath(config)), TEST_DIRECTORY));
  const tested: TestedFile[] = [];
  for (const source of sources) {
    const file = await readTests(source);
    const path = file.policy === undefined ? policyPath(config) : join(dirname(source), file.policy);
    const inForce = await policyAt(path);
    const { root } = openWorkspace(dirname(source), process.env);
    const tests: TestOutcome[] = [];
    for (const test of file.tests)
      tests.push(await runExample(test, { inForce, source, root, today: test.today ?? today }));
    tested.push({ source: shownPath(source), policy: shownPath(path), tests });
  }
  return tested;
}

/** What a person reads: one line for each test, and below it what is not as expected. */
export function testWords(files: readonly TestedFile[]): string {
  const lines = files.flatMap(({ source, policy, tests }) => [
    `${source}, by ${policy}`,
    ...tests.flatMap(({ name, line, passed, ignored, differences }) => [
      `  ${passed ? "ok  " : "FAIL"}  ${name}${passed ? "" : ` (line ${line})`}${ignored === 0 ? "" : ` [${ignored} ignored by the policy]`}`,
      ...differences.map((difference) => `        ${difference}`),
    ]),
  ]);
  const all = files.flatMap(({ tests }) => tests);
  const failed = all.filter(({ passed }) => !passed).length;
  const sum = `${all.length} ${all.length === 1 ? "test" : "tests"}: ${all.length - failed} passed, ${failed} failed`;
  return [...lines, sum].map((line) => `${escapeTerminal(line)}\n`).join("");
}

function testFiles(place: string): string[] {
  const found = statSync(place, { throwIfNoEntry: false });
  if (found === undefined)
    throw new ConfigurationError(`there is no ${shownPath(place)}. How tests are written: docs/policy.md, "Tests"`);
  if (found.isFile()) return [place];
  const names = readdirSync(place)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort();
  if (names.length === 0 || names.length > MAX_FILES)
    throw new ConfigurationError(
      `${shownPath(place)}: ${names.length === 0 ? "no" : "too many"} tests (*.yml) are there`,
    );
  return names.map((name) => join(place, name));
}

function readTests(source: string): Promise<PolicyTests> {
  const text = textOf(source, MAX_POLICY_BYTES) ?? "";
  return parsePolicyTests(text, source, { hasRule: (id) => ruleById(id) !== undefined, formats: FORMAT_IDS });
}

async function policyAt(path: string): Promise<PolicyInForce> {
  const text = existsSync(path) ? textOf(path, MAX_POLICY_BYTES) : undefined;
  if (text === undefined)
    throw new ConfigurationError(
      `there is no policy ${shownPath(path)} to test. To write one: model-assay policy init`,
    );
  const digest = createHash("sha256").update(text).digest("hex");
  const source = shownPath(resolve(path));
  return { policy: await readPolicy(text, source), digest, source, path: source, events: [] };
}
