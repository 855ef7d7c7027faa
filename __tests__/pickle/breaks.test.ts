import { BufferSource } from "../../src/bytes/sources";
import { Budget } from "../../src/core/budget";
import { runPickle } from "../../src/pickle/run";
import { pickle, type PickleBuilder } from "../support/pickle-builder";
import { truncations } from "../support/damage";
import { brokenBy, calls, factsOf, run } from "./run";

test.each<[string, PickleBuilder, string]>([
  ["nothing at all", pickle(0), "the stream ends without a STOP"],
  ["no STOP", pickle(4).none(), "the stream ends without a STOP"],
  ["a byte that is no opcode", pickle(2).raw([0xff]), "the opcode at 0x2 is no opcode (0xff)"],
  ["a protocol from the future", pickle(0).raw([0x80, 6]), "the opcode at 0x0 asks for protocol 6, which no reader knows"],
  ["PROTO without its number", pickle(0).raw([0x80]), "the stream ends inside the protocol (needs 1 bytes)"],
  ["a number cut short", pickle(1).raw("J\x01\x02"), "the stream ends inside a number (needs 4 bytes)"],
  ["a string cut short", pickle(4).raw([0x8c, 5]).raw("ab"), "the stream ends inside a string (needs 5 bytes)"],
  ["bytes longer than any file", pickle(4).raw([0x8e, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]), "the stream ends inside bytes (needs 9223372036854776000 bytes)"],
  ["a string of negative length", pickle(1).raw("T\xff\xff\xff\xff"), "the opcode at 0x0 gives a string a negative length"],
  ["a long integer of negative length", pickle(2).raw([0x8b, 0, 0, 0, 0x80]), "the opcode at 0x2 gives a long integer a negative length"],
  ["an integer that is none", pickle(0).intText("x"), "the opcode at 0x0 has no number where one must be"],
  ["an integer that is nothing", pickle(0).intText(""), "the opcode at 0x0 has no number where one must be"],
  ["a float that is none", pickle(0).floatText("1.2.3"), "the opcode at 0x0 has no number where one must be"],
  ["a string without quotes", pickle(0).stringText("abc"), "the opcode at 0x0 has a string without its quotes"],
  ["a string with one quote", pickle(0).stringText("'"), "the opcode at 0x0 has a string without its quotes"],
  ["a string with two kinds of quotes", pickle(0).stringText("'abc\""), "the opcode at 0x0 has a string without its quotes"],
])("%s", (_, stream, words) => {
  expect(brokenBy(stream)).toBe(words);
}); // prettier-ignore

test("what was seen before the break counts", () => {
  const facts = factsOf(pickle(4).call("os", "system", "id").call("m", "f").raw([0xff]));
  expect(facts.calls.map(({ evidence }) => evidence)).toEqual(["os.system('id')", "m.f()"]);
  expect(facts.globals).toHaveLength(2);
  expect(facts.end).toMatchObject({ how: "broken", offset: expect.any(Number) });
});

test("every beginning of a stream is told as broken, and none throws", () => {
  const whole = pickle(4).call("os", "system", "id").emptyDict().build().stop();
  const told = [...truncations(whole)].map((part) => factsOf(part).end.how);
  expect(new Set(told)).toEqual(new Set(["broken"]));
  expect(calls(whole.subarray(0, whole.length - 3))).toEqual(["os.system('id')"]);
});

test("a run can be cut after some opcodes", () => {
  const source = new BufferSource(pickle(4).none().none().none().stop());
  const result = runPickle(source, new Budget(), { atMost: 2 });
  expect([result.cut, result.facts.opcodes, result.result]).toEqual([true, 2, undefined]);
});

test("a run starts where it is told, and says where the next one would", () => {
  const first = pickle(2).int(1).stop();
  const source = new BufferSource(Uint8Array.of(...first, ...pickle(2).global("m", "f").stop()));
  const one = runPickle(source, new Budget());
  expect(one.next).toBe(first.length);
  const two = runPickle(source, new Budget(), { start: one.next });
  expect(two.facts.globals).toMatchObject([{ module: "m", name: "f", offset: first.length + 2 }]);
});

describe("a limit", () => {
  test("of opcodes ends the run, with the facts so far", () => {
    const source = new BufferSource(pickle(4).call("os", "system", "id").raw("N0".repeat(10_000)).none().stop());
    const { facts, limit } = runPickle(source, new Budget(0, { opcodes: 5000 }));
    expect(limit?.message).toBe("more than 5,000 pickle opcodes");
    expect(facts.end).toMatchObject({ how: "broken", detail: "more than 5,000 pickle opcodes" });
    expect(facts.calls).toHaveLength(1);
  });

  test("of facts ends it as well", () => {
    const p = pickle(4);
    for (let i = 0; i < 10; i++) p.global("m", `f${i}`).pop();
    const { facts, limit } = runPickle(new BufferSource(p.none().stop()), new Budget(0, { facts: 4 }));
    expect(limit?.message).toBe("more than 4 different imports, calls and other facts");
    expect(facts.globals).toHaveLength(4);
  });
});

test("the highest protocol and the persistent ids are counted", () => {
  const facts = factsOf(pickle(2).proto(5).proto(3).string("a").binpersid().persid("b").tuple2().stop());
  expect([facts.protocol, facts.persistentIds]).toEqual([5, 2]);
  expect(run(pickle(0).none().stop()).facts.protocol).toBe(0);
});
