// node tools/policies/compare-opa.mjs OPA: do the examples give the same results by our engine and by the real `opa`? Also with each
// field of the evidence taken away, and with `--strict-builtin-errors`, as our engine evaluates. Exit 1 where they do not.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { examples, withoutEach } from "./cases.cjs";

const ROOT = dirname(dirname(dirname(new URL(import.meta.url).pathname)));
const opa = process.argv[2];
if (opa === undefined) throw new Error("usage: node tools/policies/compare-opa.mjs PATH-OF-OPA");
const wasm = new WebAssembly.Module(readFileSync(join(ROOT, "tools/rego/rego.wasm")));
const { policies, cases } = examples(ROOT);
const scratch = mkdtempSync(join(tmpdir(), "compare-opa-"));
let compared = 0;
const different = [];
try {
  for (const [name, text] of policies) {
    const documents = cases
      .filter(({ policy }) => policy === name)
      .flatMap((each) => [
        [each.name, each.evidence],
        ...(each === first(name) ? [...withoutEach(each.evidence)] : []),
      ]);
    const theirs = askOpa(
      text,
      documents.map(([, document]) => document),
    );
    documents.forEach(([label, document], index) => {
      const [a, b] = [ours(name, text, document), theirs[index]];
      compared++;
      if (!isDeepStrictEqual(a, b))
        different.push(`${name}: ${label}\n  ours ${JSON.stringify(a)}\n  opa  ${JSON.stringify(b)}`);
    });
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
for (const each of different) console.error(each);
console.log(`${policies.size} policies, ${compared} documents, ${different.length} different`);
process.exitCode = different.length > 0 || compared === 0 ? 1 : 0;

function first(name) {
  return cases.find(({ policy }) => policy === name);
}

/** All documents in one process: each is the input of one query, under `with`. The clock is the document's. */
function askOpa(text, documents) {
  const [rules, data] = [join(scratch, "rules.rego"), join(scratch, "data.json")];
  writeFileSync(rules, text);
  writeFileSync(data, JSON.stringify({ documents }));
  const rule = (name) =>
    `[each | some each in data.model_assay.${name} with input as document with time.now_ns as now]`;
  const query = `answers := [{"deny": ${rule("deny")}, "warn": ${text.includes("warn contains") ? rule("warn") : "[]"}} |
    some document in data.documents; now := time.parse_rfc3339_ns("2026-11-21T12:00:00Z")]`;
  const { status, stdout: out } = spawnSync(
    opa,
    ["eval", "--strict-builtin-errors", "--format", "json", "-d", rules, "-d", data, query],
    {
      maxBuffer: 64 * 1024 ** 2,
    },
  );

  if (status !== 0) throw new Error(`opa: ${out}`);
  const answers = JSON.parse(out).result[0].bindings.answers;
  if (answers.length !== documents.length) throw new Error(`opa answered ${answers.length} of ${documents.length}`);
  return answers.map(sorted);
}

function ours(name, text, input) {
  const memory = new WebAssembly.Memory({ initial: 64, maximum: 4096 });
  const stop = (why) => () => {
    throw new Error(why);
  };
  const host = { out_of_memory: stop("memory"), panicked: stop("panic") };
  const { alloc, evaluate } = new WebAssembly.Instance(wasm, { env: { memory }, host }).exports;
  const inputFields = Object.keys(
    JSON.parse(readFileSync(join(ROOT, "schemas/evidence.schema.json"), "utf8")).properties,
  );
  const nowNs = String(BigInt(Date.parse("2026-11-21T12:00:00Z")) * 1_000_000n);
  const request = { files: [{ name: `${name}.rego`, text }], input, inputFields, nowNs, maxOutput: 1_000_000 };
  const bytes = Buffer.from(JSON.stringify(request));
  const start = alloc(bytes.length);
  Buffer.from(memory.buffer).set(bytes, start);
  const at = evaluate(start, bytes.length);
  const reply = JSON.parse(
    Buffer.from(memory.buffer, at + 4, new DataView(memory.buffer).getUint32(at, true)).toString(),
  );
  return reply.problem === undefined ? sorted(reply) : reply;
}

/** Sets have no order. */
function sorted({ deny, warn }) {
  const list = (set) => set.map((each) => JSON.stringify(each, Object.keys(each).sort())).sort();
  return { deny: list(deny), warn: list(warn) };
}
