import { BufferSource } from "../../src/bytes/sources";
import { Budget } from "../../src/core/budget";
import { runPickle } from "../../src/pickle/run";
import { scanBytes } from "../support/scan";
import { HOSTILE } from "./hostile";

/** Bytes that a stream may make us keep, whatever it claims. */
const MAX_KEPT = 700 * 2 ** 20;

const streams = HOSTILE.map(([name, make, words, limits]) => ({ name, make, words, limits }));

describe.each(streams)("$name", ({ make, words, limits }) => {
  test("ends in bounds, and says how", () => {
    const bytes = make();
    const before = process.memoryUsage().heapUsed;
    const { facts, limit } = runPickle(new BufferSource(bytes), new Budget(bytes.length, limits));
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(MAX_KEPT);
    expect(facts.end.how === "stop" ? "stop" : facts.end.detail).toContain(words);
    expect(limit === undefined).toBe(!/values|facts|imports/.test(words));
    for (const { evidence } of [...facts.calls, ...facts.mutations]) expect(evidence.length).toBeLessThanOrEqual(400);
  });
});

test("what is over a limit is told, and what came before it too", () => {
  const bytes = Buffer.concat([Buffer.from("cos\nsystem\n(Vid\ntR0"), Buffer.alloc(9_000_000, "(")]);
  const rules = scanBytes(bytes).findings.map(({ rule }) => rule);
  expect(rules).toEqual(expect.arrayContaining(["MA-PKL-001", "MA-SYS-002"]));
});

test("small limits end a stream early", () => {
  const run = (text: string, limits: ConstructorParameters<typeof Budget>[1]) =>
    runPickle(new BufferSource(Buffer.from(text, "latin1")), new Budget(0, limits)).limit?.what;
  expect(run("N0".repeat(20_000), { opcodes: 10_000 })).toBe("opcodes");
  expect(run("]".repeat(1_100_000), { values: 1000 })).toBe("values");
  expect(run("ca\nb\n0cc\nd\n0", { facts: 1 })).toBe("facts");
});
