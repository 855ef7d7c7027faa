import { readFileSync } from "node:fs";
import { ConfigurationError } from "../../core/host";
import type { Inventory } from "../../core/inventory";
import { oneOf, type Arguments } from "../arguments";
import { organisationOf } from "../organisation/request";
import { checkOutput, emit, isToFile } from "../output";
import { progressLine } from "../progress-line";
import { readInventory } from "./read-inventory";
import { renderInventory } from "./render";

/** `bom [DIR]`: the bill of materials of the whole tree; `bom diff BASE HEAD`: what differs between two of ours. */
export async function bomCommand(args: Arguments): Promise<number> {
  if (args.operands[0] === "diff") return diffCommand(args);
  if (args.format !== "text")
    throw new ConfigurationError("format: it goes with bom diff. For another kind of bill of materials: --bom-format");
  if (args.operands.length > 1)
    throw new ConfigurationError(
      "bom takes one directory. To compare two: model-assay bom diff BASE.cdx.json HEAD.cdx.json",
    );
  checkOutput(args.output);
  const line = progressLine(args.quiet);
  const inventory = await readInventory({
    directory: args.operands[0] ?? ".",
    env: process.env,
    environments: args.audit?.environments ?? [],
    sboms: args.audit?.sboms ?? [],
    sha512: args.bom.sha512 === true,
    ...(args.config === undefined ? {} : { config: args.config }),
    ...organisationOf(args, process.env),
    onProgress: line.draw,
  }).finally(line.done);
  emit(renderInventory(inventory, args.bom), args.output);
  if (isToFile(args.output) && !args.quiet) await tellCoverage(inventory);
  return 0;
}

/** What is known of what: where the document itself does not go to the terminal. */
async function tellCoverage(inventory: Inventory): Promise<void> {
  const { bomCounts, coverageText } = await import("../../report/bom-section");
  const { recordOf } = await import("./record");
  const record = recordOf(inventory, undefined);
  const counts = bomCounts(record) ?? "The tree has nothing that a bill of materials lists.";
  process.stdout.write(`${[counts, ...coverageText(record.coverage)].join("\n")}\n`);
}

/** Bytes of one bill of materials. Ours of 200 models and 2,000 packages has 4 MB. CWE-770. */
const MAX_BOM_BYTES = 128 * 1024 ** 2;

const DIFF_FORMATS = ["text", "markdown"] as const;

async function diffCommand(args: Arguments): Promise<number> {
  const [, base, head, more] = args.operands;
  if (base === undefined || head === undefined || more !== undefined)
    throw new ConfigurationError("bom diff takes two files: model-assay bom diff BASE.cdx.json HEAD.cdx.json");
  const format = oneOf("format", args.format, DIFF_FORMATS);
  const { diffBoms } = await import("../../bom/diff");
  const { renderBomDiff } = await import("../../report/bom-diff");
  emit(renderBomDiff(diffBoms(textOf(base), textOf(head)), format), args.output);
  return 0;
}

function textOf(path: string): string {
  try {
    const bytes = readFileSync(path);
    if (bytes.length > MAX_BOM_BYTES) throw new Error(`it has more than ${MAX_BOM_BYTES} bytes`);
    return bytes.toString("utf8");
  } catch (error) {
    throw new ConfigurationError(`${path} cannot be read: ${(error as Error).message}`);
  }
}
