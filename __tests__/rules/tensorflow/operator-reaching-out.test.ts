import type { ConstantSource, OperatorFact } from "../../../src/core/graph-facts";
import { DANGEROUS, isOutside } from "../../../src/rules/tensorflow/dangerous-operators";
import { operators } from "../../../src/rules/tensorflow/operator-names";
import { operatorReachingOut } from "../../../src/rules/tensorflow/operator-reaching-out";
import { checkRule } from "../../support/check-rule";

const at = { path: "m/saved_model.pb", inside: [] };
const check = (operator: Partial<OperatorFact>, format = "saved-model") =>
  checkRule(operatorReachingOut, {
    kind: "graph",
    at,
    graph: {
      format,
      operators: [{ name: "Relu", count: 1, where: [], ...operator }],
      inputs: [],
      outputs: [],
      metadata: {},
    },
  });
const severityOf = (name: string, from: ConstantSource, ...constants: string[]) =>
  check({ name, from, constants })[0]?.severity;

describe("MA-FMT-030 operator-reaching-out", () => {
  test("says what the operator does, with what, and where it stands", () => {
    const found = check({
      name: "WriteFile",
      from: "constant",
      constants: ["/etc/x"],
      where: ["f"],
      node: "w",
      count: 2,
      offset: 9,
    });
    expect(found).toEqual([
      expect.objectContaining({
        severity: "critical",
        message: "operator WriteFile writes a file: /etc/x (in f, at node w, 2 times)",
        location: { ...at, offset: 9 },
      }),
    ]);
  });

  test.each([
    ["PyFunc", "constant", [], "critical"],
    ["PyFuncStateless", "constant", [], "critical"],
    ["EagerPyFunc", "constant", [], "critical"],
    ["LoadLibrary", "computed", [], "critical"],
    ["ReadFile", "caller", [], "critical"],
    ["ReadFile", "asset", [], undefined],
    ["WriteFile", "asset", [], "critical"],
    ["MatchingFiles", "constant", ["*"], "high"],
    ["SaveV2", "caller", [], undefined],
    ["SaveV2", "constant", ["model"], undefined],
    ["SaveV2", "constant", ["marker"], "high"],
    ["SaveV2", "constant", ["../x"], "critical"],
    ["SaveV2", "constant", ["model/../../x"], "critical"],
    ["SaveV2", "caller", ["gs://evil/*"], "critical"],
    ["SaveV2", "computed", [], "high"],
    ["RestoreV2", "constant", ["/home/me/bert.ckpt"], "medium"],
    ["TextLineDataset", "constant", ["/etc/shadow"], "high"],
    ["TFRecordDatasetV2", "constant", ["train.tfrecord"], "low"],
    ["CacheDatasetV2", "constant", [], undefined],
    ["CacheDatasetV2", "constant", ["/tmp/c"], "high"],
    ["InitializeTableFromTextFileV2", "asset", [], undefined],
    ["InitializeTableFromTextFileV2", "constant", ["vocab.txt"], "low"],
    ["ImmutableConst", "constant", ["memmapped_package://w"], undefined],
    ["ImmutableConst", "constant", ["/etc/passwd"], "high"],
    ["DebugIdentityV2", "constant", ["file:///x"], "critical"],
    ["DebugIdentityV2", "constant", [], undefined],
    ["PrintV2", "constant", ["stderr"], undefined],
    ["PrintV2", "constant", ["file:///x"], "critical"],
    ["DecodeProtoV2", "constant", ["local://"], undefined],
    ["DecodeProtoV2", "constant", ["/etc/x"], "medium"],
    ["DataServiceDatasetV4", "constant", ["grpc://x"], "high"],
    ["DecodeJpeg", "constant", [], undefined],
    ["Assert", "constant", [], undefined],
  ] as const)("%s, its name %s %j: %s", (name, from, constants, severity) => {
    expect(severityOf(name, from, ...constants)).toBe(severity);
  });

  test("a Flex operator of TensorFlow Lite counts, one that only has such a name does not", () => {
    expect(check({ name: "ReadFile", domain: "flex" }, "tflite")).toHaveLength(1);
    expect(check({ name: "ReadFile", domain: "custom" }, "tflite")).toEqual([]);
    expect(check({ name: "ReadFile" }, "onnx")).toEqual([]);
  });

  test("readers of any file: worse in a model that is served than in a graph of a training run", () => {
    expect(check({ name: "WholeFileReaderV2" })[0]?.severity).toBe("critical");
    expect(check({ name: "TextLineReaderV2" })[0]?.severity).toBe("high");
    expect(check({ name: "TextLineDataset", from: "caller" })[0]?.severity).toBe("high");
    expect(check({ name: "WholeFileReaderV2" }, "tf-graph")[0]?.severity).toBe("medium");
    expect(check({ name: "TextLineDataset", from: "computed" }, "tf-graph")[0]?.severity).toBe("medium");
  });

  test("every row is an operator that TensorFlow has, but the one that would load a library", () => {
    expect(DANGEROUS.filter((name) => !operators().has(name))).toEqual(["LoadLibrary"]);
  });

  test.each(["/a", "~/a", "\\\\host\\a", "C:\\a", "gs://b/a", "../a", "a/../../b", "a\\..\\..\\b"])(
    "%s is outside",
    (path) => {
      expect(isOutside(path)).toBe(true);
    },
  );
  test.each(["a", "a/b", "./a", "a/../b", "_temp_1/part", "a..b"])("%s is not", (path) => {
    expect(isOutside(path)).toBe(false);
  });
});
