import { evaluateRules } from "../../../src/app/rego/evaluate";
import type { RegoLimits } from "../../../src/app/rego/rego-thread";
import { RegoFailure } from "../../../src/policy/rego/failure";
import { buildRegoWorker } from "../../support/rego-worker";

const FIELDS = ["artifacts", "approvals"];
const NOW = Date.UTC(2026, 10, 21, 11, 30);
let built: ReturnType<typeof buildRegoWorker>;
beforeAll(() => {
  built = buildRegoWorker();
});
afterAll(() => built.remove());

function ask(rules: string, evidence: object = { artifacts: [] }, limits: RegoLimits = {}) {
  const files = [{ name: "policies/a.rego", text: `package model_assay\n${rules}\n` }];
  return evaluateRules(
    { files, evidence, fields: FIELDS, now: NOW },
    { workerPath: built.workerPath, timeMs: 30_000, ...limits },
  );
}

async function failure(answer: Promise<unknown>): Promise<RegoFailure> {
  const error: unknown = await answer.then(
    (results) => new Error(`answered ${JSON.stringify(results)}`),
    (reason: unknown) => reason,
  );
  if (!(error instanceof RegoFailure)) throw error;
  return error;
}

describe("results", () => {
  test("of deny and warn, with what the rules say and what holds otherwise", async () => {
    const rules = `deny contains {"msg": sprintf("%s is a pickle", [a.path]), "path": a.path} if {
  some a in input.artifacts
  a.format == "pickle"
}
warn contains {"msg": "b", "severity": "low"} if true
warn contains {"msg": "a"} if true`;
    expect(await ask(rules, { artifacts: [{ path: "m.pkl", format: "pickle" }] })).toEqual([
      { rule: "deny", message: "m.pkl is a pickle", severity: "high", path: "m.pkl" },
      { rule: "warn", message: "a", severity: "medium" },
      { rule: "warn", message: "b", severity: "low" },
    ]);
  });

  test("do not depend on the order of files", async () => {
    const files = ["b", "a", "c"].map((name) => ({
      name: `${name}.rego`,
      text: `package model_assay\nimport rego.v1\ndeny contains {"msg": "${name}"} if true\n`,
    }));
    const answers = [files, [...files].reverse()].map((each) =>
      evaluateRules({ files: each, evidence: {}, fields: FIELDS, now: NOW }, { workerPath: built.workerPath }),
    );
    const [first, second] = await Promise.all(answers);
    expect(first!.map(({ message }) => message)).toEqual(["a", "b", "c"]);
    expect(second).toEqual(first);
  });

  test("of rules that refer to others by their whole name, or by an import", async () => {
    const files = [
      {
        name: "lib.rego",
        text: 'package model_assay.lib\nvendors := {"acme": {"ok": true}}\nis_ok(v) if vendors[v].ok',
      },
      {
        name: "a.rego",
        text: `package model_assay
import data.model_assay.lib
import data.model_assay.lib.vendors as known
deny contains {"msg": "a"} if data.model_assay.lib.vendors.acme.ok
deny contains {"msg": "b"} if lib.vendors["acme"].ok
deny contains {"msg": "c"} if known.acme.ok
deny contains {"msg": "d"} if data["model_assay"].lib.is_ok("acme")
deny contains {"msg": "e"} if count(data.model_assay.lib.vendors) == 1
deny contains {"msg": "f"} if count(data.model_assay.warn) == 1
warn contains {"msg": "g"} if some name, _ in lib.vendors`,
      },
    ];
    const answer = evaluateRules({ files, evidence: {}, fields: FIELDS, now: NOW }, { workerPath: built.workerPath });
    expect((await answer).map(({ message }) => message).join("")).toBe("abcdefg");
  });

  test("none, where no rule holds", async () => {
    expect(await ask('deny contains {"msg": "no"} if count(input.artifacts) > 0')).toEqual([]);
  });

  test("of hostile texts are those texts", async () => {
    const path = 'a"}]\u0000\u2028\u202e\ud83d\ude00::error::\u001b[31m\r\n--> policies/a.rego:1:1\nerror: x';
    const rules = 'deny contains {"msg": a.path, "path": a.path} if some a in input.artifacts';
    expect(await ask(rules, { artifacts: [{ path }] })).toEqual([
      { rule: "deny", message: path, severity: "high", path },
    ]);
  });

  test("of functions in a package below", async () => {
    const files = [
      {
        name: "a.rego",
        text: 'package model_assay\nimport data.model_assay.lib\ndeny contains {"msg": lib.twice("x")} if true',
      },
      { name: "lib.rego", text: "package model_assay.lib\ntwice(x) := concat(x, [x, x, x])" },
    ];
    const found = await evaluateRules(
      { files, evidence: {}, fields: FIELDS, now: NOW },
      { workerPath: built.workerPath },
    );
    expect(found).toMatchObject([{ message: "xxxxx" }]);
  });

  test("see the caller's clock, in UTC", async () => {
    const rules =
      'deny contains {"msg": time.format(time.now_ns())} if true\ndeny contains {"msg": sprintf("%v", [time.clock([time.now_ns(), "Local"])])} if true';
    const messages = (await ask(rules)).map(({ message }) => message);
    expect(messages).toEqual(["2026-11-21T11:30:00Z", "[11, 30, 0]"]);
  });
});

