import { PROJECT } from "../../core/project";
import type { OfferedCommand, OfferedOption } from "./offered";

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
    '  case "$cmd" in',
    `    "") words="${commands.map((each) => each.name).join(" ")}"; opts="--help --version" ;;`,
    ...commands.map(commandCase),
    "  esac",
    '  case "$cur" in -*) words="$opts"; files="" ;; esac',
    '  case "$cmd $prev" in',
    ...commands.flatMap((command) => command.options.flatMap((each) => optionCase(command, each))),
    "  esac",
    '  COMPREPLY=($(compgen -W "$words" -- "$cur"))',
    '  [ -n "$files" ] || return 0',
    "  compopt -o filenames 2>/dev/null",
    "  # Names with spaces stay one: each is a line.",
    '  while IFS= read -r w; do COMPREPLY+=("$w"); done < <(compgen -A "$files" -- "$cur")',
    "}",
    `complete -F ${run} ${name}`,
    "",
  ].join("\n");
}

/** What stands behind an option: its values, files, or something that only a person knows. */
function optionCase({ name: command }: OfferedCommand, { name, short, takesValue, values, files }: OfferedOption) {
  if (!takesValue) return [];
  const names = [`--${name}`, ...(short === undefined ? [] : [`-${short}`])];
  const patterns = names.map((each) => `"${command} ${each}"`).join("|");
  return [`    ${patterns}) words="${values.join(" ")}"; files="${files ?? ""}" ;;`];
}

function commandCase({ name, options, words, files }: OfferedCommand): string {
  const opts = options.map((each) => `--${each.name}`).join(" ");
  return `    ${name}) files="${files ?? ""}"; words="${words.join(" ")}"; opts="${opts}" ;;`;
}
