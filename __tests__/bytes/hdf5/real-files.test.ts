import { datatypeName, openHdf5, type Hdf5File } from "../../../src/bytes/hdf5";
import { BufferSource } from "../../../src/bytes/sources";
import { Budget } from "../../../src/core/budget";
import { hdf5Sample, SAMPLE_NAMES, type SampleName } from "../../support/hdf5-samples";

/** Files that h5py and PyTables wrote, read as h5py reads them. */
const open = (name: SampleName) => openHdf5(new BufferSource(hdf5Sample(name)), new Budget());

function tree(file: Hdf5File): string[] {
  return [...file.walk()].map(({ path, link, object }) => {
    const dataset = object?.dataset();
    const what =
      link?.kind === "soft"
        ? `-> ${link.target}`
        : link?.kind === "external"
          ? `-> ${link.file}:${link.target}`
          : dataset === undefined
            ? (object?.kind ?? "seen before")
            : `${datatypeName(dataset.type)} [${dataset.shape.isNull ? "null" : dataset.shape.dims.join(",")}] ${dataset.layout.kind}`;
    return `${path} ${what}`;
  });
}

const attributesOf = (file: Hdf5File, path: string) =>
  Object.fromEntries(
    [...file.find(path)!.attributes()].map(({ name, value }) => [name, value.strings() ?? value.numbers()]),
  );

describe("files of the real library", () => {
  test.each(["tree_earliest", "tree_latest", "user_block"] as const)("%s: the tree and its attributes", (name) => {
    const file = open(name);
    // The order of names, and so which of the two comes first, is the file's.
    const first = tree(file).includes("/layer group") ? "layer" : "again";
    expect(tree(file).sort()).toEqual(
      [
        "/ group",
        `/${first} group`,
        `/${first}/bias float64 [3] contiguous`,
        `/${first}/kernel float32 [2,3] contiguous`,
        `/${first === "layer" ? "again" : "layer"} seen before`,
        "/soft -> /layer/kernel",
      ].sort(),
    );
    expect(attributesOf(file, "/")).toEqual({
      title: ["A model of something."],
      names: ["conv2d", "input_1"],
      epochs: [3],
    });
    expect(file.find("soft")!.dataset()!.read(1000)!.numbers()).toEqual([0, 1, 2, 3, 4, 5]);
    expect(file.find("layer/nothing")).toBeUndefined();
  });

  test("user_block: addresses count from the superblock", () => {
    expect(open("user_block").superblock).toMatchObject({ start: 512, version: 3 });
  });

  test.each(["dense", "dense_ordered"] as const)("%s: links and attributes in fractal heaps", (name) => {
    const file = open(name);
    const twelve = Array.from({ length: 12 }, (_, i) => String(i).padStart(2, "0"));
    expect(tree(file).sort()).toEqual(["/ group", ...twelve.map((i) => `/group_${i} group`)]);
    expect(attributesOf(file, "/")).toEqual(
      Object.fromEntries(twelve.map((i) => [`attribute_${i}`, ["v".repeat(Number(i))]])),
    );
  });

  test.each(["types_earliest", "types_latest"] as const)("%s: every kind of type", (name) => {
    const file = open(name);
    expect(tree(file).sort()).toEqual([
      "/ group",
      "/complex complex64 [2] contiguous",
      "/compound compound [2] contiguous",
      "/empty float32 [null] contiguous",
      "/enum enum [3] contiguous",
      "/flag bool [] contiguous",
      "/opaque opaque [] contiguous",
      "/reference reference [1] contiguous",
      "/sequences sequence of int32 [2] contiguous",
      "/text string [3] contiguous",
    ]);
    expect(file.find("text")!.dataset()!.read(1000)!.strings()).toEqual(["naïve", "x", ""]);
    expect(file.find("opaque")!.dataset()!.read(1000)!.blobs()).toEqual([Uint8Array.from(Buffer.from("\0\x01bytes"))]);
    const { type } = file.find("compound")!.dataset()!;
    expect(type).toMatchObject({
      class: "compound",
      members: [
        { name: "a", type: { class: "integer", size: 4 } },
        { name: "b", type: { class: "compound", members: [{ name: "x" }, { name: "y", type: { class: "string" } }] } },
        { name: "c", type: { class: "array", dims: [2] } },
      ],
    });
  });

  test("chunked: chunks behind filters are put together", () => {
    const file = open("chunked");
    const gzip = file.find("gzip")!.dataset()!;
    expect(gzip.filters.map(({ id }) => id)).toEqual([2, 1, 3]);
    expect(gzip.read(1000)!.numbers()).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect(file.find("names")!.dataset()!.read(1000)!.strings()).toEqual(["a", "bc", "def"]);
    expect(() => file.find("grid")!.dataset()!.read(1000)).toThrow("more than one dimension");
  });

  test("grows: the indexes of chunks that the late format has", () => {
    const file = open("grows");
    const index = (name: string) => {
      const { layout } = file.find(name)!.dataset()!;
      return layout.kind === "chunked" ? layout.index.kind : layout.kind;
    };
    expect(["growing", "both", "one", "fixed"].map(index)).toEqual([
      "extensible-array",
      "tree-v2",
      "single",
      "fixed-array",
    ]);
    expect(file.find("one")!.dataset()!.read(1000)!.numbers()).toEqual(Array.from({ length: 10 }, (_, i) => i));
    expect(file.find("growing")!.dataset()!.read(1000)!.numbers()).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect(file.find("fixed")!.dataset()!.read(1000)!.numbers()).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect([...file.find("both")!.dataset()!.pieces()]).toHaveLength(4);
  });

  test("outside: links, external data and virtual datasets name their files", () => {
    const file = open("outside");
    const links = [...file.root().links()].filter(({ kind }) => kind === "external");
    expect(links).toEqual([
      { kind: "external", name: "linked", file: "../secrets.h5", target: "/x" },
      { kind: "external", name: "beside", file: "other.h5", target: "/x" },
    ]);
    expect(file.find("passwd")!.dataset()!.externalFiles).toEqual([{ name: "/etc/passwd", offset: 0, size: 10n }]);
    expect(file.find("virtual")!.dataset()!.virtualSources).toEqual([
      { file: "part.h5", dataset: "a" },
      { file: ".", dataset: "b" },
    ]);
  });

  test("shared: messages in the file's heap, and addresses of four bytes", () => {
    const file = open("shared");
    expect(file.superblock.widths).toEqual({ address: 4, length: 4 });
    for (const name of ["same_0", "same_1", "same_2"]) {
      expect(file.find(name)!.attribute("key")!.value.text()).toBe("the same text, long enough to share");
      expect(datatypeName(file.find(name)!.dataset()!.type)).toBe("compound");
    }
  });

  test.each(SAMPLE_NAMES)("%s: cut anywhere, it is an error that the walk knows", (name) => {
    const whole = hdf5Sample(name);
    for (let i = 1; i <= 40; i++) {
      const cut = whole.subarray(0, Math.floor((whole.length * i) / 41));
      const problems: string[] = [];
      const read = () => {
        const file = openHdf5(new BufferSource(cut), new Budget());
        for (const { path, object } of file.walk((_, problem) => problems.push(problem.name)))
          try {
            for (const { value } of object?.attributes() ?? []) value.strings();
            void object?.dataset()?.read(1000);
          } catch (error) {
            problems.push(`${path} ${(error as Error).name}`);
          }
      };
      try {
        read();
      } catch (error) {
        problems.push((error as Error).name);
      }
      for (const problem of problems) expect(problem).toMatch(/(Malformed|OutOfBounds|Unsupported)$/);
    }
  });
});
