import { safetensors as format } from "../../src/formats/safetensors";
import { mutations, truncations } from "../support/damage";
import { lines, scanBytes } from "../support/scan";
import { entry, floats, safetensorsFile } from "../support/safetensors-builder";
import { claims, see } from "../support/see";

/** safetensors 0.8.0: `save({"a": np.arange(3, dtype=np.float32), "b": np.zeros((2, 2), np.int64)}, {"format": "np"})`. */
const REAL = Buffer.from(
  "kAAAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJmb3JtYXQiOiJucCJ9LCJiIjp7ImR0eXBlIjoiSTY0Iiwic2hhcGUiOlsyLDJdLCJkYXRhX29mZnNldHMiOlswLDMyXX0sImEiOnsiZHR5cGUiOiJGMzIiLCJzaGFwZSI6WzNdLCJkYXRhX29mZnNldHMiOlszMiw0NF19fSAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAIA/AAAAQA==",
  "base64",
);

const found = (bytes: Uint8Array, path = "model.safetensors") => lines(scanBytes(bytes, path).findings);

describe("safetensors, true ones", () => {
  test("a real file is silent and told", () => {
    const seen = see(format, REAL);
    expect(seen.subjects).toEqual([
      {
        kind: "weights",
        at: { path: "m", inside: [] },
        weights: {
          format: "safetensors",
          tensors: 2,
          parameters: 7n,
          dtypes: { F32: 3n, I64: 4n },
          bytes: 44,
          metadata: { format: "np" },
          each: expect.any(Function) as () => [],
        },
      },
    ]);
    expect(found(REAL)).toEqual([]);
    expect(scanBytes(REAL, "model.safetensors").format).toBe("safetensors");
  });

  test.each([
    ["nothing at all", safetensorsFile({})],
    ["metadata only", safetensorsFile({ __metadata__: { format: "pt" } })],
    ["metadata that is null", safetensorsFile({ __metadata__: null })],
    ["a scalar and an empty tensor", safetensorsFile({ s: entry("F32", [], 0, 4), e: entry("F32", [0, 4], 4, 4) }, 4)],
    ["four bits", safetensorsFile({ w: entry("F4", [3, 4], 0, 6) }, 6)],
    ["six bits", safetensorsFile({ w: entry("F6_E2M3", [4], 0, 3) }, 3)],
    [
      "tensors in another order than their data",
      safetensorsFile({ b: entry("U8", [2], 3, 5), a: entry("U8", [3], 0, 3) }, 5),
    ],
    ["padding", safetensorsFile(`{"w":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}      `, 1)],
  ])("%s is silent", (_, bytes) => {
    expect(found(bytes)).toEqual([]);
  });

  test("is known by structure, whatever its name", () => {
    expect(scanBytes(REAL, "weights.bin").format).toBe("safetensors");
    expect(claims(format, Buffer.from(`12345678{"text": "of eight characters, then JSON"}`))).toBe(false);
  });

  test("60,000 tensors take no seconds", () => {
    const many = floats(Object.fromEntries(Array.from({ length: 60_000 }, (_, i) => [`layers.${i}.weight`, 1])));
    const started = Date.now();
    expect(found(many)).toEqual([]);
    expect(Date.now() - started).toBeLessThan(120_000);
  });
});

