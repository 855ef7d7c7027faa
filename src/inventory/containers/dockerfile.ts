import { baseName } from "../paths";
import type { NamedImage } from "./manifests";

const NAME = /^((docker|container)file(\..*)?|.*\.(docker|container)file)$/i;
/** A here-document opens: its lines are no instructions. */
const HERE = /(?<=\s)\d{0,3}<<-?(["']?)([A-Za-z_]\w{0,100})\1(?=\s)/g;

export function isDockerfile(path: string): boolean {
  return NAME.test(baseName(path));
}

/**
 * The images of a Dockerfile: those of `FROM`, and those that `COPY --from` takes files of
 * (https://docs.docker.com/reference/dockerfile/). Stages are no images, nor is `scratch`. Build arguments stay as
 * they are written: whoever builds may give others.
 */
export function* dockerfileImages(text: string): Generator<NamedImage> {
  const stages = new Set<string>(["scratch"]);
  for (const { words, line } of instructions(text)) {
    const verb = words[0]!.toLowerCase();
    if (verb === "from") {
      const rest = words.slice(1).filter((word) => !word.startsWith("--"));
      const image = rest[0] ?? "";
      if (image !== "" && !stages.has(image.toLowerCase())) yield { image, line, use: "base" };
      if (rest[1]?.toLowerCase() === "as" && rest[2] !== undefined) stages.add(rest[2].toLowerCase());
    } else if (verb === "copy") {
      const from = words.find((word) => word.startsWith("--from="))?.slice("--from=".length) ?? "";
      if (from !== "" && !/^\d+$/.test(from) && !stages.has(from.toLowerCase()))
        yield { image: from, line, use: "base" };
    }
  }
}

/** Instructions with the first words of each, and the line where it begins. */
function* instructions(text: string): Generator<{ readonly words: readonly string[]; readonly line: number }> {
  const escape = /^#\s*escape\s*=\s*`/i.test(text) ? "`" : "\\";
  let [line, start, whole] = [0, 0, ""];
  let until: string[] = [];
  for (const each of text.split("\n")) {
    line++;
    const trimmed = each.trim();
    if (until.length > 0) {
      if (trimmed === until[0]) until = until.slice(1);
      continue;
    }
    // Comments and empty lines may stand inside of an instruction.
    if (trimmed === "" || trimmed.startsWith("#")) continue;
    if (whole === "") start = line;
    const continued = trimmed.endsWith(escape);
    const part = continued ? trimmed.slice(0, -1) : trimmed;
    if (whole.length < MAX_INSTRUCTION) whole += `${part} `;
    if (continued) continue;
    yield { words: whole.trim().split(/\s+/, MAX_WORDS).map(unquoted), line: start };
    if (/^(run|copy|add)\s/i.test(whole)) until = [...whole.matchAll(HERE)].map(([, , word]) => word!);
    whole = "";
  }
  if (whole.trim() !== "") yield { words: whole.trim().split(/\s+/, MAX_WORDS).map(unquoted), line: start };
}

/** Characters and words of an instruction that are looked at: options stand first. CWE-400. */
const MAX_INSTRUCTION = 20_000;
const MAX_WORDS = 20;

const unquoted = (word: string): string => word.replace(/^(["'])(.*)\1$/, "$2");
