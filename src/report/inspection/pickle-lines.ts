import type { PickleFacts } from "../../core/pickle-facts";
import { count } from "../quantities";

interface Line {
  readonly offset: number;
  readonly text: string;
}

/** A pickle as the Python that loading it amounts to: imports, calls and changes in the order of the stream, each where it stands first. */
export function pickleLines(pickle: PickleFacts): string[] {
  const { protocol, opcodes, persistentIds, end } = pickle;
  const lines: Line[] = [
    ...pickle.globals.map(({ module, name, how, offset, count: times, written }) => {
      const old = written === undefined ? "" : `, written as ${written.module}.${written.name}`;
      return { offset, text: `import ${module}.${name}${note(how, times)}${old}` };
    }),
    ...pickle.computedImports.map(({ offset, how, detail }) => ({ offset, text: `import ? (${how}): ${detail}` })),
    ...pickle.calls.map(({ offset, how, evidence, count: times }) => ({
      offset,
      text: `${evidence}${note(how, times)}`,
    })),
    ...pickle.mutations.map(({ offset, how, evidence, count: times }) => {
      return { offset, text: `${evidence}${note(how, times)}` };
    }),
    ...pickle.splits.map(({ offset, detail }) => ({ offset, text: `readers disagree: ${detail}` })),
  ];
  return [
    `pickle, protocol ${protocol}, ${count(opcodes, "opcode")}${persistentIds === 0 ? "" : `, ${count(persistentIds, "persistent id")}`}`,
    ...lines.sort((a, b) => a.offset - b.offset).map(({ offset, text }) => `  0x${offset.toString(16)}: ${text}`),
    end.how === "stop"
      ? `  0x${end.offset.toString(16)}: end`
      : `  0x${end.offset.toString(16)}: cannot be read on: ${end.detail}`,
  ];
}

function note(how: string, times: number): string {
  return `  # ${how}${times === 1 ? "" : `, ${times.toLocaleString("en-US")} times`}`;
}
