import { LINE_TEXT, indexText } from "../support/index-text";
import { floats } from "../support/safetensors-builder";
import { lines, scanBeside, type Beside } from "../support/scan";

const NAME = "model.safetensors.index.json";
const SHARDS = { "s1.safetensors": floats({ a: 2, b: 1 }), "s2.safetensors": floats({ c: 1 }) };
const MAP = { a: "s1.safetensors", b: "s1.safetensors", c: "s2.safetensors" };

function scan(text: string, beside: Beside = SHARDS, name = NAME) {
  return scanBeside(Buffer.from(text), name, beside);
}
const found = (text: string, beside?: Beside, name?: string) => lines(scan(text, beside, name).findings);

describe("safetensors-index", () => {
  test("one that fits its shards is silent", () => {
    const result = scan(indexText(MAP, 16));
    expect(result).toMatchObject({ format: "safetensors-index", text: true, findings: [] });
    expect(result.missing).toBeUndefined();
  });

  test("a tensor that its shard does not have, at its line", () => {
    expect(found(indexText({ ...MAP, d: "s2.safetensors" }, 16))).toEqual([
      `high MA-FMT-013 ${NAME}:${LINE_TEXT + 3}: d: the index puts it into s2.safetensors, which has no such tensor`,
    ]);
  });

  test("a tensor that no map names, and one that another shard has too", () => {
    const shards = { ...SHARDS, "s2.safetensors": floats({ c: 1, a: 2, extra: 1 }) };
    expect(found(indexText(MAP, 28), shards)).toEqual([
      `medium MA-FMT-013 ${NAME}:${LINE_TEXT}: a: is in s2.safetensors, and the index takes it from s1.safetensors`,
      `medium MA-FMT-013 ${NAME}:${LINE_TEXT + 2}: extra: is in s2.safetensors, and the index does not name it`,
    ]);
  });

  test("a sum that is not true is worth knowing", () => {
    expect(found(indexText(MAP, 99))).toEqual([
      `info MA-FMT-013 ${NAME}:3: total_size: says 99 bytes, its shards have 16`,
    ]);
  });

  test("missing shards and pointers make the verdict incomplete, in one finding", () => {
    const result = scan(indexText(MAP, 16), { "s2.safetensors": { kind: "pointer" } });
    expect(lines(result.findings)).toEqual([
      `medium MA-SYS-004 ${NAME}: is not here: 2 of its 2 shards are not here or only pointers, such as its shard s1.safetensors`,
    ]);
    expect(result.missing).toHaveLength(1);
  });

  test.each([
    ["../../etc/passwd", "leaves the model's directory"],
    ["/etc/passwd", "absolute path"],
    ["https://example.org/s.safetensors", "an address on the network"],
    ["C:\\s.safetensors", "absolute path"],
  ])("a shard at %s", (path, why) => {
    const told = found(indexText({ ...MAP, d: path }, 16));
    expect(told[0]).toContain(`high MA-FMT-014 ${NAME}:${LINE_TEXT + 3}: shard is ${path}`);
    expect(told[0]).toContain(why);
  });

  test("a shard over a link that leaves the workspace", () => {
    const beside: Beside = { ...SHARDS, "s3.safetensors": { kind: "outside", detail: "" } };
    expect(found(indexText({ ...MAP, d: "s3.safetensors" }, 16), beside)[0]).toContain("over a link");
  });

  test("a pickle as a shard, by its name and by its content", () => {
    const beside = {
      ...SHARDS,
      "s3.bin": Buffer.from("\x80\x04N.", "latin1"),
      "s4.safetensors": Buffer.from("\x80\x04N."),
    };
    const told = found(indexText({ ...MAP, d: "s3.bin", e: "s4.safetensors" }, 16), beside);
    expect(told).toEqual([
      `high MA-FMT-013 ${NAME}:${LINE_TEXT + 3}: s3.bin: is a shard of a safetensors index by another kind of name; loaders go by it, and unpickle the file`,
      `high MA-FMT-013 ${NAME}:${LINE_TEXT + 4}: s4.safetensors: cannot be read as a safetensors file`,
    ]);
  });

  test("an index of pickles is held against what is there", () => {
    const name = "pytorch_model.bin.index.json";
    expect(found(indexText({ a: "p1.bin" }, 8), { "p1.bin": Buffer.from("x") }, name)).toEqual([]);
    expect(found(indexText({ a: "p1.bin" }, 8), {}, name)[0]).toContain("is not here: its shard p1.bin");
    expect(found(indexText({ a: "s1.safetensors" }, 12), SHARDS, name)[0]).toContain("by another kind of name");
  });

  test("names that stand twice, at their lines", () => {
    const text = `{\n"weight_map": {},\n"weight_map": {\n"a": "s1.safetensors",\n"b": "s1.safetensors",\n"c": "s2.safetensors",\n"a": "s1.safetensors"\n}}`;
    expect(found(text)).toEqual([
      `high MA-FMT-011 ${NAME}:3: weight_map: stands twice in the index`,
      `high MA-FMT-011 ${NAME}:7: a: stands twice in the index`,
    ]);
  });

  test("a variant's name, and a name that needs its content", () => {
    expect(scan(indexText(MAP, 16), SHARDS, "model.safetensors.index.fp16.json").format).toBe("safetensors-index");
    expect(scan(`{"files": []}`, SHARDS, "firmware.bin.index.json").format).toBeUndefined();
  });

  test.each([
    ["no JSON", "{", "MA-SYS-001"],
    ["no map", "{}", "it has no weight_map"],
    ["a map of lists", `{"weight_map": {"a": []}}`, "its shard is no file's name"],
  ])("%s is said", (_, text, words) => {
    expect(found(text)[0]).toContain(words);
  });

  test("a token in it is a secret, at its line", () => {
    const token = `hf_${"AbCdEfGhIjKlMnOpQrStUvWxYzAbCdEfGh"}`;
    const told = found(`{"weight_map": {},\n"metadata": {"x": "${token}"}}`);
    expect(told[0]).toContain(`${NAME}:2: `);
  });

  test("a hundred thousand shards are not looked for", () => {
    const map = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`t${i}`, `s${i}.safetensors`]));
    const told = found(indexText(map, 0), {});
    expect(told[0]).toContain("10000 of its 10000 shards");
    expect(told.join("\n")).toContain("it names more than 10,000 shards");
  });
});
