import { npy as format } from "../../src/formats/npy";
import { SpooledSource } from "../../src/bytes/spooled";
import { mutations, truncations } from "../support/damage";
import { npyFile, npyHeader } from "../support/npy-builder";
import { artifactOf, claims, contextOf, see, type Seen } from "../support/see";

function arrays(seen: Seen) {
  return seen.subjects.flatMap((subject) => (subject.kind === "array" ? [subject.array] : []));
}

function seenOf(descr: string, shape: string, data: Uint8Array | number = 0) {
  return see(format, npyFile(npyHeader(descr, shape), typeof data === "number" ? new Uint8Array(data) : data));
}

/** Real ones: numpy 2.4.6, `b = io.BytesIO(); np.save(b, ARRAY); base64.b64encode(b.getvalue())`. */
const REAL: readonly { source: string; file: string; dtype: string; shape: number[]; objects?: boolean }[] = [
  {
    source: "np.arange(3)",
    file: "k05VTVBZAQB2AHsnZGVzY3InOiAnPGk4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDMsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAAAAEAAAAAAAAAAgAAAAAAAAA=",
    dtype: "<i8",
    shape: [3],
  },
  {
    source: "np.float32(1)",
    file: "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKCksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAIA/",
    dtype: "<f4",
    shape: [],
  },
  {
    source: "np.array([{}, None], dtype=object)",
    file: "k05VTVBZAQB2AHsnZGVzY3InOiAnfE8nLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMiwpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAqABJWNAAAAAAAAAIwWbnVtcHkuX2NvcmUubXVsdGlhcnJheZSMDF9yZWNvbnN0cnVjdJSTlIwFbnVtcHmUjAduZGFycmF5lJOUSwCFlEMBYpSHlFKUKEsBSwKFlGgDjAVkdHlwZZSTlIwCTziUiYiHlFKUKEsDjAF8lE5OTkr/////Sv////9LP3SUYoldlCh9lE5ldJRiLg==",
    dtype: "|O",
    shape: [2],
    objects: true,
  },
  {
    source: 'np.zeros(2, dtype=[("x", "<f4"), ("y", "O", (2,))])',
    file: "k05VTVBZAQB2AHsnZGVzY3InOiBbKCd4JywgJzxmNCcpLCAoJ3knLCAnfE8nLCAoMiwpKV0sICdmb3J0cmFuX29yZGVyJzogRmFsc2UsICdzaGFwZSc6ICgyLCksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAqABJVnAQAAAAAAAIwWbnVtcHkuX2NvcmUubXVsdGlhcnJheZSMDF9yZWNvbnN0cnVjdJSTlIwFbnVtcHmUjAduZGFycmF5lJOUSwCFlEMBYpSHlFKUKEsBSwKFlGgDjAVkdHlwZZSTlIwDVjIwlImIh5RSlChLA4wBfJROjAF4lIwBeZSGlH2UKGgRaAyMAmY0lImIh5RSlChLA4wBPJROTk5K/////0r/////SwB0lGJLAIaUaBJoDIwDVjE2lImIh5RSlChLA2gQaAyMAk84lImIh5RSlChLA2gQTk5OSv////9K/////0s/dJRiSwKFlIaUTk5LEEsISz90lGJLBIaUdUsUSwFLG3SUYoldlChHAAAAAAAAAABoAmgFSwCFlGgHh5RSlChLAUsChZRoIIldlChLAEsAZXSUYoaURwAAAAAAAAAAaAJoBUsAhZRoB4eUUpQoSwFLAoWUaCCJXZQoSwBLAGV0lGKGlGV0lGIu",
    dtype: "[('x', '<f4'), ('y', '|O', (2,))]",
    shape: [2],
    objects: true,
  },
  {
    source: 'np.zeros(1, dtype=np.dtype("i1,f8", align=True))',
    file: "k05VTVBZAQB2AHsnZGVzY3InOiBbKCdmMCcsICd8aTEnKSwgKCcnLCAnfFY3JyksICgnZjEnLCAnPGY4JyldLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMSwpLCB9ICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAAAAAAAAAAAAAA",
    dtype: "[('f0', '|i1'), ('', '|V7'), ('f1', '<f8')]",
    shape: [1],
  },
  {
    source: 'np.array(["a", "bc"])',
    file: "k05VTVBZAQB2AHsnZGVzY3InOiAnPFUyJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAphAAAAAAAAAGIAAABjAAAA",
    dtype: "<U2",
    shape: [2],
  },
  {
    source: 'np.array(["2020-01-01"], dtype="M8[D]")',
    file: "k05VTVBZAQB2AHsnZGVzY3InOiAnPE04W0RdJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDEsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIApWRwAAAAAAAA==",
    dtype: "<M8[D]",
    shape: [1],
  },
  {
    source: 'np.zeros(1, dtype=[("é", "<f4")])',
    file: "k05VTVBZAQB2AHsnZGVzY3InOiBbKCfpJywgJzxmNCcpXSwgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDEsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAA",
    dtype: "[('é', '<f4')]",
    shape: [1],
  },
  {
    source: 'np.zeros(1, dtype=[("日", "<f4")])',
    file: "k05VTVBZAwB0AAAAeydkZXNjcic6IFsoJ+aXpScsICc8ZjQnKV0sICdmb3J0cmFuX29yZGVyJzogRmFsc2UsICdzaGFwZSc6ICgxLCksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAA",
    dtype: "[('日', '<f4')]",
    shape: [1],
  },
];

