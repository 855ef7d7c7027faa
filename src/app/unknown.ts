import { COMMANDS, commandNamed } from "./command-names";
import { nearest } from "./nearest";
import { takenBy } from "./taken-options";

/** What to type in place of a command that is none. */
export function unknownCommand(name: string): string {
  const meant = nearest(name, COMMANDS);
  return `there is no command "${name}".${meant === undefined ? "" : ` Did you mean ${meant}?`} See: model-assay --help`;
}

/** What to type in place of options that `parseArgs` refuses. `said`: its first sentence. */
export function unknownOption(said: string, argv: readonly string[]): string {
  const given = /^Unknown option '--([^'=]*)/.exec(said)?.[1];
  const command = commandNamed(argv.find((each) => !each.startsWith("-")));
  const meant = given === undefined ? undefined : nearest(given, takenBy(command));
  const see = `model-assay ${command === undefined || command === "help" ? "" : `${command} `}--help`;
  return `${said}.${meant === undefined ? "" : ` Did you mean --${meant}?`} See: ${see}`;
}
