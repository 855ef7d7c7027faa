import { Malformed, Unsupported } from "../../core/bytes";
import { parseYaml } from "../../syntax/yaml-places";
import { parseFastYaml } from "../../syntax/fast-yaml";
import type { JsonNode } from "../../syntax/json";

/**
 * Characters for the tolerant reader, which takes 15 seconds for a hostile megabyte. What people write has below 20,000;
 * results of leaderboards, which machines write, up to 500,000. CWE-400.
 */
const MAX_TOLERANT = 128 * 1024;

/** As the Hub finds it (`REGEX_YAML_BLOCK` of huggingface_hub): `---` on the first line that is not empty, and again. */
const OPENING = /^\s*---(?:\r\n|\r|\n)/;
const CLOSING = /(?:\r\n|\r|\n)---[ \t]*(?:\r\n|\n|$)/g;

/** Places in characters from the start of the card. */
export interface FrontMatter {
  readonly start: number;
  readonly end: number;
  /** Where the Markdown begins. */
  readonly body: number;
}

export function findFrontMatter(text: string): FrontMatter | undefined {
  const opening = OPENING.exec(text);
  if (opening === null) return undefined;
  CLOSING.lastIndex = opening[0].length;
  const closing = CLOSING.exec(text);
  if (closing === null) return undefined;
  return { start: opening[0].length, end: closing.index, body: closing.index + closing[0].length };
}

/**
 * The values, with places in characters from the start of the card, and what is wrong with them: then they are read as far
 * as they go. What is too much for the tolerant reader gets the fast one.
 * Throws `Malformed` and `Unsupported` as the two do.
 */
export function parseFrontMatter(text: string, { start, end }: FrontMatter): Parsed {
  // Blanks in place of what stands before keep the places.
  const yaml = `${" ".repeat(start - 1)}\n${text.slice(start, end)}`;
  if (yaml.length > MAX_TOLERANT) return { root: parseFastYaml(yaml)[0], problem: undefined };
  const { roots, problems, aliased } = parseYaml(yaml);
  const read = { root: roots[0], problem: problems[0] };
  return aliased && read.problem === undefined ? withAliases(yaml, read) : read;
}

/** The fast reader follows aliases of maps and lists, in bounds; what leads to itself or to too much is said. */
function withAliases(yaml: string, read: Parsed): Parsed {
  try {
    return { root: parseFastYaml(yaml)[0], problem: undefined };
  } catch (error) {
    if (!(error instanceof Malformed || error instanceof Unsupported)) throw error;
    return { ...read, problem: error.message };
  }
}

interface Parsed {
  readonly root: JsonNode | undefined;
  readonly problem: string | undefined;
}
