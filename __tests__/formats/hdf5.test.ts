import { hdf5 } from "../../src/formats/hdf5";
import {
  attribute,
  contiguous,
  dataset,
  externalFiles,
  externalLink,
  filters,
  hardLink,
  Hdf5Builder,
  integerType,
  le,
  singleChunk,
  spaceOf,
  stringType,
  textAttribute,
  unallocated,
  UNDEFINED,
  userLink,
  virtualBlock,
  virtualLayout,
} from "../support/hdf5-builder";
import { hdf5Sample, SAMPLE_NAMES } from "../support/hdf5-samples";
import { pickle } from "../support/pickle-builder";
import { lines, scanBeside, scanBytes, worst } from "../support/scan";
import { claims, see } from "../support/see";
import { tar } from "../support/tar-builder";
import { zip } from "../support/zip-builder";

const CALL = pickle(0).global("os", "system").mark().string("id").tuple().reduce().stop();
const scan = (bytes: Uint8Array, name = "weights.h5") => lines(scanBeside(bytes, name, {}).findings);

/** A file whose root has these messages. */
function rootOf(...messages: Parameters<Hdf5Builder["header"]>): Uint8Array {
  const builder = new Hdf5Builder();
  return builder.file(builder.header(...messages));
}

/** A file with one dataset, `d`. */
function fileWith(make: (builder: Hdf5Builder) => Parameters<Hdf5Builder["header"]>): Uint8Array {
  const builder = new Hdf5Builder();
  const made = make(builder);
  return builder.file(builder.header(hardLink("d", builder.header(...made))));
}

describe("hdf5: recognised", () => {
  test("at the start, and behind a user block", () => {
    expect(claims(hdf5, hdf5Sample("tree_latest"))).toBe(true);
    expect(claims(hdf5, hdf5Sample("user_block"))).toBe(true);
    expect(claims(hdf5, Buffer.from("\x89HDF\r\n\x1a", "latin1"))).toBe(false);
    expect(claims(hdf5, Buffer.concat([Buffer.alloc(100), hdf5Sample("tree_latest")]))).toBe(false);
  });

  test("the first member of a tar is at 512, and the tar is no HDF5 file for that", () => {
    const archive = tar([{ name: "weights.h5", data: hdf5Sample("tree_latest") }]);
    expect(claims(hdf5, archive)).toBe(false);
    expect(scanBytes(archive, "model.tar")).toMatchObject({ format: "tar", findings: [] });
  });

  test("an .h5 file that is something else is listed, not left out", () => {
    expect(scanBytes(Buffer.from("no model at all"), "weights.h5")).toMatchObject({ format: "unknown" });
  });
});

describe("hdf5: normal files pass", () => {
  test.each(SAMPLE_NAMES.filter((name) => name !== "outside" && name !== "pickles"))("%s", (name) => {
    expect(scanBytes(hdf5Sample(name), "data.h5")).toMatchObject({ format: "hdf5", findings: [] });
  });

  test("the weights are summed up", () => {
    const { subjects } = see(hdf5, hdf5Sample("tree_earliest"));
    expect(subjects).toContainEqual({
      kind: "weights",
      at: { path: "m", inside: [] },
      weights: {
        format: "hdf5",
        tensors: 2,
        parameters: 9n,
        dtypes: { float32: 6n, float64: 3n },
        bytes: 48,
        metadata: { title: "A model of something.", names: "conv2d, input_1", epochs: "3" },
      },
    });
  });
});

