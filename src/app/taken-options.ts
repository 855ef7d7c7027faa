import { ConfigurationError } from "../core/host";
import { COMMANDS, commandNamed, type CommandName } from "./command-names";
import type { Page } from "./help/page";
import { PAGES } from "./help/pages";
import { OPTIONS, type OptionName } from "./options";

/** What every command takes: these change what is shown of a run, never what it does. */
const EVERYWHERE = ["quiet", "no-color", "help", "version"] as const satisfies OptionName[];

/** Commands that are named as those that take an option; of more, their number is told. */
const MAX_NAMED = 8;

/** What may be typed behind a command; every option there is where no command is named. */
export function takenBy(command: CommandName | undefined): readonly OptionName[] {
  if (command === undefined) return Object.keys(OPTIONS) as OptionName[];
  return [...PAGES[command].options, ...EVERYWHERE];
}

/**
 * Throws `ConfigurationError` for an option that the command, or its verb (`lock verify`), has no use for: whoever typed it believes that
 * it did something (CWE-1286). `operand`: the first one; `given`: names without dashes. A command that is none is not refused here.
 */
export function refuseOthers(
  command: string | undefined,
  operand: string | undefined,
  given: readonly OptionName[],
): void {
  const name = commandNamed(command);
  if (name === undefined) return;
  const page: Page = PAGES[name];
  const ofVerb = operand !== undefined && Object.hasOwn(page.verbs ?? {}, operand) ? page.verbs![operand] : undefined;
  const taken = [...(ofVerb ?? page.options), ...EVERYWHERE];
  const refused = given.find((option) => !taken.includes(option));
  if (refused === undefined) return;
  const called = ofVerb === undefined ? name : `${name} ${operand!}`;
  const meant = taken.find((each) => saysMore(each, refused) || saysMore(refused, each));
  throw new ConfigurationError(
    `${called} takes no --${refused}.${meant === undefined ? "" : ` Did you mean --${meant}?`} ${takers(refused)} See: model-assay ${name} --help`,
  );
}

/** `bom-path` says more than `bom`, `signing-key` more than `key`. */
function saysMore(longer: string, shorter: string): boolean {
  return longer.startsWith(shorter) || longer.endsWith(`-${shorter}`);
}

/** Who takes it, in words. */
function takers(option: OptionName): string {
  const commands = COMMANDS.filter((name) => (PAGES[name] as Page).options.includes(option));
  if (commands.length > MAX_NAMED) return `${commands.length} other commands take it.`;
  const names = commands.flatMap((name) => namesOf(name, option));
  return `It goes with ${names.join(", ").replace(/, ([^,]+)$/, " and $1")}.`;
}

/** The command, or those of its verbs that take the option where not all do. */
function namesOf(name: CommandName, option: OptionName): string[] {
  const { verbs = {} }: Page = PAGES[name];
  const some = Object.keys(verbs).filter((verb) => verbs[verb]!.includes(option));
  return some.length === 0 || some.length === Object.keys(verbs).length
    ? [name]
    : some.map((verb) => `${name} ${verb}`);
}
