import type { Drift } from "../../src/core/inventory";
import type { OriginEntry } from "../../src/inventory";
import { digest, inventoryOf, weights, type Leaf } from "../support/inventory-tree";

const CONFIG = JSON.stringify({ model_type: "bert" });
const MODEL = { "m/config.json": CONFIG, "m/w.safetensors": weights("safetensors") };
const recorded = (sha256: string, path = "w.safetensors") => ({ path, size: 64, sha256, line: 12 });
const origin = (files: OriginEntry["files"], path = "m"): OriginEntry => ({
  path,
  source: "hf:org/x",
  fetched: "2026-11-21T08:00:00Z",
  line: 9,
  files,
});
const WHOLE = [recorded(digest(CONFIG), "config.json"), recorded(digest("m/w.safetensors"))].map((file) =>
  file.path === "config.json" ? { ...file, size: CONFIG.length } : file,
);
const words = ({ path, declared, found, files, at }: Drift) =>
  `${path} | ${declared ?? "-"} | ${found ?? "-"} | ${at.path}:${at.line ?? 0}${files === undefined ? "" : ` ${files.join(" ")}`}`;
const driftsOf = (leaves: Readonly<Record<string, Leaf>>, origins: readonly OriginEntry[], more = {}) =>
  inventoryOf(leaves, { origins, ...more }).drifts.map(words);

describe("a recorded file", () => {
  test("as it was recorded is none", () => expect(driftsOf(MODEL, [origin(WHOLE)])).toEqual([]));

  test("with other content, and no contradiction of documents", () => {
    const inventory = inventoryOf(MODEL, { origins: [origin([recorded("a".repeat(64))])] });
    expect(inventory.contradictions).toEqual([]);
    expect(inventory.drifts.map(words)).toEqual([
      `m/w.safetensors | sha256:${"a".repeat(64)} | sha256:${digest("m/w.safetensors")} | models.lock.yaml:12`,
    ]);
    expect(inventory.drifts[0]!.model).toBe("m");
  });

  test("of another size, where its content was not read; of the same size nobody can say", () => {
    const unread = (size: number) => ({
      "m/config.json": CONFIG,
      "m/w.safetensors": { format: "safetensors", size, sha256: undefined } as unknown as Leaf,
    });
    expect(driftsOf(unread(7), [origin([recorded("a".repeat(64))])])).toEqual([
      "m/w.safetensors | 64 bytes | 7 bytes | models.lock.yaml:12",
    ]);
    const same = inventoryOf(unread(64), { origins: [origin([recorded("a".repeat(64))])] });
    expect(same.drifts).toEqual([]);
    expect(same.models[0]!.gaps).toContain("m/w.safetensors has no digest, because it was not read");
  });

  test("whose pointer of Git LFS says another digest, or the same", () => {
    const pointer = { size: 64, sha256: "b".repeat(64), digestFrom: "git-lfs" } as const;
    const leaves = { "m/config.json": CONFIG, "m/w.safetensors": pointer };
    const missing = [{ path: "m/w.safetensors", detail: "a Git LFS pointer" }];
    expect(driftsOf(leaves, [origin([recorded("b".repeat(64))])], { missing })).toEqual([]);
    expect(driftsOf(leaves, [origin([recorded("a".repeat(64))])], { missing })).toHaveLength(1);
  });

  test("that is not there, by the manifest's line", () =>
    expect(driftsOf({ "m/config.json": CONFIG }, [origin(WHOLE)])).toEqual([
      `m/w.safetensors | sha256:${digest("m/w.safetensors")} | - | models.lock.yaml:12`,
    ]));

  test("that was not fetched, that DVC keeps or that is left out is a gap", () => {
    const gone = (leaves: Readonly<Record<string, Leaf>>, more = {}) => {
      const inventory = inventoryOf({ "m/config.json": CONFIG, ...leaves }, { origins: [origin(WHOLE)], ...more });
      expect(inventory.models[0]!.gaps).toContain("m/w.safetensors is in models.lock.yaml, but not here");
      return inventory.drifts;
    };
    expect(gone({}, { missing: [{ path: "m/w.safetensors", detail: "a broken pointer" }] })).toEqual([]);
    expect(gone({}, { leftOut: (path: string) => path === "m/w.safetensors" })).toEqual([]);
    const dvc = "outs:\n- md5: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n  path: w.safetensors\n";
    expect(gone({ "m/w.safetensors.dvc": dvc })).toEqual([]);
    expect(gone({}, {})).toHaveLength(1);
  });

  test("that is left out is named among what is missing, once", () => {
    const leftOut = () => true;
    const missing = [{ path: "m/config.json", detail: "a pipe" }];
    const inventory = inventoryOf({}, { origins: [origin(WHOLE)], leftOut, missing });
    expect(inventory.drifts).toEqual([]);
    expect(inventory.missing).toEqual([
      ...missing,
      {
        path: "m/w.safetensors",
        detail: expect.stringMatching(/^models\.lock\.yaml records it, and it is left out/) as string,
      },
    ]);
  });

  test("of a directory that DVC keeps is a gap while none of it is here", () => {
    const dvc = "outs:\n- md5: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.dir\n  path: m\n";
    expect(driftsOf({ "m.dvc": dvc }, [origin(WHOLE)])).toEqual([]);
    expect(driftsOf({ "m.dvc": dvc, "m/config.json": CONFIG }, [origin(WHOLE)])).toHaveLength(1);
  });

  test("many that are gone are one drift; so is a model that is gone", () => {
    expect(driftsOf({}, [origin(WHOLE)])).toEqual(["m | - | - | models.lock.yaml:9 m/config.json m/w.safetensors"]);
    const many = Array.from({ length: 30 }, (_, i) => recorded("a".repeat(64), `shards/${i}.bin`));
    const [drift, ...others] = inventoryOf(MODEL, { origins: [origin([...WHOLE, ...many])] }).drifts;
    expect(others).toEqual([]);
    expect(drift!.files).toHaveLength(30);
    expect(driftsOf(MODEL, [origin([...WHOLE, ...many.slice(0, 20)])])).toHaveLength(20);
  });
});

