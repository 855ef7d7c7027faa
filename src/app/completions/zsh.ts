import { PROJECT } from "../../core/project";
import type { OfferedCommand, OfferedOption } from "./offered";

/** For zsh's own completion system, as a file `_model-assay` in `$fpath` or by `source`. */
export function zshCompletions(commands: readonly OfferedCommand[]): string {
  const name = PROJECT.name;
  const run = `_${name.replaceAll("-", "_")}`;
  return [
    `#compdef ${name}`,
    `${run}() {`,
    "  local curcontext=$curcontext state line",
    "  typeset -A opt_args",
    "  _arguments -C '(- *)'{-h,--help}'[the help]' '(- *)--version[the version]' '1: :->command' '*:: :->operands'",
    "  case $state in",
    "    command)",
    "      local -a commands=(",
    ...commands.map((each) => `        ${quoted(`${each.name}:${each.says.replace(/:/g, "\\:")}`)}`),
    "      )",
    "      _describe -t commands command commands ;;",
    "    operands)",
    "      case $line[1] in",
    ...commands.flatMap(commandCase),
    "      esac ;;",
    "  esac",
    "}",
    `if [ "$funcstack[1]" = "_${name}" ]; then ${run} "$@"; else compdef ${run} ${name}; fi`,
    "",
  ].join("\n");
}

function commandCase({ name, options, words, files }: OfferedCommand): string[] {
  // An alternative of `_alternative`: fixed words, files, or both.
  const offers = [
    ...(words.length === 0 ? [] : [quoted(`words:word:(${words.join(" ")})`)]),
    ...(files === undefined ? [] : [quoted(`files:${files}:${FILES[files]}`)]),
  ];
  const operands =
    offers.length === 0
      ? ["'*: : '"]
      : [`'*: :{_alternative ${offers.map((each) => each.replaceAll("'", '"')).join(" ")}}'`];
  const specs = [...options.map(optionSpec), ...operands];
  return [
    `        ${name}) _arguments \\`,
    ...specs.map((spec, i) => `          ${spec}${i < specs.length - 1 ? " \\" : " ;;"}`),
  ];
}

const FILES = { file: "_files", directory: "_files -/" };

function optionSpec({ name, short, says, takesValue, values, files }: OfferedOption): string {
  const told = `[${says.replace(/[[\]:\\]/g, "\\$&")}]`;
  const offer = values.length > 0 ? `(${values.join(" ")})` : files === undefined ? " " : FILES[files];
  const behind = takesValue ? `:${name}:${offer}` : "";
  const one = (dashed: string) => quoted(`*${dashed}${told}${behind}`);
  return short === undefined
    ? one(`--${name}${takesValue ? "=" : ""}`)
    : `${one(`-${short}`)} ${one(`--${name}${takesValue ? "=" : ""}`)}`;
}

/** A word of the shell, whatever is in it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
