import { pickle } from "../support/pickle-builder";
import { ofRule, scanBytes } from "../support/scan";

/** What fuzzing and the comparison with CPython found, each as small as it can be. */
const rules = (bytes: Uint8Array, path = "model.pkl"): string[] =>
  scanBytes(bytes, path).findings.map(({ rule }) => rule);
const raw = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "latin1"));

test.each([
  ["a number that ends at a NUL", "I1\0zz\n0cos\nsystem\n(Vid\ntR."],
  ["a number that is a NUL", "I\0\n0cos\nsystem\n(Vid\ntR."],
  ["a memo index that ends at a NUL", "Np1\0zz\n0cos\nsystem\n(Vid\ntR."],
  ["a memo index with many zeros", `Np${"0".repeat(99)}1\n0cos\nsystem\n(Vid\ntR.`],
  ["a memo index of minus zero", "Np-0\n0cos\nsystem\n(Vid\ntR."],
  ["a long with a blank before its L", "L10 L\n0cos\nsystem\n(Vid\ntR."],
])("%s does not end the stream: CPython reads on", (_, text) => expect(rules(raw(text))).toContain("MA-PKL-001"));

test("memo indexes beyond 2^53 are not mistaken for each other", () => {
  const far = "90071992547409920";
  const p = pickle(2).string("os").put(`${far}01`).pop().string("collections").put(`${far}02`).pop();
  const stream = p.get(`${far}01`).string("system").stackGlobal().string("id").tuple1().reduce().stop();
  expect(rules(stream)).toContain("MA-PKL-001");
});

test("an extension code is mapped as the protocol that uses it says", () => {
  const p = pickle(3)
    .globalOpcode("copyreg", "add_extension")
    .mark()
    .string("__builtin__")
    .string("eval")
    .int(1)
    .tuple();
  const stream = p.reduce().pop().proto(2).ext1(1).string("1").tuple1().reduce().stop();
  const told = ofRule(scanBytes(stream).findings, "MA-PKL-001").map(({ message }) => message);
  expect(told.join()).toMatch(/(imports|calls) builtins\.eval/);
});

test("a module named at the very end is imported, though its name is missing", () => {
  expect(
    scanBytes(raw("\x80\x02cantigravity\n"))
      .findings.map(({ message }) => message)
      .join(),
  ).toContain("antigravity");
});

describe("a frame that ends inside a value", () => {
  // CPython's C unpickler reads it otherwise from a BytesIO, as torch does, than from bytes or a file.
  const stream = pickle(4).frame(5).raw("cUserDict\nIterableUserDict\n").stop();

  test("is told, with what the plain reading sees", () => {
    expect(rules(stream)).toEqual(expect.arrayContaining(["MA-SYS-001"]));
    expect(
      scanBytes(stream)
        .findings.map(({ message }) => message)
        .join(),
    ).toContain("a frame ends inside a value");
  });

  test("also without a name that says what it is", () => expect(rules(stream, "weights")).toContain("MA-SYS-001"));

  test("also in a smaller frame inside a larger one", () => {
    const inner = pickle(4).frame(14).none().raw("0").frame(0).raw("cUserDict\nIterableUserDict\n").stop();
    expect(rules(inner)).toContain("MA-SYS-001");
  });
});

test("a stream without PROTO is followed past any number of opcodes that do nothing", () => {
  expect(rules(raw(`${"N0".repeat(50_000)}cos\nsystem\n(Vid\ntR.`), "weights")).toContain("MA-PKL-001");
});
