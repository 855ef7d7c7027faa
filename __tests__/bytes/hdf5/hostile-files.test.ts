import { openHdf5 } from "../../../src/bytes/hdf5";
import { BufferSource } from "../../../src/bytes/sources";
import { Budget } from "../../../src/core/budget";
import {
  attribute,
  contiguous,
  dataset,
  hardLink,
  Hdf5Builder,
  integerType,
  le,
  spaceOf,
  softLink,
  textAttribute,
  textType,
  UNDEFINED,
} from "../../support/hdf5-builder";

/** Structure that no library writes: every loop ends, and nothing is allocated because a number says so. */
function walk(bytes: Uint8Array): string[] {
  const seen: string[] = [];
  const file = openHdf5(new BufferSource(bytes), new Budget());
  for (const { path, object } of file.walk((path, problem) => seen.push(`! ${path}: ${problem.message}`))) {
    seen.push(path);
    try {
      for (const { name, value } of object?.attributes() ?? [])
        seen.push(`${path} @${name}=${value.strings()?.join()}`);
      object?.dataset()?.read(1 << 20);
    } catch (error) {
      seen.push(`! ${path}: ${(error as Error).message}`);
    }
  }
  return seen;
}

describe("loops", () => {
  test("a group that holds itself is visited once", () => {
    const builder = new Hdf5Builder();
    const root = builder.header(hardLink("self", builder.end), textAttribute("a", "b"));
    expect(walk(builder.file(root))).toEqual(["/", "/ @a=b", "/self"]);
  });

  test("a header that continues in itself is malformed", () => {
    const builder = new Hdf5Builder();
    const at = builder.end + 100;
    const root = builder.header({ type: 0x10, body: Buffer.concat([le(at, 8), le(28, 8)]) });
    builder.add(Buffer.alloc(100 - (builder.end - root)));
    const message = Buffer.concat([le(0x10, 1), le(16, 2), le(0, 1), le(at, 8), le(28, 8)]);
    builder.add(Buffer.concat([Buffer.from("OCHK"), message, le(0, 4)]));
    expect(() => walk(builder.file(root))).toThrow("an object header goes round in circles");
  });

  test("a group's B-tree whose node is its own child is malformed", () => {
    const builder = new Hdf5Builder();
    const heap = builder.localHeap(Buffer.from("\0name\0"));
    const tree = builder.end;
    const head = Buffer.concat([Buffer.from("TREE"), le(0, 1), le(1, 1), le(1, 2), UNDEFINED, UNDEFINED]);
    builder.add(Buffer.concat([head, le(0, 8), le(tree, 8), le(0, 8)]));
    const root = builder.header({ type: 0x11, body: Buffer.concat([le(tree, 8), le(heap, 8)]) });
    expect(walk(builder.file(root))).toContainEqual("! /: a group's B-tree goes round in circles");
  });

  test("a version 2 B-tree whose node is its own child is malformed", () => {
    const builder = new Hdf5Builder();
    const node = builder.end;
    const child = Buffer.concat([le(node, 8), le(1, 1)]);
    const inner = Buffer.concat([Buffer.from("BTIN"), le(0, 1), le(5, 1), Buffer.alloc(11), child, child]);
    builder.add(Buffer.concat([inner, Buffer.alloc(512 - inner.length)]));
    const sizes = Buffer.concat([le(512, 4), le(11, 2), le(9, 2), le(0, 2)]);
    const tree = builder.add(
      Buffer.concat([Buffer.from("BTHD"), le(0, 1), le(5, 1), sizes, le(node, 8), le(1, 2), le(1, 8), le(0, 4)]),
    );
    const heap = builder.add(
      Buffer.concat([
        Buffer.from("FRHP"), le(0, 1), le(7, 2), le(0, 2), le(0, 1), le(4096, 4), le(0, 8), UNDEFINED, le(0, 8), UNDEFINED,
        le(0, 64), le(4, 2), le(512, 8), le(65536, 8), le(32, 2), le(1, 2), UNDEFINED, le(0, 2), le(0, 4),
      ]),
    ); // prettier-ignore
    const root = builder.header({ type: 2, body: Buffer.concat([le(0, 2), le(heap, 8), le(tree, 8)]) });
    expect(walk(builder.file(root))).toContainEqual(expect.stringMatching(/^! \/: a B-tree('s node)? /));
  });

  test("soft links in a circle end", () => {
    const builder = new Hdf5Builder();
    const root = builder.header(softLink("a", "/b"), softLink("b", "/a"));
    const file = openHdf5(new BufferSource(builder.file(root)), new Budget());
    expect(() => file.find("a")).toThrow("too many soft links");
  });

  test("groups inside each other beyond any real depth are malformed", () => {
    const builder = new Hdf5Builder();
    let inner = builder.header();
    for (let i = 0; i < 300; i++) inner = builder.header(hardLink("g", inner));
    expect(() => walk(builder.file(inner))).toThrow("more than 256 groups inside each other");
  });
});

describe("sizes", () => {
  test("an attribute that claims more than its message has is malformed", () => {
    const builder = new Hdf5Builder();
    const root = builder.header(attribute("a", integerType(4), spaceOf(2 ** 40), Buffer.alloc(4)));
    expect(walk(builder.file(root))).toContainEqual(expect.stringContaining("attribute a of 4398046511104 bytes"));
  });

  test("a dataset beyond the file's end is out of bounds, not allocated", () => {
    const builder = new Hdf5Builder();
    const data = builder.header(...dataset(integerType(1), spaceOf(1 << 19), contiguous(100, 1 << 19)));
    const root = builder.header(hardLink("d", data));
    expect(walk(builder.file(root))).toContainEqual(expect.stringMatching(/^! \/d: needs 524288 bytes/));
  });

  test("a string whose heap is not one is malformed", () => {
    const builder = new Hdf5Builder();
    const reference = Buffer.concat([le(4, 4), le(0, 8), le(1, 4)]);
    const root = builder.header(attribute("a", textType(), spaceOf(), reference));
    expect(walk(builder.file(root))).toContainEqual("! /: a global heap does not begin with GCOL");
  });

  test("a file that is only a signature is out of bounds", () => {
    expect(() => walk(Buffer.from("\x89HDF\r\n\x1a\n", "latin1"))).toThrow();
  });

  test("datatypes nested without end are malformed", () => {
    const builder = new Hdf5Builder();
    const level = Buffer.concat([le(0x19, 1), le(0, 3), le(16, 4)]);
    const type = Buffer.concat([...Array.from({ length: 100 }, () => level), integerType(1)]);
    const root = builder.header(attribute("a", type, spaceOf(), Buffer.alloc(16)));
    expect(walk(builder.file(root))).toContainEqual(expect.stringContaining("nested too deep"));
  });
});

test("many headers of one message each stop at the budget", () => {
  const builder = new Hdf5Builder();
  const group = builder.header();
  const root = builder.header(...Array.from({ length: 100 }, (_, i) => hardLink(`g${i}`, group)));
  const file = openHdf5(new BufferSource(builder.file(root)), new Budget(0, { fields: 50 }));
  expect(() => [...file.walk()]).toThrow("more than 50 fields");
});