describe("hdf5: files outside (CVE-2026-1669)", () => {
  test("what h5py wrote: links, external data and virtual datasets", () => {
    expect(scan(hdf5Sample("outside"))).toEqual(
      expect.arrayContaining([
        "high MA-FMT-014 weights.h5: linked file of /linked is ../secrets.h5: a path that leaves the model's directory",
        "high MA-FMT-014 weights.h5: external data of /passwd is /etc/passwd: an absolute path, which is a file of the machine that loads the model",
        "medium MA-FMT-050 weights.h5: linked file of /beside is other.h5: a file that is not there",
        "medium MA-FMT-050 weights.h5: source of a virtual dataset of /virtual is part.h5: a file that is not there",
      ]),
    );
  });

  test("a file beside it is a reference all the same", () => {
    const found = scanBeside(rootOf(externalLink("x", "b.h5", "/y")), "a.h5", { "b.h5": hdf5Sample("tree_latest") });
    expect(lines(found.findings)).toEqual(["medium MA-FMT-050 a.h5: linked file of /x is b.h5: a file beside it"]);
  });

  test("weights take nothing from other files, by their name or inside a model", () => {
    const bytes = rootOf(externalLink("x", "b.h5", "/y"));
    const found = scanBeside(bytes, "m.weights.h5", { "b.h5": hdf5Sample("tree_latest") });
    expect(lines(found.findings)).toEqual([
      "high MA-FMT-050 m.weights.h5: linked file of /x is b.h5: a file beside it",
    ]);
    const inside = lines(scanBytes(zip([{ name: "model.weights.h5", data: bytes }]), "m.zip").findings);
    expect(inside).toContainEqual(expect.stringMatching(/^high MA-FMT-050 m.zip > model.weights.h5/));
  });

  test("external data and virtual sources, from structure", () => {
    const data = fileWith((builder) => [
      ...dataset(integerType(1), spaceOf(10), unallocated(10)),
      externalFiles(builder.localHeap(Buffer.from("/root/.ssh/id_rsa\0")), 10),
    ]);
    expect(scan(data)).toEqual([expect.stringContaining("external data of /d is /root/.ssh/id_rsa")]);
    const virtual = fileWith((builder) =>
      dataset(
        integerType(1),
        spaceOf(10),
        virtualLayout(builder.globalHeap(virtualBlock([".", "a"], ["/etc/x.h5", "b"]))),
      ),
    );
    expect(scan(virtual)).toEqual([expect.stringContaining("source of a virtual dataset of /d is /etc/x.h5")]);
  });

  test("a virtual dataset of the file itself is no reference", () => {
    const virtual = fileWith((builder) =>
      dataset(integerType(1), spaceOf(10), virtualLayout(builder.globalHeap(virtualBlock([".", "a"])))),
    );
    expect(scan(virtual)).toEqual([]);
  });
});

describe("hdf5: pickles inside", () => {
  test("what h5py wrote: in attributes, opaque values, bytes, chunks and sequences", () => {
    const found = scanBytes(hdf5Sample("pickles"), "store.h5").findings;
    expect(worst(found)).toBe("critical");
    expect(found.filter(({ rule }) => rule === "MA-PKL-001").map(({ location }) => location.inside)).toEqual([
      ["/ attribute settings"],
      ["/bytes"],
      ["/opaque"],
      ["/packed"],
      ["/ragged"],
    ]);
  });

  test("PyTables loads what ends with a full stop, whatever it begins with", () => {
    const stack = Buffer.concat([Buffer.from("I1\n0"), CALL]);
    const found = scan(rootOf(attribute("CLASS", stringType(stack.length), spaceOf(), stack)), "store.h5");
    expect(found).toEqual(
      expect.arrayContaining([expect.stringMatching(/^critical MA-PKL-001 store.h5 > \/ attribute CLASS/)]),
    );
  });

  test("names and sentences are no pickles", () => {
    const texts = ["conv2d", "input_1", "c", "i.", "It is a model.", "(see the paper).", "N."];
    expect(scan(rootOf(...texts.map((text, i) => textAttribute(`t${i}`, text))))).toEqual([]);
  });

  test("a token in an attribute is told", () => {
    const token = `hf_${"AbCdEfGhIjKlMnOpQrStUvWxYzAbCdEfGh"}`;
    expect(scan(rootOf(textAttribute("note", `use ${token}`)))).toEqual([expect.stringMatching(/^high MA-SEC-001/)]);
  });
});