describe("safetensors, hostile ones", () => {
  test.each<[string, Uint8Array, string[]]>([
    [
      "a header longer than the file",
      safetensorsFile({ w: entry("U8", [1], 0, 1) }, 1, 5000n),
      ["high MA-FMT-010 model.safetensors: it says that its header has 5,000 bytes, and the file has 62"],
    ],
    [
      "a header that needs all memory",
      safetensorsFile({}, 0, 2n ** 63n),
      [
        "high MA-FMT-010 model.safetensors: it says that its header has 9,223,372,036,854,775,808 bytes, and readers take 100,000,000",
      ],
    ],
    [
      "the same name twice",
      safetensorsFile(
        `{"w":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"w":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}`,
        2,
      ),
      ["high MA-FMT-011 model.safetensors: w: this name stands twice in the header"],
    ],
    [
      "a field twice in a tensor",
      safetensorsFile(`{"w":{"dtype":"U8","dtype":"I8","shape":[1],"data_offsets":[0,1]}}`, 1),
      [`high MA-FMT-011 model.safetensors: w: it has "dtype" twice`],
    ],
    [
      "overlapping ranges",
      safetensorsFile({ a: entry("U8", [4], 0, 4), b: entry("U8", [4], 2, 6) }, 6),
      ["high MA-FMT-010 model.safetensors @ 0x73: b: its data overlap those of a"],
    ],
    [
      "a hole",
      safetensorsFile({ a: entry("U8", [4], 0, 4), b: entry("U8", [4], 9, 13) }, 13),
      ["high MA-FMT-010 model.safetensors @ 0x76: b: 5 bytes before it belong to no tensor"],
    ],
    [
      "a range behind the file's end",
      safetensorsFile({ a: entry("U8", [4], 0, 4), b: entry("U8", [9], 4, 13), c: entry("U8", [1], 13, 14) }, 6),
      ["high MA-FMT-010 model.safetensors: b: its data end 7 bytes behind the file's end, and so do those of 1 more"],
    ],
    [
      "a range that ends before it begins",
      safetensorsFile({ a: entry("U8", [4], 4, 0) }, 0),
      ["high MA-FMT-010 model.safetensors: a: its data end before they begin"],
    ],
    [
      "a shape of another size",
      safetensorsFile({ a: entry("F32", [4], 0, 4) }, 4),
      ["high MA-FMT-010 model.safetensors: a: its dtype F32 and shape need 16 bytes, and its range has 4"],
    ],
    [
      "a shape whose product overflows 64 bits",
      safetensorsFile({ a: entry("F32", [2 ** 32, 2 ** 31, 2], 0, 4) }, 4),
      [
        "high MA-FMT-010 model.safetensors: a: its dtype F32 and shape need 73,786,976,294,838,206,464 bytes, and its range has 4",
      ],
    ],
    [
      "bits that fill no byte",
      safetensorsFile({ a: entry("F4", [3], 0, 1) }, 1),
      [
        "high MA-FMT-010 model.safetensors: a: its dtype F4 and shape need no whole number of bytes, and its range has 1",
      ],
    ],
    [
      "a dtype that is none",
      safetensorsFile({ a: entry("OBJECT", [1], 0, 1) }, 1),
      [`high MA-FMT-010 model.safetensors: a: its dtype "OBJECT" is none of the format`],
    ],
    [
      "an offset as a float",
      safetensorsFile(`{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1.0]}}`, 0),
      ["high MA-FMT-010 model.safetensors: a: its data_offsets are not two whole numbers below 2^53"],
    ],
    [
      "a name that leads upwards",
      safetensorsFile({ "../../x": entry("U8", [1], 0, 1) }, 1),
      ["high MA-FMT-010 model.safetensors: ../../x: its name leads upwards where a program writes tensors into files"],
    ],
    [
      "data appended",
      Buffer.concat([floats({ w: 2 }), Buffer.from("more")]),
      ["high MA-FMT-012 model.safetensors @ 0x46: 4 bytes follow the last tensor"],
    ],
    [
      "metadata that is no text",
      safetensorsFile({ __metadata__: { a: { b: 1 } } }),
      ["high MA-FMT-010 model.safetensors: __metadata__ a: its value is no text, and readers of the format refuse it"],
    ],
    [
      "metadata twice",
      safetensorsFile(`{"__metadata__":{"a":"1","a":"2"},"__metadata__":{}}`),
      [
        "high MA-FMT-011 model.safetensors: __metadata__ a: this key stands twice",
        "high MA-FMT-011 model.safetensors: __metadata__: this name stands twice in the header",
      ],
    ],
    [
      "a header that is no JSON",
      safetensorsFile(`{"w": nothing}`),
      ["high MA-SYS-001 model.safetensors @ 0xe: cannot be read to its end: its header: it is no JSON: no value"],
    ],
    [
      "a header that is no UTF-8",
      safetensorsFile("{}").map((byte, i) => (i === 9 ? 0xff : byte)),
      ["high MA-SYS-001 model.safetensors @ 0x8: cannot be read to its end: its header is no UTF-8"],
    ],
  ])("%s", (_, bytes, expected) => {
    expect(found(bytes)).toEqual(expected);
  });

  test("what is appended, or hidden in a hole, is looked into", () => {
    const pickle = Buffer.from("\x80\x04cos\nsystem\n(S'id'\ntR.", "latin1");
    expect(found(Buffer.concat([floats({ w: 2 }), pickle])).join("\n")).toContain(
      "critical MA-PKL-001 model.safetensors > bytes of no tensor",
    );
    const holed = { a: entry("U8", [4], 0, 4), b: entry("U8", [1], 4 + pickle.length, 5 + pickle.length) };
    const data = Buffer.concat([Buffer.alloc(4), pickle, Buffer.alloc(1)]);
    expect(found(safetensorsFile(holed, data)).join("\n")).toContain("critical MA-PKL-001");
  });

  test("a pickle in base64 in the metadata is looked into", () => {
    const pickle = Buffer.from("\x80\x04cos\nsystem\n(S'echo hello'\ntR.", "latin1").toString("base64");
    expect(found(floats({ w: 1 }, { extra: pickle })).join("\n")).toContain(
      "critical MA-PKL-001 model.safetensors > metadata key extra (base64)",
    );
  });

  test("a token in the metadata is a secret, and a script no link", () => {
    const token = `hf_${"AbCdEfGhIjKlMnOpQrStUvWxYzAbCdEfGh"}`;
    const told = found(floats({ w: 1 }, { note: `token ${token}`, "modelspec.url": "java\nscript:alert(1)" }));
    expect(told).toHaveLength(2);
    expect(told[0]).toContain("a Hugging Face token");
    expect(told[1]).toBe(
      "medium MA-FMT-015 model.safetensors: metadata key modelspec.url: javascript:alert(1) runs as a script where a page shows it as a link",
    );
  });

  test("what is wrong with a thousand tensors is told in a few lines", () => {
    const header = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`t${i}`, entry("BAD", [1], i, i + 1)]));
    const told = found(safetensorsFile(header, 1000));
    expect(told).toHaveLength(21);
    expect(told.at(-1)).toBe(`high MA-FMT-010 model.safetensors: 980 more of the kind "bad-value"`);
  });

  test("a header of a million values in one place is not kept", () => {
    const pairs = Array.from({ length: 300_000 }, (_, i) => `"${i}":""`).join(",");
    expect(found(safetensorsFile(`{"__metadata__":{${pairs}}}`))[0]).toContain("more than 200,000 values");
    expect(found(safetensorsFile(`{"a":{"shape":[${"0,".repeat(300_000)}0]}}`))[0]).toContain(
      "more than 200,000 values",
    );
  });

  test("a name that promises it and is something else is said", () => {
    expect(found(Buffer.from("not at all a model of any kind"))[0]).toContain("MA-SYS-007");
  });

  test("damage never crashes it, and a cut file is never silent", () => {
    for (const bytes of truncations(REAL)) {
      if (bytes.length === 0 || bytes.length === REAL.length) continue;
      expect(found(bytes).length).toBeGreaterThan(0);
    }
    for (const bytes of mutations(REAL, 500)) expect(found(bytes).join()).not.toContain("MA-SYS-006");
  });
});
