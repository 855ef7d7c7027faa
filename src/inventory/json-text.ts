import { Malformed, Unsupported } from "../core/bytes";
import { parseFastYaml } from "../syntax/fast-yaml";
import { parseJson, type JsonNode } from "../syntax/json";
import { parseYaml } from "../syntax/yaml-places";

/** Values of one configuration. Those of models have some hundred. CWE-770. */
const MAX_CONFIG_VALUES = 100_000;
/** Values of an index of shards: a tensor each; the largest models have some hundred thousand. CWE-770. */
export const MAX_INDEX_VALUES = 1_000_000;

/** The value that a text of JSON holds; `undefined` where it is none, or has more than `maxValues` values. */
export function jsonOf(text: string | undefined, maxValues = MAX_CONFIG_VALUES): JsonNode | undefined {
  return text === undefined ? undefined : attempt(() => parseJson(text, maxValues));
}

/** The documents of YAML that people write; none where it cannot be read. */
export function yamlOf(text: string): readonly JsonNode[] {
  return attempt(() => parseYaml(text).roots) ?? [];
}

/** The documents of YAML that tools write, scalars as they stand: `1.10` and a digest like `1e10` are texts. */
export function machineYamlOf(text: string): readonly JsonNode[] {
  return attempt(() => parseFastYaml(text)) ?? [];
}

/** What a hostile text cannot be read as is a value that is absent; what fails otherwise is our own failure. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Malformed || error instanceof Unsupported) return undefined;
    throw error;
  }
}
