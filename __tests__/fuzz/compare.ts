import { BufferSource } from "../../src/bytes/sources";
import { Budget } from "../../src/core/budget";
import type { PickleFacts } from "../../src/core/pickle-facts";
import { literalText } from "../../src/pickle/literals";
import { runPickle } from "../../src/pickle/run";
import type { Oracle, Reading } from "./oracle";

/** Letters of a name that are compared: the machine cuts very long ones, in bytes. */
const KEPT = 400;

/** What CPython reached and our machine did not tell, in words; none is what must be. */
export function divergences(bytes: Uint8Array, oracle: Oracle): string[] {
  const { facts, result, machine } = runPickle(new BufferSource(bytes), new Budget());
  // Told as malformed: behind a frame that ends inside a value each reader has its own stream.
  if (machine.straddled !== undefined || machine.frameEnd < machine.input.offset) return [];
  const found = [...unseen("py", oracle.py, facts), ...unseen("c", oracle.c, facts)];
  if (stops(oracle) && facts.end.how !== "stop") found.push(`CPython ends by STOP, we break: ${facts.end.detail}`);
  if (oracle.text !== null && typeof result === "number") {
    const text = literalText(machine.input, result, bytes.length);
    if (text !== undefined && canonical(text) !== canonical(oracle.text))
      found.push(`CPython reads the text ${JSON.stringify(oracle.text)}, we ${JSON.stringify(text)}`);
  }
  return found;
}

function stops(oracle: Oracle): boolean {
  return oracle.py.end === "stop" || oracle.c.end === "stop";
}

function unseen(who: string, reading: Reading, facts: PickleFacts): string[] {
  const told = new Set<string>();
  for (const { module, name, written } of facts.globals) {
    told.add(key(module, name));
    if (written !== undefined) told.add(key(written.module, written.name));
  }
  return reading.names.flatMap((name) => {
    if (name === null) return facts.computedImports.length > 0 ? [] : [`${who} imports a computed name, we tell none`];
    if (name.join("") === "") return []; // the stream is at its end, and nothing has no name
    return told.has(key(...name)) ? [] : [`${who} imports ${name.join(" ")}, we do not tell it`];
  });
}

function key(module: string, name: string): string {
  return `${canonical(module.slice(0, KEPT))}\n${canonical(name.slice(0, KEPT))}`;
}

/** Surrogates that stand alone in UTF-8 are bytes to us and characters to CPython. */
function canonical(text: string): string {
  return text.replace(/\\xed\\x([ab][0-9a-f])\\x([89ab][0-9a-f])/g, (_, second: string, third: string) =>
    String.fromCharCode(0xd000 | ((parseInt(second, 16) & 0x3f) << 6) | (parseInt(third, 16) & 0x3f)),
  );
}