describe("what is refused before anything is evaluated", () => {
  test.each([
    ["no Rego", 'deny contains {"msg": "x"} if {', "parse", /^policies\/a\.rego:\d+:\d+: /],
    ["Rego of version 0", 'deny[x] { x := {"msg": "x"} }', "parse", /^policies\/a\.rego:2:\d+: /],
    [
      "a variable that nothing binds",
      'deny contains {"msg": x} if true',
      "evaluation",
      /^policies\/a\.rego:2:\d+: var x is unsafe/,
    ],
    [
      "a field that the evidence has not",
      'deny contains {"msg": "x"} if input.artifcats[_].format == "pickle"',
      "rules",
      /no field `input\.artifcats`/,
    ],
    [
      "the same in brackets, deep inside",
      'deny contains {"msg": "x"} if count([x | some x in {y | y := input["artifcats"]}]) > 1',
      "rules",
      /2:.*no field/,
    ],
    [
      "a document beside the rules, of which there is none",
      'deny contains {"msg": "x"} if not input.artifacts[_].path in data.vendors',
      "rules",
      /^policies\/a\.rego:2:\d+: there is no `data\.vendors`, so the rule would never hold/,
    ],
    [
      "a rule of a package that has no such rule",
      'deny contains {"msg": "x"} if data.model_assay.lib.twice',
      "rules",
      /no `data\.model_assay\.lib/,
    ],
    [
      "what is imported and not there",
      'import data.lists\ndeny contains {"msg": "x"} if lists.vendors[_] == "a"',
      "rules",
      /no `data\.lists/,
    ],
    [
      "the network",
      'deny contains {"msg": "x"} if { false; http.send({"method": "get", "url": "http://localhost"}) }',
      "rules",
      /http\.send is not there on purpose/,
    ],
    [
      "the machine",
      'deny contains {"msg": "x"} if opa.runtime().env.GITHUB_TOKEN',
      "rules",
      /opa\.runtime is not there on purpose/,
    ],
    ["chance", 'deny contains {"msg": "x"} if rand.intn("x", 2) == 1', "rules", /rand\.intn is not there on purpose/],
    [
      "names of the network",
      'deny contains {"msg": "x"} if net.lookup_ip_addr("localhost")',
      "rules",
      /net\.lookup_ip_addr is not there/,
    ],
    [
      "chance in ids",
      'deny contains {"msg": uuid.rfc4122("x")} if true',
      "rules",
      /uuid\.rfc4122 is not there on purpose/,
    ],
    [
      "a function that nobody wrote, where no rule gets to it",
      'deny contains {"msg": "x"} if { false; is_godo(1) }',
      "rules",
      /no function is_godo/,
    ],
    [
      "a function that nobody wrote, in `every`",
      'deny contains {"msg": "x"} if every a in input.artifacts { is_godo(a) }',
      "rules",
      /no function is_godo/,
    ],
    ["deny as a value", 'deny := {"msg": "x"}', "rules", /must be a set of results/],
    ["deny with a default", 'default deny := false\ndeny contains {"msg": "x"} if true', "rules", /must be a set/],
    ["no rule at all", "allow := true", "no-rules", /no rule is `deny` or `warn`/],
  ])("%s", async (_, rules, kind, words) => {
    const error = await failure(ask(rules));
    expect(error.kind).toBe(kind);
    expect(error.message).toMatch(words);
  });

  test.each([
    ["package main\n", /nobody asks package main/],
    ["package model_assay.more\n", /never asked in a package below/],
    ["package model_assays\n", /nobody asks package model_assays/],
  ])("rules in %j", async (head, words) => {
    const files = [
      { name: "a.rego", text: 'package model_assay\ndeny contains {"msg": "x"} if false' },
      { name: "b.rego", text: `${head}deny contains {"msg": "x"} if true` },
    ];
    const error = await failure(
      evaluateRules({ files, evidence: {}, fields: FIELDS, now: NOW }, { workerPath: built.workerPath }),
    );
    expect([error.kind, error.at?.file]).toEqual(["rules", "b.rego"]);
    expect(error.message).toMatch(words);
  });
});

