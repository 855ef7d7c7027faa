import { lines, scanBytes } from "../support/scan";
import { zip } from "../support/zip-builder";

type Node = Record<string, unknown>;
const json = (content: unknown): Node => ({
  __class__: "str", __module__: "builtins", __loader__: "JsonNode", content: JSON.stringify(content), is_json: true,
}); // prettier-ignore
const node = (loader: string, name: string, more: Node = {}): Node => {
  const dot = name.lastIndexOf(".");
  return { __class__: name.slice(dot + 1), __module__: name.slice(0, dot), __loader__: loader, ...more };
};
const dict = (content: Node): Node => node("DictNode", "builtins.dict", { content, key_types: json([]) });
/** A tree as skops 0.16 writes it, with `state` as an attribute of the model. */
const tree = (state: Node): Node => ({
  ...node("ObjectNode", "sklearn.linear_model._logistic.LogisticRegression", { content: dict({ C: json(1), state }) }),
  protocol: 2, _skops_version: "0.16.0",
}); // prettier-ignore
const file = (schema: unknown) =>
  zip([{ name: "schema.json", data: typeof schema === "string" ? schema : JSON.stringify(schema) }]);
const scan = (state: Node) =>
  lines(scanBytes(file(tree(state)), "m.skops").findings).map((line) => line.replace("m.skops > schema.json: ", ""));

test("a model of known types passes without a word", () => {
  const result = scanBytes(file(tree(node("TypeNode", "numpy.float64"))), "m.skops");
  expect(result).toMatchObject({ format: "skops", findings: [] });
});

test.each([
  ["a function", node("FunctionNode", "os.system"), /^critical MA-FMT-060 names os\.system, which .* \[code execution\]$/],
  ["a function of protocol 0", node("FunctionNode", "builtins.function", { content: { module_path: "os", function: "system" } }), /^critical MA-FMT-060 names os\.system/],
  ["a list that is none", node("ListNode", "subprocess.Popen", { content: [json("x")] }), /^critical MA-FMT-060 names subprocess\.Popen/],
  ["a function of operator, CVE-2025-54412", node("OperatorFuncNode", "operator.call", { attrs: json([]) }), /^critical MA-FMT-060 operator\.call stands in an OperatorFuncNode, which calls any function of operator$/],
  ["another module under that node, CVE-2025-54412", node("OperatorFuncNode", "os.itemgetter", { attrs: json([]) }), /^critical MA-FMT-060 os\.itemgetter stands in/],
  ["a method of another object, CVE-2025-54413", node("MethodNode", "sklearn.svm._classes.SVC", { content: { func: "x", obj: node("ObjectNode", "builtins.object") } }), /^critical MA-FMT-060 calls itself sklearn\.svm\._classes\.SVC\.x, and is a method of builtins\.object$/],
  ["a method behind attributes, CVE-2025-54413", node("MethodNode", "sklearn.svm._classes.SVC", { content: { func: "fit.__globals__", obj: node("ObjectNode", "sklearn.svm._classes.SVC") } }), /^critical MA-FMT-060 reaches sklearn\.svm\._classes\.SVC\.fit\.__globals__ through attributes/],
  ["a class of nobody's", node("ObjectNode", "mylib.Net", { content: dict({}) }), /^medium MA-FMT-060 restores mylib\.Net, which is neither known to be safe nor allowed; skops asks before it does$/],
  ["a node that is not known", node("NewNode", "mylib.Net"), /^medium MA-FMT-060 calls mylib\.Net/],
])("%s", (_, state, words) => expect(scan(state)).toEqual([expect.stringMatching(words)])); // prettier-ignore

test("an operator that skops itself writes is normal", () =>
  expect(scan(node("OperatorFuncNode", "operator.itemgetter", { attrs: json([0]) }))).toEqual([]));

test.each([
  ["no JSON", "{", /^high MA-SYS-001 .*it is no JSON: /],
  ["too deep", "[".repeat(5000), /^high MA-SYS-001 .*values inside each other/],
])("a schema that is %s", (_, schema, words) =>
  expect(lines(scanBytes(file(schema), "m.skops").findings)).toEqual([expect.stringMatching(words)]),
);
