import { realpathSync, statSync } from "node:fs";
import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import { ConfigurationError } from "../core/host";
import type { RunReport } from "../core/report";
import { exitCode } from "../gate";
import { parseSize } from "../host/lfs";
import { createHtmlReporter, createReporters, HTML } from "../report";
import { escapeTerminal } from "../report/escape-terminal";
import { headline } from "../report/verdict-words";
import { RULES } from "../rules";
import type { Arguments } from "./arguments";
import { organisationOf } from "./organisation/request";
import { checkOutput, emit, isToFile, wantsColour } from "./output";
import { progressLine } from "./progress-line";
import { run, type RunRequest } from "./run";
import { standardInput } from "./standard-input";

/** `gate [DIR]`: what the action does, here. */
export async function gateCommand(args: Arguments): Promise<number> {
  if (args.operands.length > 1)
    throw new ConfigurationError("gate takes one directory. To look at files: model-assay scan FILE...");
  return report(args, gateRequest(args, args.operands[0]));
}

/** The run of a gate, as its options ask for it; of the working directory where none is named. */
export function gateRequest(args: Arguments, directory = "."): RunRequest {
  const audit = args.audit === undefined ? {} : { audit: args.audit };
  return { ...common(args), ...audit, scan: true, directory, paths: args.paths, ...documentsOf(args) };
}

/** The bill of materials covers the whole tree, which takes its time: here it is made only where it is asked for. */
function documentsOf({ bom, bomPath, vexPath, audit }: Arguments): Pick<RunRequest, "bom" | "onDocument"> {
  if (vexPath !== undefined && audit === undefined)
    throw new ConfigurationError("vex-path: there is nothing to write without the audit");
  const paths = { bom: bomPath, vex: vexPath };
  for (const path of Object.values(paths)) checkOutput(path);
  if (bomPath === undefined && vexPath === undefined) return {};
  return {
    bom,
    onDocument(kind, text) {
      if (paths[kind] !== undefined) emit(text, paths[kind]);
    },
  };
}

/** `audit [LOCKFILE|DIR]...`: lockfiles alone; a named file is one whatever it is called. */
export async function auditCommand(args: Arguments): Promise<number> {
  // An audit makes much and keeps little: so it takes a fifth to a third less memory, and hardly more time. Which hint helps
  // depends on V8; one that it does not know, it passes over.
  const hint =
    Number(process.versions.node.split(".")[0]) < 22 ? "--semi-space-growth-factor=1" : "--optimize-for-size";
  process.getBuiltinModule("node:v8").setFlagsFromString(hint);
  if (args.audit === undefined)
    throw new ConfigurationError("audit: it cannot be turned off for the command of that name");
  const named = args.operands.length > 0;
  const only = args.audit.environments.length + args.audit.sboms.length > 0 && !named;
  if ((named || only) && args.paths.length > 0)
    throw new ConfigurationError(
      "paths: it chooses among the lockfiles of the tree, and other things are named here. Leave one of them out",
    );
  const place = named ? placeOf(args.operands) : { directory: ".", paths: args.paths };
  return report(args, {
    ...common(args),
    ...place,
    scan: false,
    part: "audit looks at lockfiles alone",
    audit: args.audit,
    namedLockfiles: named,
    inventoriesOnly: only,
  });
}

/** `scan PATH...`: the named files and directories, whatever git thinks of them. */
export async function scanCommand(args: Arguments): Promise<number> {
  if (args.operands.length === 0)
    throw new ConfigurationError("scan needs a file or a directory: model-assay scan model.pkl");
  const input = args.operands.includes("-") ? standardInput() : undefined;
  try {
    const operands = args.operands.map((operand) => (operand === "-" ? input!.path : operand));
    const standsIn = realpathSync(".");
    return await report(args, {
      ...common(args),
      ...placeOf(operands),
      scan: true,
      part: "scan looks at files alone",
      standsIn,
    });
  } finally {
    input?.remove();
  }
}

/** The directory that holds all operands, and the operands relative to it. */
function placeOf(operands: readonly string[]): { directory: string; paths: string[] } {
  const absolute = operands.map((operand) => resolve(operand));
  for (const [i, path] of absolute.entries())
    if (statSync(path, { throwIfNoEntry: false }) === undefined)
      throw new ConfigurationError(`${operands[i]}: there is no such file or directory`);
  const only = absolute[0]!;
  if (absolute.length === 1 && statSync(only).isDirectory()) return { directory: only, paths: ["."] };
  const directory = absolute.map((path) => dirname(path)).reduce(commonDirectory);
  return { directory, paths: absolute.map((path) => relative(directory, path).split(sep).join("/") || ".") };
}

function commonDirectory(a: string, b: string): string {
  for (let at = a; ; at = dirname(at)) {
    const away = relative(at, b);
    if (!away.startsWith("..") && !isAbsolute(away)) return at;
  }
}

function common(args: Arguments): Omit<RunRequest, "directory" | "paths" | "scan"> {
  return {
    env: process.env,
    useEvent: false,
    overrides: args.overrides,
    ...organisationOf(args, process.env),
    ...(args.base === undefined ? {} : { baseRef: args.base }),
    ...(args.config === undefined ? {} : { config: args.config }),
    ...(args.lfsMaxSize === undefined ? {} : { lfsMaxBytes: parseSize(args.lfsMaxSize) }),
  };
}

async function report(args: Arguments, request: RunRequest): Promise<number> {
  const colour = wantsColour(args.noColor, args.output);
  const width = process.stdout.isTTY ? process.stdout.columns : undefined;
  const reporters = createReporters(RULES, { colour, quiet: args.quiet, ...(width === undefined ? {} : { width }) });
  const reporter = reporters.find(({ id }) => id === args.format);
  if (reporter === undefined && args.format !== HTML)
    throw new ConfigurationError(
      `format: "${args.format}" is not one of ${[...reporters.map(({ id }) => id), HTML].join(", ")}`,
    );
  checkOutput(args.output);
  const line = progressLine(args.quiet);
  let bom: string | undefined;
  const onDocument: RunRequest["onDocument"] = (kind, text) => {
    if (kind === "bom") bom = text;
    request.onDocument?.(kind, text);
  };
  const result: RunReport = await run({ ...request, onDocument, onProgress: line.draw, onAsking: line.asking }).finally(
    line.done,
  );
  emit((reporter ?? (await createHtmlReporter(RULES))).render(result, bom), args.output);
  // Who asks for a file sees the verdict all the same.
  if (isToFile(args.output) && !args.quiet)
    process.stderr.write(`${escapeTerminal(`${headline(result)} The report is in ${args.output}.`)}\n`);
  return exitCode(result);
}
