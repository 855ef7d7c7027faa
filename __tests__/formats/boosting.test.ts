import { lines, scanBytes } from "../support/scan";

/** As XGBoost 3.2 writes it, with what matters here. */
const tree = (more: object = {}) => ({
  default_left: [0, 0, 0, 0, 0], id: 0, left_children: [1, -1, 3, -1, -1], right_children: [2, -1, 4, -1, -1], split_indices: [0, 0, 2, 0, 0],
  split_conditions: [0.1, 0.2, 0.8, 0.3, -0.2], tree_param: { num_deleted: "0", num_feature: "3", num_nodes: "5", size_leaf_vector: "1" }, ...more,
}); // prettier-ignore
const model = (trees: object[], learner: object = {}) => ({
  learner: {
    attributes: {}, feature_names: [], feature_types: [],
    gradient_booster: { model: { gbtree_model_param: { num_trees: String(trees.length) }, trees }, name: "gbtree" },
    learner_model_param: { base_score: "[5E-1]", num_class: "0", num_feature: "3" }, objective: { name: "binary:logistic" }, ...learner,
  },
  version: [3, 2, 0],
}); // prettier-ignore

const l = (value: number) =>
  Buffer.concat([Buffer.from("L"), Buffer.from(new BigInt64Array([BigInt(value)]).buffer).swap64()]);
const key = (text: string) => Buffer.concat([l(text.length), Buffer.from(text)]);

/** UBJSON as XGBoost writes it: lists of numbers with one type and a count. */
function ubjson(value: unknown): Buffer {
  if (typeof value === "string") return Buffer.concat([Buffer.from("S"), key(value)]);
  if (typeof value === "number") return l(value);
  if (Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === "number")) {
    const body = Buffer.alloc(value.length * 4);
    value.forEach((each, i) =>
      Number.isInteger(each) ? body.writeInt32BE(each, i * 4) : body.writeFloatBE(each, i * 4),
    );
    return Buffer.concat([Buffer.from(value.every(Number.isInteger) ? "[$l#" : "[$d#"), l(value.length), body]);
  }
  if (Array.isArray(value)) return Buffer.concat([Buffer.from("[#"), l(value.length), ...value.map(ubjson)]);
  const members = Object.entries(value as object).map(([name, each]) => Buffer.concat([key(name), ubjson(each)]));
  return Buffer.concat([Buffer.from("{"), ...members, Buffer.from("}")]);
}

const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const WRITERS = [
  ["xgboost-json", "m.json", json],
  ["xgboost-ubj", "m.ubj", ubjson],
] as const;

describe.each(WRITERS)("%s", (format, path, write) => {
  const scan = (value: unknown) => {
    const result = scanBytes(write(value), path);
    expect(result.format).toBe(format);
    return lines(result.findings);
  };

  test("a normal model passes without a word, and so does dart", () => {
    expect(scan(model([tree(), tree({ id: 1 })]))).toEqual([]);
    const booster = { gbtree: model([tree()]).learner.gradient_booster, name: "dart", weight_drop: [1] };
    expect(scan(model([], { gradient_booster: booster }))).toEqual([]);
  });

  test.each<[string, object, string]>([
    ["a child outside", { left_children: [1, -1, 99, -1, -1] }, "node 2 has child 99, and there are 5"],
    ["a feature outside", { split_indices: [0, 0, 70000, 0, 0] }, "node 2 asks for feature 70000, and there are 3"],
    ["a list that is short", { right_children: [2] }, "it has 5 nodes and 1 right children"],
    [
      "more nodes than there are",
      { tree_param: { num_nodes: "500000000" } },
      "it has 500000000 nodes and 5 left children",
    ],
  ])("%s is read outside of its array", (_, more, words) => {
    expect(scan(model([tree(), tree(more)]))).toEqual([
      expect.stringMatching(new RegExp(`^high MA-FMT-010 ${path}: .*tree 1.*${words}`)),
    ]);
  });

  test("a credential in an attribute", () => {
    const token = `hf_${"QwErTyUiOpAsDfGhJkLzXcVbNmqWeRtYuI"}`;
    expect(scan(model([], { attributes: { note: token } }))).toEqual([
      `high MA-SEC-001 ${path}: holds a Hugging Face token in attribute note`,
    ]);
  });
});

