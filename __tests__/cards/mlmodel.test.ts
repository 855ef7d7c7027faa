import { mlmodel } from "../../src/cards/mlmodel";
import { describeCards, factLines, propertyOf, readConfig, readReal } from "../support/read-config";

const read = (text: string) => readConfig(mlmodel, text, "m/MLmodel");
const ports = (inputs: string) =>
  read(`signature:\n  inputs: '${inputs}'\n`).flatMap((fact) => (fact.kind === "input" ? [fact.port] : []));

test("is claimed by its name", () => {
  expect(["m/MLmodel", "MLmodel.yaml", "mlmodel"].map(mlmodel.claims)).toEqual([true, false, false]);
});

/** Written by mlflow 3.17.2. */
const REAL = `artifact_path: model
flavors:
  python_function:
    loader_module: mlflow.transformers
    python_version: 3.11.4
  transformers:
    pipeline_model_type: WhisperForConditionalGeneration
    source_model_name: openai/whisper-small
    source_model_revision: 973afd24965f72e36ca33b3055d56a652f456b4d
    task: automatic-speech-recognition
    transformers_version: 4.40.0
mlflow_version: 3.17.2
model_id: null
model_uuid: 951d6d6183374285a188272ce50a0097
run_id: 0123456789abcdef0123456789abcdef
signature:
  inputs: '[{"type": "double", "name": "a", "required": true}, {"type": "array", "items":
    {"type": "string"}, "name": "b", "required": false}, {"type": "object", "properties":
    {"x": {"type": "long", "required": true}}, "name": "c", "required": true}, {"type":
    "map", "values": {"type": "string"}, "name": "d", "required": true}]'
  outputs: '[{"name": "y", "type": "tensor", "tensor-spec": {"dtype": "float32", "shape":
    [-1, 3]}}]'
utc_time_created: '2026-01-02 03:04:05.000006'
`;

test("run, flavours, source and signature of a model that mlflow wrote", () => {
  expect(factLines(read(REAL))).toEqual([
    "run mlflow 0123456789abcdef0123456789abcdef",
    "property mlflow-version 3.17.2",
    "property mlflow-model-uuid 951d6d6183374285a188272ce50a0097",
    "property created 2026-01-02 03:04:05.000006",
    "property mlflow-flavor python_function",
    "property loader-module mlflow.transformers",
    "property python-version 3.11.4",
    "property mlflow-flavor transformers",
    "library transformers",
    "property transformers-version 4.40.0",
    "task automatic-speech-recognition",
    "architecture WhisperForConditionalGeneration",
    'base {"name":"openai/whisper-small","revision":"973afd24965f72e36ca33b3055d56a652f456b4d"} unknown',
    'input {"name":"a","format":"double"}',
    'input {"name":"b","format":"array of string (optional)"}',
    'input {"name":"c","format":"object of 1 properties"}',
    'input {"name":"d","format":"map of string"}',
    'output {"name":"y","format":"float32 [?, 3]"}',
  ]);
  expect(read(REAL)[0]!.at).toEqual({ path: "m/MLmodel", line: 15 });
});

test("ids that YAML takes for numbers stay as written", () => {
  const facts = read("run_id: 12345678901234567890123456789012\nmodel_uuid: 1e10\n");
  expect(factLines(facts)).toEqual(["run mlflow 12345678901234567890123456789012", "property mlflow-model-uuid 1e10"]);
});

test.each([
  ["[", []],
  ["{}", []],
  ['[{"type": "tensor", "tensor-spec": {"dtype": "float32", "shape": "x"}}]', [{ format: "float32 []" }]],
  ['[{"type": "tensor"}, {"name": "n"}, 4, {"type": "a b"}]', []],
  ['[{"type": "double", "name": "\\u001b[2J"}]', [{ format: "double" }]],
  [`[${'{"type":"array","items":'.repeat(400)}1${"}".repeat(400)}]`, [{ format: `${"array of ".repeat(8)}array` }]],
])("hostile signature %#", (text, expected) => {
  expect(ports(text)).toEqual(expected);
});

test("columns are bounded", () => {
  expect(ports(JSON.stringify(Array.from({ length: 5000 }, () => ({ type: "double" }))))).toHaveLength(400);
});

test.each([
  ["&a [*a, *a]", ["property unreadable it is no YAML: nothing before is called a"]],
  ["flavors: [1, 2]\nrun_id: {}\nsignature: x\n", []],
  [
    "flavors:\n  __proto__: {a_version: 1}\n",
    ["property mlflow-flavor __proto__", "library __proto__", "property a-version 1"],
  ],
  ["- - - - -\n", []],
])("hostile YAML %#", (text, lines) => {
  expect(factLines(read(text))).toEqual(lines);
});

test.each(['run_id: abc\nflavors: {"a: 1\n', "a: &a {x: 1}\nb:\n  <<: *a\n", "a:\n\tb: 1\n"])(
  "what breaks it is said, once: %j",
  (text) => {
    const facts = read(text);
    expect(propertyOf(facts, "unreadable")).toHaveLength(1);
    expect(facts).toHaveLength(1);
  },
);

test.each([
  `a: &a [x]\n${"b: *a\n".repeat(80_000)}`,
  "- ".repeat(250_000),
  "a:\n".repeat(170_000),
  "a:\n".repeat(2_000_000),
  `flavors:\n${Array.from({ length: 20_000 }, (_, nth) => `  f${nth}: {a_version: 1}\n`).join("")}`,
])("a large one ends soon: %#", (text) => {
  const started = Date.now();
  read(text);
  expect(Date.now() - started).toBeLessThan(120_000);
});

describeCards("a real model", () => {
  test("of Azure's AutoML", () => {
    const facts = readReal(mlmodel, "azureml-mlflow/MLmodel");
    expect(factLines(facts)).toEqual(
      expect.arrayContaining([
        "run mlflow AutoML_703b5bcb-4e8d-40f5-8efe-6ba1564568eb_70",
        "property sklearn-version 0.22.1",
        "library sklearn",
        'input {"name":"Input03","format":"double"}',
        'output {"format":"float64 [?]"}',
      ]),
    );
  });
});
