import { RegoFailure } from "../../../src/policy/rego/failure";
import { problemWords } from "../../../src/policy/rego/problem-words";
import { MAX_RESULTS, readReply } from "../../../src/policy/rego/reply";
import { requestJson } from "../../../src/policy/rego/request";

function refused(json: string): RegoFailure {
  try {
    readReply(json);
  } catch (error) {
    if (error instanceof RegoFailure) return error;
    throw error;
  }
  throw new Error("it was taken");
}

test.each([
  "",
  "null",
  "[]",
  "{}",
  '{"deny":[]}',
  '{"warn":[]}',
  '{"deny":{},"warn":[]}',
  '{"deny":null,"warn":null}',
  '"x"',
])("a reply that is none is a failure: %s", (json) => expect(refused(json).kind).toBe("engine"));

test.each(["null", "[]", "{}", '{"kind":"parse"}', '{"kind":1,"message":"x"}', '{"kind":"new","message":"x"}'])(
  "a problem that is not understood is a failure, whatever stands beside it: %s",
  (problem) => expect(refused(`{"deny":[],"warn":[],"problem":${problem}}`).kind).toBe("engine"),
);

test("a problem says where, and one without a whole place says what", () => {
  const at = '{"file":"p/a b.rego","line":3,"column":7}';
  const failure = refused(`{"problem":{"kind":"parse","message":"expecting expression","at":${at}}}`);
  expect(failure).toMatchObject({ message: "p/a b.rego:3:7: expecting expression", at: { line: 3, column: 7 } });
  expect(refused('{"problem":{"kind":"parse","message":"no","at":{"file":"x","line":"3"}}}').message).toBe("no");
});

test("as many results as are taken, and one more", () => {
  const reply = (count: number) =>
    JSON.stringify({ deny: Array.from({ length: count }, (_, i) => ({ msg: `${i}` })), warn: [] });
  expect(readReply(reply(MAX_RESULTS))).toHaveLength(MAX_RESULTS);
  expect(refused(reply(MAX_RESULTS + 1)).kind).toBe("limit");
});

test("each problem of the module has words of its own", () => {
  const kinds = [
    "parse",
    "function",
    "field",
    "document",
    "shape",
    "package",
    "no-rules",
    "evaluation",
    "output",
    "request",
  ];
  const words = kinds.map((kind) => problemWords(kind, "it").words);
  expect(new Set(words.slice(1, 7)).size).toBe(6);
  expect(problemWords("package", "").words).toMatch(/package \(computed\)/);
});

test("the clock goes over in whole nanoseconds, and evidence as it is", () => {
  const json = requestJson({ files: [], evidence: { a: "\u2028" }, fields: ["a"], now: 1_795_262_400_000.7 });
  expect(JSON.parse(json)).toMatchObject({ input: { a: "\u2028" }, inputFields: ["a"], nowNs: "1795262400000000000" });
});
