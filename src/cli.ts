import { ConfigurationError } from "./core/host";
import { PROJECT } from "./core/project";
import { readArguments, type Arguments } from "./app/arguments";
import { HELP } from "./app/help";
import { InvalidPolicy } from "./policy/document";
import { escapeTerminal } from "./report/escape-terminal";

type Command = (args: Arguments) => number | Promise<number>;

/** Each command is a file of its own in the bundle: what one needs, the others do not load. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  gate: async () => (await import("./app/command-gate")).gateCommand,
  scan: async () => (await import("./app/command-gate")).scanCommand,
  audit: async () => (await import("./app/command-gate")).auditCommand,
  bom: async () => (await import("./app/bom/command-bom")).bomCommand,
  sign: async () => (await import("./app/attest/command-sign")).signCommand,
  attach: async () => (await import("./app/attest/command-attach")).attachCommand,
  approve: async () => (await import("./app/attest/command-approve")).approveCommand,
  verify: async () => (await import("./app/verify/command-verify")).verifyCommand,
  promote: async () => (await import("./app/promote/command-promote")).promoteCommand,
  pin: async () => (await import("./app/command-pin")).pinCommand,
  inspect: async () => (await import("./app/inspect/command-inspect")).inspectCommand,
  rules: async () => (await import("./app/command-rules")).rulesCommand,
  allow: async () => (await import("./app/command-allow")).allowCommand,
  waive: async () => (await import("./app/policy/command-waive")).waiveCommand,
  policy: async () => (await import("./app/policy/command-policy")).policyCommand,
  lock: async () => (await import("./app/command-lock")).lockCommand,
};

/** Exit code of wrong usage and of a configuration that cannot be used. */
const USAGE = 2;
/** Exit code where the run could not be finished: nothing may be concluded from it. */
const UNFINISHED = 3;

async function main(argv: readonly string[]): Promise<number> {
  const args = readArguments(argv);
  if (args.version) return say(`${PROJECT.version}\n`);
  if (args.help || args.command === undefined) return say(HELP, args.help ? 0 : USAGE);
  const command = Object.hasOwn(COMMANDS, args.command) ? COMMANDS[args.command] : undefined;
  if (command === undefined)
    throw new ConfigurationError(`there is no command "${args.command}". See: model-assay --help`);
  return (await command())(args);
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