test.each([
  ["a source map", "m.js.map", '{"version":3,"sources":["a"],"names":["attributes"],"mappings":"","learner":{}}'],
  ["other JSON", "x.json", '{"learner":"somebody","attributes":{}}'],
])("%s is no model", (_, path, content) => expect(scanBytes(Buffer.from(content), path).format).toBeUndefined());

test("a model whose version comes first is one", () => {
  const { learner, version } = model([tree()]);
  expect(scanBytes(json({ version, learner }), "m.json").format).toBe("xgboost-json");
});

describe("hostile UBJSON", () => {
  const start = Buffer.concat([Buffer.from("{"), key("learner")]);
  test.each<[string, Buffer, RegExp]>([
    ["a list of billions", Buffer.concat([Buffer.from("[$l#"), l(2 ** 40)]), /a list of 1099511627776 values/],
    ["a list of nothing", Buffer.concat([Buffer.from("[$Z#"), l(2 ** 40)]), /values that take no bytes/],
    ["a negative length", Buffer.concat([Buffer.from("S"), l(-5)]), /a length of -5/],
    ["an open end", Buffer.from("[[[["), /it ends inside a value/],
    ["depth", Buffer.from("[".repeat(100_000)), /more than 64 values inside each other/],
    ["a type without a count", Buffer.from("[$l\x01"), /without its length/],
    ["another marker", Buffer.from("?"), /a marker that UBJSON does not have/],
  ])("%s", (_, body, words) => {
    const found = lines(scanBytes(Buffer.concat([start, body]), "m.ubj").findings);
    expect(found).toEqual([expect.stringMatching(/^high MA-SYS-001 /)]);
    expect(found[0]).toMatch(words);
  });
});

describe("lightgbm", () => {
  /** As LightGBM 4.7 writes it, with what matters here. */
  const text = (more: Record<string, string> = {}, end = "end of trees\n\nparameters:\n[boosting: gbdt]\n") => {
    const fields = { num_leaves: "4", num_cat: "0", split_feature: "0 0 2", threshold: "0.1 0.3 0.7", left_child: "-1 -2 -3", right_child: "1 2 -4", leaf_value: "1 2 3 4", ...more }; // prettier-ignore
    const body = Object.entries(fields).map(([name, value]) => `${name}=${value}`).join("\n"); // prettier-ignore
    return `tree\nversion=v4\nnum_class=1\nmax_feature_idx=2\nobjective=binary sigmoid:1\ntree_sizes=495\n\nTree=0\n${body}\n\n\n${end}`;
  };
  const scan = (content: string) => {
    const result = scanBytes(Buffer.from(content), "m.txt");
    expect(result.format).toBe("lightgbm");
    return lines(result.findings);
  };

  test("a normal model passes without a word, and so does a tree of one leaf", () => {
    expect(scan(text())).toEqual([]);
    expect(scan(text({ num_leaves: "1", split_feature: "", left_child: "", right_child: "" }))).toEqual([]);
  });

  test.each<[string, Record<string, string>, RegExp]>([
    ["a child outside", { right_child: "1 77 -4" }, /^high MA-FMT-010 .*tree 0.*node 1 has child 77/],
    ["a leaf outside", { left_child: "-1 -2 -30" }, /^high MA-FMT-010 .*node 2 has child -30/],
    ["a feature outside", { split_feature: "0 0 9" }, /^high MA-FMT-010 .*asks for feature 9, and there are 3/],
    ["fewer children than nodes", { left_child: "-1" }, /^high MA-FMT-010 .*it has 3 nodes and 1 left children/],
  ])("%s", (_, more, words) => expect(scan(text(more))).toEqual([expect.stringMatching(words)]));

  test("a text that breaks off", () =>
    expect(scan(text({}, ""))).toEqual([expect.stringMatching(/^high MA-SYS-001 .*no `end of trees`/)]));
});
