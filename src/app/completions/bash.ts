import { PROJECT } from "../../core/project";
import type { OfferedCommand, OfferedOption } from "./table";

/**
 * For bash 3.2 and later, without the bash-completion package. What stands in it are our own words, which hold no quote and no `$`
 * (a test says so).
 */
export function bashCompletions(commands: readonly OfferedCommand[]): string {
  const name = PROJECT.name;
  const run = `_${name.replaceAll("-", "_")}`;
  return [
    `# ${name} completions bash`,
    `${run}() {`,
    '  local cur="${COMP_WORDS[COMP_CWORD]}" prev="" cmd="" opts="" words="" files="" w i',
    "  COMPREPLY=()",
    '  [ "$COMP_CWORD" -gt 0 ] && prev="${COMP_WORDS[COMP_CWORD-1]}"',
    "  # bash breaks a word at =",
    '  if [ "$cur" = "=" ]; then cur=""; elif [ "$prev" = "=" ]; then prev="${COMP_WORDS[COMP_CWORD-2]}"; fi',
    "  for ((i = 1; i < COMP_CWORD; i++)); do",
    '    w="${COMP_WORDS[i]}"',
    `    case "$w" in ${commands.map((each) => each.name).join("|")}) cmd="$w"; break ;; esac`,
    "  done",
    '  case "$cmd $prev" in',
    ...commands.flatMap((command) => command.options.flatMap((each) => optionCase(command, each))),
    "  esac",
    '  case "$cmd" in',
    `    "") words="${commands.map((each) => each.name).join(" ")}"; opts="--help --version" ;;`,
    ...commands.map(commandCase),
    "  esac",
    '  case "$cur" in -*) words="$opts"; files="" ;; esac',
    '  COMPREPLY=($(compgen -W "$words" -- "$cur"))',
    ...offerFiles,
    "}",
    `complete -o default -F ${run} ${name}`,
    "",
  ].join("\n");
}

/** Names with spaces stay one: each is a line of what `compgen` says. */
const offerFiles = [
  '  if [ -n "$files" ]; then',
  "    compopt -o filenames 2>/dev/null",
  '    while IFS= read -r w; do COMPREPLY+=("$w"); done < <(compgen -A "$files" -- "$cur")',
  "  fi",
];

function optionCase({ name: command }: OfferedCommand, { name, short, takesValue, values, files }: OfferedOption) {
  if (!takesValue) return [];
  const names = [`--${name}`, ...(short === undefined ? [] : [`-${short}`])];
  const patterns = names.map((each) => `"${command} ${each}"`).join("|");
  if (values.length > 0)
    return [`    ${patterns}) COMPREPLY=($(compgen -W "${values.join(" ")}" -- "$cur")); return ;;`];
  return [`    ${patterns}) ${files === undefined ? "" : `files=${files}; `}${files === undefined ? "return ;;" : ";;"}`];
}

function commandCase({ name, options, words, files }: OfferedCommand): string {
  const opts = options.map((each) => `--${each.name}`).join(" ");
  return `    ${name}) ${files === undefined ? "" : `files=${files}; `}words="${words.join(" ")}"; opts="${opts}" ;;`;
}
