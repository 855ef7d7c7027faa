import { ConfigurationError } from "./core/host";
import { PROJECT } from "./core/project";
import { readArguments, type Arguments } from "./app/arguments";
import { commandNamed, type CommandName } from "./app/command-names";
import { unknownCommand } from "./app/unknown";
import { InvalidPolicy } from "./policy/invalid-policy";
import { escapeTerminal } from "./report/escape-terminal";

type Command = (args: Arguments) => number | Promise<number>;

/** Each command is a file of its own in the bundle: what one needs, the others do not load. */
const COMMANDS: Readonly<Record<Exclude<CommandName, "help">, () => Promise<Command>>> = {
  gate: async () => (await import("./app/command-gate")).gateCommand,
  scan: async () => (await import("./app/command-gate")).scanCommand,
  audit: async () => (await import("./app/command-gate")).auditCommand,
  bom: async () => (await import("./app/bom/command-bom")).bomCommand,
  sign: async () => (await import("./app/attest/command-sign")).signCommand,
  attach: async () => (await import("./app/attest/command-attach")).attachCommand,
  approve: async () => (await import("./app/attest/command-approve")).approveCommand,
  verify: async () => (await import("./app/verify/command-verify")).verifyCommand,
  "trusted-root": async () => (await import("./app/trusted-root/command-trusted-root")).trustedRootCommand,
  promote: async () => (await import("./app/promote/command-promote")).promoteCommand,
  pin: async () => (await import("./app/command-pin")).pinCommand,
  inspect: async () => (await import("./app/inspect/command-inspect")).inspectCommand,
  explain: async () => (await import("./app/explain/command-explain")).explainCommand,
  rules: async () => (await import("./app/command-rules")).rulesCommand,
  allow: async () => (await import("./app/command-allow")).allowCommand,
  waive: async () => (await import("./app/policy/command-waive")).waiveCommand,
  policy: async () => (await import("./app/policy/command-policy")).policyCommand,
  lock: async () => (await import("./app/command-lock")).lockCommand,
  completions: async () => (await import("./app/completions/command-completions")).completionsCommand,
};

/** Exit code of wrong usage and of a configuration that cannot be used. */
const USAGE = 2;
/** Exit code where the run could not be finished: nothing may be concluded from it. */
const UNFINISHED = 3;

async function main(argv: readonly string[]): Promise<number> {
  if (wantsHelp(argv)) return help(argv.find((each) => commandNamed(each) !== undefined) ?? operandOf(argv));
  const args = readArguments(argv);
  if (args.version) return say(`${PROJECT.version}\n`);
  if (args.help || args.command === undefined) return help(args.command, args.help ? 0 : USAGE);
  const command = commandNamed(args.command);
  if (command === undefined) throw new ConfigurationError(unknownCommand(args.command));
  return command === "help" ? help(args.operands[0]) : (await COMMANDS[command]())(args);
}

/** Whether a page of the help is asked for: whatever else stands there is not looked at. */
function wantsHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf("--");
  return (end < 0 ? argv : argv.slice(0, end)).some((each) => each === "--help" || each === "-h");
}

function operandOf([first]: readonly string[]): string | undefined {
  return first?.startsWith("-") === false ? first : undefined;
}

async function help(command: string | undefined, code = 0): Promise<number> {
  const { helpFor } = await import("./app/help/command-help");
  return say(helpFor(command), code);
}

function say(text: string, code = 0): number {
  process.stdout.write(text);
  return code;
}

/** Who reads us may stop early (`| head`): that is no failure of ours, and the verdict stands. */
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    const expected = error instanceof ConfigurationError || error instanceof InvalidPolicy;
    const words = error instanceof Error ? error.message : String(error);
    process.stderr.write(`model-assay: ${words.split("\n").map(escapeTerminal).join("\n")}\n`);
    process.exitCode = expected ? USAGE : UNFINISHED;
  },
);
