import { ConfigurationError } from "../../core/host";
import { commandNamed } from "../command-names";
import { unknownCommand } from "../unknown";
import { commandHelp, generalHelp } from "./render";

/** The page of a command, or the general one. Throws `ConfigurationError` for a command that is none. */
export function helpFor(name: string | undefined): string {
  if (name === undefined) return generalHelp();
  const command = commandNamed(name);
  if (command === undefined) throw new ConfigurationError(unknownCommand(name));
  return command === "help" ? generalHelp() : commandHelp(command);
}
