import { BufferSource } from "../../src/bytes/sources";
import { Budget } from "../../src/core/budget";
import type { PickleFacts } from "../../src/core/pickle-facts";
import type { StreamHooks } from "../../src/pickle/machine";
import { renderValue, toValue } from "../../src/pickle/render";
import { runPickle, type RunResult } from "../../src/pickle/run";
import type { PickleBuilder } from "../support/pickle-builder";

/** Runs a stream; a builder is run as it is, so a test that wants a STOP writes one. */
export function run(stream: Uint8Array | PickleBuilder, hooks: StreamHooks = {}): RunResult {
  const bytes = stream instanceof Uint8Array ? stream : stream.bytes();
  return runPickle(new BufferSource(bytes), new Budget(bytes.length), { hooks });
}

export function factsOf(stream: Uint8Array | PickleBuilder): PickleFacts {
  return run(stream).facts;
}

/** The object that a stream makes with a STOP behind it, as Python source. */
export function made(builder: PickleBuilder): string {
  const { result, machine, facts } = run(Uint8Array.of(...builder.bytes(), 0x2e));
  if (result === undefined) throw new Error(ending(facts));
  return renderValue(toValue(result, machine.input));
}

/** How the stream ended, in words. */
export function ending({ end }: PickleFacts): string {
  return end.how === "stop" ? `stop at 0x${end.offset.toString(16)}` : end.detail;
}

/** Why the stream breaks, where it does. */
export function brokenBy(stream: Uint8Array | PickleBuilder): string {
  return ending(factsOf(stream));
}

export function calls(stream: Uint8Array | PickleBuilder): string[] {
  return factsOf(stream).calls.map(({ evidence, count }) => (count === 1 ? evidence : `${evidence} x${count}`));
}

export function mutations(stream: Uint8Array | PickleBuilder): string[] {
  return factsOf(stream).mutations.map(
    ({ how, evidence, count }) => `${how} ${evidence}${count > 1 ? ` x${count}` : ""}`,
  );
}

/** `module name`, with how it was named. */
export function imports(stream: Uint8Array | PickleBuilder): string[] {
  return factsOf(stream).globals.map(({ how, module, name }) => `${how} ${module} ${name}`);
}