describe("what ends in a failure", () => {
  test.each([
    ["a division by nothing", 'deny contains {"msg": "x"} if 1 / count(input.artifacts) > 0', /2:\d+: divide by zero/],
    ["a builtin that cannot read its argument", 'deny contains {"msg": "x"} if to_number("x") > 1', /2:\d+: .*parse/],
    ["a builtin that is given another type", 'deny contains {"msg": "x"} if startswith(1, "a")', /2:\d+: /],
    ["rules that need each other", 'deny contains {"msg": "x"} if a\na if b\nb if a', /recursion/],
    ["two values of one rule", 'deny contains {"msg": "x"} if a == 1\na := 1\na := 2', /2|3|4/],
  ])("%s", async (_, rules, words) => {
    const error = await failure(ask(rules));
    expect(error.kind).toBe("evaluation");
    expect(error.message).toMatch(words);
    expect(error.at?.file).toBe("policies/a.rego");
  });

  test("a function that calls itself", async () => {
    const error = await failure(ask('f(x) := f(x + 1)\ndeny contains {"msg": f(1)} if true'));
    expect([error.kind, error.message]).toEqual(["limit", expect.stringMatching(/went too deep/)]);
  });

  test("a rule that runs on, when its time is up", async () => {
    const loop =
      'r := numbers.range(1, 3000)\ndeny contains {"msg": "x"} if { some a in r; some b in r; some c in r; a * b * c == -1 }';
    const start = performance.now();
    const error = await failure(ask(loop, {}, { timeMs: 700 }));
    expect([error.kind, error.message]).toEqual(["limit", expect.stringMatching(/not done after 0\.7 s/)]);
    expect(performance.now() - start).toBeLessThan(120_000);
  });

  test.each([
    [
      "in steps",
      'r := numbers.range(1, 100000)\ndeny contains {"msg": "x"} if count([[a, b] | some a in r; some b in r]) > 1',
    ],
    ["at once", 'deny contains {"msg": "x"} if count(numbers.range(1, 1000000000)) > 1'],
    [
      "as one text",
      'r := numbers.range(1, 100000)\ndeny contains {"msg": concat("", [sprintf("%0900d", [a]) | some a in r])} if true',
    ],
  ])("memory without an end, %s", async (_, rules) => {
    const error = await failure(ask(rules, {}, { memoryBytes: 32 * 1024 ** 2, timeMs: 60_000 }));
    expect([error.kind, error.message]).toEqual(["limit", expect.stringMatching(/more than 32 MiB of memory/)]);
  });

  test("results without an end", async () => {
    const many = 'deny contains {"msg": sprintf("%d", [a])} if some a in numbers.range(1, 1001)';
    expect((await failure(ask(many))).message).toMatch(/1001 results, more than 1000/);
    const large = 'deny contains {"msg": sprintf("%01000d", [a])} if some a in numbers.range(1, 3000)';
    expect((await failure(ask(large))).message).toMatch(/the results have \d+ bytes, more than are taken/);
  });

  test.each([
    ["a text", '"no"', /is no object/],
    ["no message", '{"message": "no"}', /has the member "message"/],
    ["an empty message", '{"msg": " "}', /no text `msg`/],
    ["a message that is a number", '{"msg": 1}', /no text `msg`/],
    ["a severity that is none", '{"msg": "x", "severity": "HIGH"}', /not one of critical, high/],
    ["no severity", '{"msg": "x", "severity": null}', /not one of critical, high/],
    ["a path that is none", '{"msg": "x", "path": 1}', /`path` that is no path/],
    ["a member that nothing reads", '{"msg": "x", "serverity": "low"}', /"serverity", which nothing reads/],
    ["__proto__", '{"msg": "x", "__proto__": {"severity": "info"}}', /"__proto__", which nothing reads/],
  ])("a result that is %s", async (_, result, words) => {
    const error = await failure(ask(`deny contains ${result} if true`));
    expect([error.kind, error.message]).toEqual(["result", expect.stringMatching(words)]);
  });

  test("evidence that JSON cannot nest", async () => {
    let deep: unknown = [];
    for (let i = 0; i < 200; i++) deep = [deep];
    expect((await failure(ask('deny contains {"msg": "x"} if true', { artifacts: deep }))).kind).toBe("engine");
  });

  test("an engine that is not there", async () => {
    const error = await failure(
      ask('deny contains {"msg": "x"} if true', {}, { workerPath: "/nowhere/rego-worker.js" }),
    );
    expect([error.kind, error.message]).toEqual(["engine", expect.stringMatching(/Is dist\/ complete/)]);
  });
});

test("a field that is missing holds nothing up, and a rule that wants positive evidence says so", async () => {
  const negative = 'deny contains {"msg": "not approved"} if input.approvals.approved == false';
  const positive =
    'approved if input.approvals.approved == true\ndeny contains {"msg": "not approved"} if not approved';
  for (const evidence of [{}, { approvals: {} }, { approvals: null }, { approvals: { approved: "true" } }]) {
    expect(await ask(negative, evidence)).toEqual([]);
    expect(await ask(positive, evidence)).toMatchObject([{ message: "not approved" }]);
  }
  expect(await ask(positive, { approvals: { approved: true } })).toEqual([]);
});
