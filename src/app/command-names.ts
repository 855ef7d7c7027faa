/** Every command, in the order of the help. What each is: `help/pages`; what it runs: `src/cli.ts`. */
export const COMMANDS = [
  ...(["gate", "scan", "audit", "bom", "sign", "attach", "verify", "trusted-root"] as const),
  ...(["approve", "promote", "pin", "inspect"] as const),
  ...(["explain", "rules", "allow", "waive", "policy", "lock", "completions", "help"] as const),
] as const;

export type CommandName = (typeof COMMANDS)[number];

/** The command of that name; undefined where there is none. */
export function commandNamed(name: string | undefined): CommandName | undefined {
  return COMMANDS.find((each) => each === name);
}