describe("hdf5: what the library would load or allocate", () => {
  test("a filter that nobody registered, and a link of an unknown class", () => {
    const filtered = fileWith((builder) => [
      ...dataset(integerType(4), spaceOf(2), singleChunk(builder.add(Buffer.alloc(8)), 2, 4)),
      filters(32001, 40000),
    ]);
    expect(scan(filtered)).toEqual(["medium MA-FMT-051 weights.h5: /d needs the filter 40000"]);
    expect(scan(rootOf(userLink("u", 187, "x")))).toEqual(["medium MA-FMT-051 weights.h5: /u is a link of class 187"]);
  });

  test("a shape that nothing is stored of (CVE-2026-0897)", () => {
    const huge = fileWith(() => dataset(integerType(4), spaceOf(2 ** 40), unallocated(2 ** 42)));
    expect(scan(huge)).toEqual([
      "medium MA-FMT-052 weights.h5: /d claims 4398046511104 bytes (shape 1099511627776) and stores 0",
    ]);
  });

  test("data beyond the file, and data that two datasets share", () => {
    const beyond = fileWith(() => dataset(integerType(4), spaceOf(1000), contiguous(48, 4000)));
    expect(scan(beyond)).toEqual([
      expect.stringMatching(/^high MA-FMT-010 weights.h5 @ 0x30: \/d: its data ends at byte 4048/),
    ]);
    const builder = new Hdf5Builder();
    const data = builder.add(Buffer.alloc(64));
    const [a, b] = [0, 8].map((skip) =>
      builder.header(...dataset(integerType(4), spaceOf(8), contiguous(data + skip, 32))),
    );
    const overlap = builder.file(builder.header(hardLink("a", a!), hardLink("b", b!)));
    expect(scan(overlap)).toEqual([expect.stringMatching(/^high MA-FMT-010 .*: \/b: its data is also that of \/a$/)]);
  });

  test("an image of the library's cache", () => {
    const builder = new Hdf5Builder();
    const extension = builder.header({ type: 0x18, body: Buffer.concat([le(0, 1), le(48, 8), le(100, 8)]) });
    const image = builder.file(builder.header(), extension);
    expect(scan(image)).toEqual([expect.stringMatching(/^high MA-FMT-053/)]);
    const other = new Hdf5Builder();
    const none = other.header({ type: 0x18, body: Buffer.concat([le(0, 1), UNDEFINED, le(0, 8)]) });
    expect(scan(other.file(other.header(), none))).toEqual([]);
  });
});

describe("hdf5: broken", () => {
  test("a broken object is told, and does not hide the others", () => {
    const builder = new Hdf5Builder();
    const broken = builder.add(Buffer.from("no header of any kind, surely not one"));
    const root = builder.header(hardLink("a", broken), externalLink("b", "/etc/b.h5", "/"));
    const found = scan(builder.file(root));
    expect(found).toContainEqual(expect.stringMatching(/^high MA-SYS-001 .*\/a: an object header has version 110/));
    expect(found).toContainEqual(expect.stringMatching(/^high MA-FMT-014 .*linked file of \/b/));
  });

  test("what follows the file's end is told, and looked into", () => {
    const longer = Buffer.concat([hdf5Sample("tree_latest"), CALL]);
    const found = scan(longer);
    expect(found).toContainEqual(expect.stringMatching(/^low MA-PKL-009 weights.h5/));
    expect(found).toContainEqual(expect.stringMatching(/^critical MA-PKL-001 weights.h5 > appended data/));
  });

  test("a truncated file is told", () => {
    const cut = hdf5Sample("tree_earliest").subarray(0, 5000);
    expect(scan(cut)).toContainEqual(
      "high MA-SYS-001 weights.h5: cannot be read to its end: the file is truncated: 4120 of 9120 bytes are missing",
    );
  });
});
