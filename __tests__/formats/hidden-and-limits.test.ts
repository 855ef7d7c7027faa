import { gguf as ggufFormat } from "../../src/formats/gguf";
import { hfConfig } from "../../src/formats/hub/config";
import { savedModel } from "../../src/formats/tensorflow/saved-model";
import { hdf5Sample } from "../support/hdf5-samples";
import { gguf } from "../support/gguf-builder";
import { h5, kerasFile, layer, named, sequential } from "../support/keras-builder";
import { pickle } from "../support/pickle-builder";
import { inner, int, message, text } from "../support/protobuf-builder";
import { lines, scanBytes } from "../support/scan";
import { see, unreadable } from "../support/see";
import { zip } from "../support/zip-builder";

const told = (bytes: Uint8Array, path: string) => lines(scanBytes(bytes, path).findings).join("\n");
const EVIL = pickle(2).global("os", "system").string("true").tuple1().reduce().stop();
const ELF = Buffer.concat([Buffer.from("7f454c4602010100", "hex"), Buffer.alloc(56)]);
const LAMBDA = sequential(layer("Lambda", { function: named("os", "system"), arguments: {} }));

/** The file behind `size` bytes that begin with `head`. */
function behind(head: Uint8Array, size: number, file: Uint8Array): Uint8Array {
  const block = new Uint8Array(size);
  block.set(head);
  return Buffer.concat([block, file]);
}

describe("what stands before an HDF5 file is looked into", () => {
  test.each([
    ["a program", ELF, "high MA-ARC-012 data.bin > the user block"],
    ["a script", Buffer.from("#!/bin/sh\nid\n"), "high MA-ARC-012 data.bin > the user block"],
  ])("%s", (_, head, expected) => {
    expect(told(behind(head, 512, hdf5Sample("tree_latest")), "data.bin")).toContain(expected);
  });

  test("text is nothing", () => {
    expect(told(behind(Buffer.from("MATLAB 7.3 MAT-file"), 512, hdf5Sample("tree_latest")), "data.mat")).not.toContain(
      "user block",
    );
  });

  test("inside a container it may be as long as the library looks", () => {
    const model = behind(Buffer.alloc(0), 4 * 1024 ** 2, h5({ model_config: JSON.stringify(LAMBDA) }));
    expect(told(zip([{ name: "m.h5", data: model }]), "m.zip")).toContain("critical MA-FMT-041");
  });
});

test("zeros before what is appended hide nothing", () => {
  expect(told(Buffer.concat([hdf5Sample("tree_latest"), Buffer.alloc(4096), EVIL]), "data.h5")).toContain("MA-PKL-001");
});

test("a NUL in a member's name, where Python ends it, hides no configuration", () => {
  const config = { name: "config.json\0.txt", data: JSON.stringify(LAMBDA) };
  const bytes = zip([{ name: "metadata.json", data: "{}" }, config]);
  expect(told(bytes, "m.keras")).toContain("critical MA-FMT-041");
  expect(told(bytes, "m.keras")).toContain("its name has a NUL");
});

describe("programs, as the system runs them", () => {
  test("ELF without class, byte order and version, which Linux does not ask for", () => {
    const odd = Buffer.from(ELF);
    odd.fill(0, 4, 7);
    odd.writeUInt16LE(2, 16);
    expect(told(odd, "model.bin")).toContain("high MA-ARC-012");
  });

  test("PE whose header stands far behind", () => {
    const far = Buffer.alloc(70_000);
    far.write("MZ");
    far.writeUInt32LE(65_536, 0x3c);
    far.write("PE\0\0", 65_536);
    expect(told(far, "model.bin")).toContain("high MA-ARC-012");
  });
});

test("safetensors is known by any blank behind its brace", () => {
  const header = Buffer.from('{\t"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}');
  const length = Buffer.alloc(8);
  length.writeUInt32LE(header.length);
  const bytes = Buffer.concat([length, header, Buffer.from([1]), ELF]);
  expect(told(bytes, "x.bin")).toContain("high MA-ARC-012");
});

describe("many at once are a limit", () => {
  test("templates of a GGUF file", () => {
    const pairs = Array.from({ length: 20 }, (_, i) => ({
      key: `tokenizer.chat_template.${i}`,
      text: "{{ a }}".repeat(100),
    }));
    const bytes = pairs.reduce((builder, { key, text: value }) => builder.text(key, value), gguf()).build();
    expect(see(ggufFormat, bytes, { limits: { fields: 20_000 } }).failure).toContain("fields");
  });

  test("templates of a configuration", () => {
    const config = {
      chat_template: Array.from({ length: 5 }, (_, i) => ({ name: `${i}`, template: "x".repeat(2_000_000) })),
    };
    const seen = see(hfConfig, Buffer.from(JSON.stringify(config)));
    expect(unreadable(seen).join()).toContain("characters of them; those behind were not looked at");
  });

  test("graphs of a SavedModel", () => {
    const bytes = Buffer.concat([message(int(1, 1)), Buffer.alloc(2_000_000, inner(2))]);
    expect(see(savedModel, bytes, { limits: { held: 1_000_000 } }).failure).toContain("bytes of headers");
  });

  test("layers of a SavedModel", () => {
    const user = inner(4, text(1, "_tf_keras_layer"), text(3, '{"class_name":"X","config":{}}'));
    const bytes = message(
      int(1, 1),
      inner(2, inner(2), inner(7, ...Array.from({ length: 100 }, () => inner(1, user)))),
    );
    expect(see(savedModel, bytes, { limits: { facts: 100 } }).failure).toContain("facts");
  });

  test("values of a Keras configuration", () => {
    expect(told(kerasFile(`{"a":[${"0,".repeat(1_500_000)}0]}`), "m.keras")).toContain("more than 1,500,000 values");
  });

  test("lists of an XGBoost model, in both of its forms", () => {
    const json = `{"learner":{"gradient_booster":[${"[],".repeat(1_000_000)}[]]}}`;
    expect(told(Buffer.from(json), "m.json")).toContain("more than 1,000,000 lists and objects");
    const head = Buffer.concat([
      Buffer.from("{L\0\0\0\0\0\0\0\x07learner["),
      Buffer.alloc(8_100_000, "T"),
      Buffer.from("]}"),
    ]);
    expect(told(head, "m.ubj")).toContain("more than 8,000,000 values");
  });

  test("pieces of a text's string take no more than their bytes", () => {
    const before = process.memoryUsage().rss;
    const pieces = `node { name: "r" op: "ReadFile" input: ${'"" '.repeat(3_000_000)} }`;
    expect(told(Buffer.from(pieces), "graph.pbtxt")).toContain("critical MA-FMT-030");
    expect(process.memoryUsage().rss - before).toBeLessThan(600 * 1024 ** 2);
  });
});
