import { ConfigurationError } from "../../core/host";
import { RULES } from "../../rules";
import type { Arguments } from "../arguments";
import { bashCompletions } from "./bash";
import { fishCompletions } from "./fish";
import { completionTable, SHELLS } from "./offered";
import { zshCompletions } from "./zsh";

const SCRIPTS = { bash: bashCompletions, zsh: zshCompletions, fish: fishCompletions };

/** `completions SHELL`: a script for that shell, from the pages of the help. */
export function completionsCommand({ operands }: Arguments): number {
  const [given, ...more] = operands;
  const shell = SHELLS.find((each) => each === given);
  if (shell === undefined || more.length > 0)
    throw new ConfigurationError(
      "completions is for bash, zsh or fish: source <(model-assay completions bash). Where to keep it: model-assay completions --help",
    );
  process.stdout.write(SCRIPTS[shell](completionTable(RULES.map(({ id }) => id))));
  return 0;
}
