import { omsStatement } from "../../src/attest/oms-manifest";
import { buildClaims, provenanceStatements } from "../../src/attest/provenance";
import { bomStatements, statementBytes } from "../../src/attest/statement";
import { verdictStatements } from "../../src/attest/verdict";
import { Refused, type Statement } from "../../src/core/attestation";
import { readBom } from "../../src/verify/bom";
import { readModelManifest } from "../../src/verify/oms-manifest";
import { readProvenance } from "../../src/verify/provenance";
import { readStatement } from "../../src/verify/subjects";
import { readVerdict } from "../../src/verify/verdict";
import { CERTIFICATE, TOKEN } from "../support/build-claims";
import { bytesOf, changed, file, sha256 } from "../support/statements";

/** What stands where something else should. */
const HOSTILE: readonly unknown[] = [
  undefined,
  null,
  true,
  0,
  1e308,
  "",
  "x".repeat(20_000),
  "\ud800",
  [],
  [[]],
  {},
  { length: 3 },
  JSON.parse('{"__proto__":{"name":"a"},"constructor":1,"toString":null}'),
  Array.from({ length: 5000 }, () => "x"),
];

const FILES = [file("m/a"), file("m/b")];
const named = (name: string) => ({ name, sha256: sha256(name) });
const VERDICT = {
  result: "pass",
  time: "2027-01-31T12:00:00Z",
  toolVersion: "0.1.0",
  rules: sha256("rules"),
  policy: named("policy"),
  failOn: "high",
  onIncomplete: "fail",
  report: named("report"),
  bom: named("bom"),
  source: { repository: "https://github.com/acme/models", commit: "b".repeat(40) },
  unseen: [],
  unseenCount: 0,
} as const;

const KINDS: readonly [string, Statement, (statement: Statement) => unknown][] = [
  ["manifest", omsStatement({ name: "m", files: FILES, links: [] }), (each) => readModelManifest(each)],
  [
    "provenance",
    provenanceStatements(buildClaims(TOKEN), "https://github.com", FILES)[0]!,
    (each) => readProvenance(each, CERTIFICATE),
  ],
  ["verdict", verdictStatements(VERDICT, FILES)[0]!, readVerdict],
  ["reference", bomStatements({ json: '{"bomFormat":"CycloneDX"}', location: "x" }, FILES, 10)[0]!, readBom],
];

/** The paths of all values of JSON, the root left out. */
function* pathsOf(value: unknown, above: readonly (string | number)[] = []): Generator<readonly (string | number)[]> {
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    const path = [...above, Array.isArray(value) ? Number(key) : key];
    yield path;
    yield* pathsOf(inner, path);
  }
}

/** Members that no reader has to look at, since another says it or it is only a word for people. */
const FREE: Readonly<Record<string, RegExp>> = {
  manifest: /^subject\.0\.name$|ignore_paths/,
  provenance: /^subject\.|internalParameters|invocationId|metadata/,
  verdict: /^subject\.|policies|modelassay_gate\.(bom|source)|tool_version|\.name$|unseen/,
  reference: /^subject\.|attester|downloadLocation/,
};

describe.each(KINDS)("a %s", (kind, good, read) => {
  const paths = [...pathsOf(good)];

  test("with anything else in place of any value is refused in words, or its fact was free", () => {
    const accepted: string[] = [];
    for (const path of paths)
      for (const value of HOSTILE) {
        try {
          read(readStatement(bytesOf(JSON.stringify(changed(good, path, value)))));
          if (JSON.stringify(changed(good, path, value)) !== JSON.stringify(good)) accepted.push(path.join("."));
        } catch (error) {
          if (!(error instanceof Refused)) throw error;
          expect(error.message.length).toBeLessThan(1000);
        }
      }
    expect([...new Set(accepted)].filter((path) => !FREE[kind]!.test(path))).toEqual([]);
  });

  test("with any byte of it flipped never ends in anything but words", () => {
    const bytes = statementBytes(good);
    let refused = 0;
    for (let at = 0; at < bytes.length; at += 3) {
      const copy = Uint8Array.from(bytes);
      copy[at]! ^= 1 << (at % 8);
      try {
        read(readStatement(copy));
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(100);
  });
});
