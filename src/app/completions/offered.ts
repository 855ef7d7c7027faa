import { COMMANDS, type CommandName } from "../command-names";
import { PAGES } from "../help/pages";
import { valuesOf, wordsOf } from "../help/render";
import { OPTIONS, type OptionName } from "../options";

/** What a shell may offer behind an option: these words, or names of files. */
export interface OfferedOption {
  /** Without dashes. */
  readonly name: OptionName;
  readonly short?: string;
  readonly says: string;
  /** Whether something stands behind it. */
  readonly takesValue: boolean;
  readonly values: readonly string[];
  readonly files: "file" | "directory" | undefined;
}

export interface OfferedCommand {
  readonly name: CommandName;
  readonly says: string;
  readonly options: readonly OfferedOption[];
  /** Words that the first operand may be. */
  readonly words: readonly string[];
  readonly files: "file" | "directory" | undefined;
}

export const SHELLS = ["bash", "zsh", "fish"] as const;

/** Everything that can be completed, from the pages of the help. `rules`: ids that `rules` and `explain` take. */
export function completionTable(rules: readonly string[]): OfferedCommand[] {
  return COMMANDS.map((name) => {
    const page = PAGES[name];
    const { operands } = page;
    const words = { rule: rules, command: COMMANDS, shell: SHELLS, file: [], directory: [] }[operands ?? "file"];
    return {
      name,
      says: page.says,
      options: [...page.options, "help" as const].map((each) => offered(each, name)),
      words: [...Object.keys(page.verbs ?? {}), ...words],
      files: operands === "file" || operands === "directory" ? operands : undefined,
    };
  });
}

function offered(name: OptionName, command: CommandName): OfferedOption {
  const page = PAGES[command];
  const { value, says, takes } = wordsOf(name, page);
  const given = OPTIONS[name];
  return {
    name,
    ...("short" in given ? { short: given.short } : {}),
    says,
    takesValue: value !== undefined,
    values: valuesOf(name, page),
    files: takes,
  };
}
