import { PROJECT } from "../../core/project";
import { COMMANDS, type CommandName } from "../command-names";
import { OPTIONS, type OptionName } from "../options";
import { OPTION_WORDS } from "./option-words";
import type { OptionWords, Page } from "./page";
import { PAGES } from "./pages";

const ME = PROJECT.name;
const EXIT = "0 pass, 1 the verdict is fail, 2 wrong usage or configuration, 3 could not look at everything.";
/** Columns of the names; a longer one has its words on the next line. */
const COLUMN = 32;
const COMMAND_COLUMN = 42;

/** What `--help` prints: every command, and where its page is. One screen. */
export function generalHelp(): string {
  const commands = COMMANDS.map((name) => row(`${ME} ${PAGES[name].usage[0]}`, PAGES[name].says, COMMAND_COLUMN));
  return lines(
    `${PROJECT.title} ${PROJECT.version}: may this model go in?`,
    "",
    "Usage:",
    ...commands.flat(),
    "",
    "Options and examples of each: model-assay COMMAND --help. Often used:",
    ...(["format", "output", "fail-on", "config", "offline"] as const).flatMap((name) => option(name, PAGES.gate)),
    ...row("-q, --quiet   --no-color   -h, --help   --version", "", COLUMN),
    "",
    `Exit: ${EXIT}`,
    `First steps: ${ME} gate --base origin/main, then ${ME} explain FINDING`,
  );
}

/** What `COMMAND --help` prints. */
export function commandHelp(name: CommandName): string {
  const page = PAGES[name];
  const order = Object.keys(OPTION_WORDS) as OptionName[];
  const options = order.filter((each) => each === "help" || page.options.includes(each));
  return lines(
    `${ME} ${name}: ${page.says}`,
    "",
    "Usage:",
    ...page.usage.map((usage) => `  ${ME} ${usage}`),
    ...(page.more === undefined ? [] : ["", ...page.more]),
    "",
    "Options:",
    ...options.flatMap((each) => option(each, page)),
    "",
    page.examples.length === 1 ? "Example:" : "Examples:",
    ...page.examples.flatMap(([want, line]) => [`  # ${want}`, `  ${ME} ${line}`]),
    "",
    `Exit: ${page.exit ?? EXIT}`,
    ...(page.page === undefined ? [] : [`More: ${PROJECT.homepage}/blob/main/${page.page}`]),
  );
}

/** An option in words, as this command takes it. */
export function wordsOf(name: OptionName, { words }: Page): OptionWords {
  return words?.[name] ?? OPTION_WORDS[name];
}

/** The only values of an option, as this command takes it. */
export function valuesOf(name: OptionName, page: Page): readonly string[] {
  return (name === "format" ? page.formats : wordsOf(name, page).values) ?? [];
}

function option(name: OptionName, page: Page): string[] {
  const { value, says } = wordsOf(name, page);
  const values = valuesOf(name, page);
  const given = OPTIONS[name];
  const short = "short" in given ? `-${given.short}, ` : "";
  // What says its values already, `true|false`, does not say them twice.
  const told = values.length === 0 || value?.includes("|") === true ? says : `${says}: ${values.join(", ")}`;
  return row(`${short}--${name}${value === undefined ? "" : ` ${value}`}`, told, COLUMN);
}

function row(left: string, right: string, column: number): string[] {
  if (left.length + 2 > column)
    return right === "" ? [`  ${left}`] : [`  ${left}`, `${" ".repeat(column + 2)}${right}`];
  return [`  ${left.padEnd(column)}${right}`.trimEnd()];
}

function lines(...all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join("");
}