describe("a file beside recorded ones", () => {
  const beside = (path: string, leaf: Leaf = "x") =>
    driftsOf({ ...MODEL, [path]: leaf }, [origin(WHOLE)]).map((each) => each.split(" | ")[0]);

  test.each<[string, Leaf]>([
    ["m/modeling_x.py", "import os"],
    ["m/sub/evil.py", "import os"],
    ["m/pytorch_model.bin", weights("torch")],
    ["m/notes.txt", weights("pickle")],
    ["m/model.safetensors.index.json", "{}"],
    ["m/adapter_config.json", "{}"],
    ["m/chat_template.jinja", "x"],
  ])("%s is what a loader takes", (path, leaf) => expect(beside(path, leaf)).toEqual([path]));

  test.each(["m/README.md", "m/LICENSE", "m/data.csv", "m/model.sig", "m/x.cdx.json", "m/.gitattributes", "mm/a.py", "a.py"])(
    "%s is not",
    (path) => expect(beside(path)).toEqual([]),
  ); // prettier-ignore

  test("is told with its digest and the model's line", () =>
    expect(driftsOf({ ...MODEL, "m/a.py": "x" }, [origin(WHOLE)])).toEqual([
      `m/a.py | - | sha256:${digest("x")} | models.lock.yaml:9`,
    ]));

  test("a model of its own in the directory is none, unless some of it is recorded", () => {
    const nested = { ...MODEL, "m/other/config.json": CONFIG, "m/other/w.bin": weights("torch") };
    expect(driftsOf(nested, [origin(WHOLE)])).toEqual([]);
    const part = recorded(digest(CONFIG), "other/config.json");
    expect(driftsOf(nested, [origin([...WHOLE, { ...part, size: CONFIG.length }])])).toHaveLength(1);
    expect(driftsOf({ "d/a.gguf": weights("gguf"), "d/b.gguf": weights("gguf") }, [
      origin([recorded(digest("d/a.gguf"), "a.gguf")], "d"),
    ])).toEqual([`d/b.gguf | - | sha256:${digest("d/b.gguf")} | models.lock.yaml:9`]); // prettier-ignore
  });

  test("a record of the weights alone says nothing of configurations", () => {
    const only = [origin([recorded(digest("m/w.safetensors"))])];
    expect(driftsOf({ ...MODEL, "m/tokenizer.json": "{}" }, only)).toEqual([]);
    expect(driftsOf({ ...MODEL, "m/a.py": "x" }, only)).toHaveLength(1);
  });

  test("a model at the root has none: the rest is the repository's", () =>
    expect(
      driftsOf({ "config.json": CONFIG, "train.py": "x", "other.bin": weights("torch") }, [
        origin([{ ...recorded(digest(CONFIG), "config.json"), size: CONFIG.length }], "."),
      ]),
    ).toEqual([]));
});
