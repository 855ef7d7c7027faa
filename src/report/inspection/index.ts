import type { Inspection, InspectedPart } from "../../core/inspection";
import type { TensorFact } from "../../core/weights-facts";
import { breakCommands } from "../escape-command";
import { clip, escapeTerminal } from "../escape-terminal";
import { printJson } from "../print-json";
import { byteSize, count } from "../quantities";
import { factLines } from "./fact-lines";

/** Characters of a line, and tensors of a part, that a terminal is given; JSON has all. */
const MAX_LINE = 2000;
const MAX_SHOWN_TENSORS = 40;

/** What a model file is, for people or for programs. Neither says what to think of it. */
export function renderInspection(inspection: Inspection, format: "text" | "json"): string {
  if (format === "json") return printJson(JSON.parse(JSON.stringify(inspection, plain)));
  const { path, size, sha256, parts, otherMembers } = inspection;
  const [file, ...members] = parts;
  const lines = [
    path,
    `  ${file === undefined || file.formats.length === 0 ? "no model format that is known here" : file.formats.join(" + ")}, ${byteSize(size)}, sha256 ${sha256}`,
    ...(file === undefined ? [] : partLines(file)),
    ...members.flatMap((part) => [
      "",
      `${part.inside.join(" > ")}  (${[...part.formats, byteSize(part.size)].join(", ")})`,
      ...partLines(part),
    ]),
    ...(otherMembers === 0 ? [] : ["", `${count(otherMembers, "other member")}, with nothing but bytes`]),
  ];
  return lines.map((line) => `${breakCommands(escapeTerminal(clip(line, MAX_LINE)))}\n`).join("");
}

function partLines({ facts, moreFacts, tensors, moreTensors }: InspectedPart): string[] {
  const hidden = tensors.length - MAX_SHOWN_TENSORS + moreTensors;
  return [
    ...facts.flatMap((fact) => factLines(fact).map((line) => `  ${line}`)),
    ...(moreFacts === 0 ? [] : [`  and ${count(moreFacts, "more fact")}`]),
    ...tensors.slice(0, MAX_SHOWN_TENSORS).map((tensor) => `  ${tensorLine(tensor)}`),
    ...(hidden <= 0 ? [] : [`  and ${count(hidden, "more tensor")}: --format json has their names`]),
  ];
}

function tensorLine({ name, dtype, shape }: TensorFact): string {
  return `${name}  ${dtype}${shape === undefined ? "" : ` [${shape.join(", ")}]`}`;
}

/** What JSON has no words for: large whole numbers, maps and bytes. */
function plain(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (value instanceof Map) return Object.fromEntries(value as Map<string, unknown>);
  return value instanceof Uint8Array ? Buffer.from(value).toString("base64") : value;
}