describe("real arrays", () => {
  test.each(REAL)("$source", ({ file, dtype, shape, objects = false }) => {
    const bytes = Uint8Array.from(Buffer.from(file, "base64"));
    expect(claims(format, bytes)).toBe(true);
    const seen = see(format, bytes);
    expect(arrays(seen)).toEqual([{ dtype, shape, fortranOrder: false, hasObjects: objects }]);
    expect(seen.failure).toBeUndefined();
    expect(seen.members.map(({ name }) => name)).toEqual(objects ? ["data"] : []);
    if (objects) expect(seen.members[0]!.text.slice(-1)).toBe(".");
  });
});

describe("the length of the data", () => {
  test.each<[string, string, number]>([
    ["'<f8'", "(3,)", 24],
    ["'<f8'", "()", 8],
    ["'|b1'", "(5,)", 5],
    ["'|S10'", "(2,)", 20],
    ["'<U5'", "(2,)", 40],
    ["'|V16'", "(2,)", 32],
    ["'<M8[ns]'", "(2,)", 16],
    ["'<m8[25us]'", "(2,)", 16],
    ["'<c16'", "(2,)", 32],
    ["'<f16'", "(1,)", 16],
    ["'<i4'", "(3L, 2L)", 24],
    ["'<i4'", "(1000000000000, 0)", 0],
    ["[('a', '<f4'), ('b', '|i1', (2, 3))]", "(2,)", 20],
    ["[(('title', 'a'), '<f4'), ('', '|V4')]", "(2,)", 16],
    ["[('a', [('b', '<u2'), ('c', ('<u2', (2,)))])]", "(2,)", 12],
    ["('<f8', (3,))", "(2,)", 48],
    ["[]", "(2,)", 0],
  ])("of %s %s is %i", (descr, shape, length) => {
    const seen = seenOf(descr, shape, length);
    expect(arrays(seen)[0]!.problem).toBeUndefined();
    expect([seen.failure, seen.members]).toEqual([undefined, []]);
    if (length > 0) expect(seenOf(descr, shape, length - 1).failure).toMatch(/1 bytes are missing/);
  });

  test("what follows is told and looked at", () => {
    const seen = seenOf("'|u1'", "(2,)", Buffer.from("ab\x80\x04.", "latin1"));
    expect(seen.subjects.at(-1)).toMatchObject({ kind: "trailing", bytes: 3, after: "the array" });
    expect(seen.members).toMatchObject([
      { name: "<after the array>", nested: true, text: expect.stringMatching(/\.$/) },
    ]);
  });

  test("arrays behind each other, as `numpy.save` into one file leaves them", () => {
    const first = npyFile(npyHeader("'|u1'", "(2,)"), new Uint8Array(2));
    const second = npyFile(npyHeader("'|O'", "(1,)"), Buffer.from("cos\nsystem\n."));
    const seen = see(format, Uint8Array.from(Buffer.concat([first, first, second])));
    expect(seen.subjects.map(({ kind, at }) => [kind, at.offset])).toEqual([
      ["array", undefined],
      ["array", first.length],
      ["array", 2 * first.length],
    ]);
    expect(seen.members).toMatchObject([{ name: "data 3", text: "cos\nsystem\n." }]);
  });

  test("of a decoded stream is checked without keeping it", () => {
    const chunk = new Uint8Array(1 << 20);
    const file = npyFile(npyHeader("'|u1'", `(${96 * chunk.length},)`));
    let sent = 0;
    const stream = { next: () => (sent++ === 0 ? file : sent <= 97 ? chunk : undefined) };
    const source = new SpooledSource(stream, contextOf().budget, () => {
      throw new Error("nothing is spilt");
    });
    expect(see(format, artifactOf(source))).toMatchObject({ members: [], subjects: [{ kind: "array" }] });
    expect(sent).toBe(98);
  });
});

