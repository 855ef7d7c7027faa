import { escapeTerminal } from "./escape-terminal";

/**
 * Workflow commands. What the runner honours is in actions/runner, `ActionCommand.cs`: `::name ...::` where
 * a line, leading white space aside, begins with it (`TryParseV2`), and `##[name ...]` anywhere in a line
 * (`TryParse`). Both searches compare by culture, so characters without weight, such as a zero-width
 * space between the two colons, do not break them. Hence first `escapeTerminal`, then a visible break.
 */
export function breakCommands(line: string): string {
  return line.replace(/##(?=\[)/g, "#\\u{23}").replace(/^(\s*):(?=:)/, "$1\\u{3a}");
}

/** Text from the input as one plain line of the log that no runner takes for a command. */
export function inertLine(text: string): string {
  return breakCommands(escapeTerminal(text));
}

/** `%` first, as the runner undoes it last. */
function percent(text: string): string {
  return text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
}

/** The message of a command: lines that are kept apart, each of them inert by itself. */
export function escapeCommandData(lines: readonly string[]): string {
  return percent(lines.map(inertLine).join("\n"));
}

/** A property of a command, `file=...`: it ends at a comma, and the list of them at two colons. */
export function escapeCommandProperty(text: string): string {
  return percent(inertLine(text)).replace(/:/g, "%3A").replace(/,/g, "%2C");
}

export type CommandName = "error" | "warning" | "notice";

/** One workflow command, whole. Properties without a value are left out. */
export function renderCommand(
  name: CommandName,
  properties: Readonly<Record<string, string | number | undefined>>,
  lines: readonly string[],
): string {
  const given = Object.entries(properties)
    .filter(([, value]) => value !== undefined && value !== "")
    .map(([key, value]) => `${key}=${escapeCommandProperty(String(value))}`);
  return `::${name}${given.length === 0 ? "" : ` ${given.join(",")}`}::${escapeCommandData(lines)}`;
}
