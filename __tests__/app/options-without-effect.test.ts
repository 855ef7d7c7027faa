import { readArguments } from "../../src/app/arguments";

/** What is said of this command line; undefined where it is taken. */
function said(line: string): string | undefined {
  try {
    readArguments(line.split(" "));
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

test.each([
  ["gate --audit false --kev kev.json", /^kev: with --audit false no package is looked up/],
  ["gate --audit=false --environment .venv", /^environment: with --audit false/],
  ["explain 0a1b2c3d4e5f --report r.json --sbom-input s.json", /^sbom-input: with --report nothing is looked at again/],
  ["explain 0a1b2c3d4e5f --report r.json --fail-on low", /^fail-on: with --report/],
  ["waive 0a1b2c3d4e5f --report r.json --offline --osv database", /: with --report nothing is looked at again/],
  ["gate --osv database --osv-url https://osv.example", /^osv-url: it is the address of the API/],
  ["audit --offline --osv-url https://osv.example", /^osv-url: /],
  ["gate --base main --base-ref topic", /^base-ref: --base says the same/],
  ["gate --bom-version 1.7", /^bom-version: no document is asked for\. Add --bom-path/],
  ["bom --bom-format spdx --bom-version 1.7", /^bom-version: it is the version of CycloneDX/],
])("%s", (line, words) => {
  expect(said(line)).toMatch(words);
});

test.each([
  "gate --audit false --offline",
  "gate --audit true --kev kev.json --osv api --osv-database osv --osv-url https://osv.example",
  "gate --osv database --osv-database osv",
  "gate --base main --base-ref main",
  "gate --bom-version 1.7 --vex-path v.json",
  "gate --bom-path b.json --bom-version 1.7",
  "bom --bom-version 1.7",
  "sign models --bom-version 1.7",
  "explain 0a1b2c3d4e5f --offline --fail-on low",
  "waive 0a1b2c3d4e5f --report r.json --audit false --offline --reason r --until 2027-01-01",
])("%s is taken", (line) => {
  expect(said(line)).toBeUndefined();
});