describe("arrays of objects are pickles", () => {
  test.each(["'|O'", "'O'", "'|O8'", "[('a', '<f4'), ('b', '|O')]", "[('a', [('b', ('|O', (2,)))])]", "('|O', (2,))"])(
    "%s",
    (descr) => {
      const seen = seenOf(descr, "(1,)", Buffer.from("cos\nsystem\n."));
      expect(arrays(seen)[0]!.hasObjects).toBe(true);
      expect(seen.members).toEqual([{ name: "data", text: "cos\nsystem\n.", nested: false, reader: undefined }]);
    },
  );
});

describe("headers that numpy did not write", () => {
  test.each<[string, RegExp]>([
    ["__import__('os').system('id')", /not a Python literal/],
    ["{'descr': '<f8', 'fortran_order': False, 'shape': (1,), 'x': 1}", /exactly/],
    ["{'descr': '<f8', 'fortran_order': 0, 'shape': (1,)}", /exactly/],
    ["{'descr': '<f8', 'shape': (1,)}", /exactly/],
    ["{'descr': '<f8', 'descr': '|O', 'fortran_order': False, 'shape': (1,)}", /twice/],
    [npyHeader("'object'", "(1,)"), /no dtype/],
    [npyHeader("'i4,O'", "(1,)"), /no dtype/],
    [npyHeader("'<q9'", "(1,)"), /no dtype/],
    [npyHeader("['<f8']", "(1,)"), /field/],
    [npyHeader("('<f8',)", "(1,)"), /subarray/],
    [npyHeader("'<f8'", "(-1,)"), /valid length/],
    [npyHeader("'<f8'", "[1]"), /no tuple/],
    [npyHeader("'<f8'", "(1)"), /no tuple/],
    [npyHeader("'<f8'", `(${"1,".repeat(100)})`), /100 dimensions/],
    [npyHeader("'<f8'", "(1 2)"), /comma/],
    [npyHeader("'<f8'", "(1,) + (2,)"), /comma/],
    [npyHeader("[".repeat(1000) + "]".repeat(1000), "(1,)"), /too deep/],
    ["{'descr': '<f8', 'fortran_order': False, 'shape': (1,)} x", /goes on/],
    ["{'descr': '<f8", /not a Python literal/],
    ["", /not a Python literal/],
    [`'${"x".repeat(60_000)}`, /not a Python literal/],
    ["'\\q'", /escape/],
    ["'\\U00110000'", /beyond Unicode/],
  ])("%.60s", (header, problem) => {
    const seen = see(format, npyFile(header, Buffer.from("cos\nsystem\n.")));
    expect(arrays(seen)[0]!.problem).toMatch(problem);
    expect(seen.members).toMatchObject([{ name: "data", nested: true, text: "cos\nsystem\n." }]);
  });

  test("escapes are what Python takes them for", () => {
    const seen = see(format, npyFile(npyHeader("[('\\x61\\u00e9\\n', u\"<f4\")]", "(0,)")));
    expect(arrays(seen)[0]!.dtype).toBe("[('aé\n', '<f4')]");
  });

  test("versions 2 and 3, and none else", () => {
    expect(arrays(see(format, npyFile(npyHeader("'<f4'", "(0,)"), undefined, 2)))[0]!.dtype).toBe("<f4");
    expect(arrays(see(format, npyFile(npyHeader("[('é', '<f4')]", "(0,)"), undefined, 3)))[0]!.dtype).toMatch(/é/);
    const file = npyFile(npyHeader("'<f4'", "(0,)"));
    file[6] = 9;
    expect(see(format, file).failure).toBe("Unsupported: version 9.0 of the npy format");
  });

  test("a header of four gigabytes, and a megabyte of brackets", () => {
    const huge = npyFile("{}", undefined, 2);
    huge.set([0xff, 0xff, 0xff, 0xff], 8);
    expect(see(format, huge).failure).toMatch(/header has 4294967295 bytes/);
    for (const text of ["(", "[(", "'x',", "'\\x61"]) {
      const start = performance.now();
      see(format, npyFile(text.repeat(1_000_000 / text.length), undefined, 2));
      expect(performance.now() - start).toBeLessThan(120_000);
    }
  });
});

describe("damage", () => {
  const object = npyFile(npyHeader("[('a', '<f4'), ('b', '|O', (2,))]", "(3,)"), Buffer.from("\x80\x04."));
  const plain = npyFile(npyHeader("[('a', '<f4'), ('b', '|S3', (2,))]", "(3,)"), new Uint8Array(30));

  test.each([object, plain])("every truncation and 2,000 changes", (file) => {
    for (const broken of [...truncations(file), ...mutations(file, 2000)]) {
      claims(format, broken);
      see(format, broken);
    }
  });
});
