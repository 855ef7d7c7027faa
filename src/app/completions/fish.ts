import { PROJECT } from "../../core/project";
import type { OfferedCommand, OfferedOption } from "./offered";

/** For fish, as a file in `~/.config/fish/completions`. */
export function fishCompletions(commands: readonly OfferedCommand[]): string {
  const none = `not __fish_seen_subcommand_from ${commands.map((each) => each.name).join(" ")}`;
  return [
    `# ${PROJECT.name} completions fish`,
    `complete -c ${PROJECT.name} -f`,
    offer(none, "-s h -l help", "the help"),
    offer(none, "-l version", "the version"),
    ...commands.map((each) => offer(none, `-a ${each.name}`, each.says)),
    ...commands.flatMap(ofCommand),
    "",
  ].join("\n");
}

function ofCommand({ name, options, words, files }: OfferedCommand): string[] {
  const seen = `__fish_seen_subcommand_from ${name}`;
  return [
    ...options.map((each) => offer(seen, optionWords(each), each.says)),
    ...(words.length === 0 ? [] : [offer(seen, `-a ${quoted(words.join(" "))}`)]),
    ...(files === undefined ? [] : [offer(seen, FILES[files])]),
  ];
}

const FILES = { file: "-F", directory: "-a '(__fish_complete_directories)'" };

function optionWords({ name, short, takesValue, values, files }: OfferedOption): string {
  const names = `${short === undefined ? "" : `-s ${short} `}-l ${name}`;
  if (!takesValue) return names;
  if (values.length > 0) return `${names} -x -a ${quoted(values.join(" "))}`;
  if (files === undefined) return `${names} -x`;
  return files === "file" ? `${names} -r -F` : `${names} -x ${FILES.directory}`;
}

function offer(condition: string, what: string, says?: string): string {
  return `complete -c ${PROJECT.name} -n ${quoted(condition)} ${what}${says === undefined ? "" : ` -d ${quoted(says)}`}`;
}

/** A word of fish, whatever is in it: between single quotes only these two mean something. */
function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, "\\$&")}'`;
}
