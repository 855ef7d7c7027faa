import { LimitExceeded } from "../../core/budget";
import type { Format, OpenContext } from "../../core/format";
import type { LayoutFact } from "../../core/layout-facts";
import type { Location } from "../../core/location";
import type { Artifact, Subject } from "../../core/subject";
import { duplicates, member, objectsOf, parseJson, type JsonNode } from "../../syntax/json";
import { jsonText } from "../../syntax/json-text";
import { Lines } from "../../syntax/lines";
import { secretsIn } from "../secrets";
import { referencesOf } from "./by-name";
import { baseName, isHubConfig } from "./names";
import { placed, stateOf, type Placed } from "./place";
import { referencesIn, type Seen } from "./references";
import { templatesIn } from "./templates";

/** Bytes of a configuration. Those of tokenizers with many added tokens have some 10 MB. CWE-400. */
export const MAX_CONFIG = 32 * 1024 ** 2;

/** The JSON files that stand beside the weights of a model of the Hugging Face hub, and say what reads them. */
export const hfConfig: Format = {
  id: "hf-config",
  title: "Hugging Face configuration",
  extensions: [],
  text: "config",
  claims({ at, bytes, nested }) {
    return nested !== true && isHubConfig(nameOf(at), (atMost) => bytes.window(0, atMost));
  },
  *open(artifact, context) {
    const base = baseName(nameOf(artifact.at)).toLowerCase();
    if (base === "tokenizer.json") return; // tables of a tokenizer: nothing in them is imported or called
    const text = jsonText(wholeText(artifact, context, MAX_CONFIG));
    const root = parseJson(text);
    const lines = new Lines(text);
    yield* repeatedKeys(root, artifact.at, lines);
    const neighbours = context.neighbours(artifact);
    const references = [...referencesIn(root)].map((each) => (base === "tokenizer_config.json" ? asKept(each) : each));
    const seen = placed([...references, ...referencesOf(base, root)], neighbours);
    if (base === "config.json") seen.push(...customGenerate(root, stateOf(GENERATE, neighbours)));
    yield* asSubjects("hf-config", seen, artifact.at, lines, context);
    yield* templatesIn(root, artifact.at, lines);
    yield* secretsIn(text, artifact.at, undefined, lines);
  },
};

/** The innermost name: of the file, or of the member of a container. */
export function nameOf(at: Location): string {
  return at.inside.at(-1) ?? at.path;
}

/** All bytes, or `LimitExceeded`. */
export function wholeText({ bytes }: Artifact, { budget }: OpenContext, atMost: number): Uint8Array {
  const held = bytes.window(0, atMost + 1);
  if (held.length > atMost) throw new LimitExceeded("held", atMost);
  budget.spend("fields", held.length);
  return held;
}

/** One subject for each reference, with its line; code that is only a pointer is a gap as well. */
export function* asSubjects(
  format: string,
  seen: readonly Placed[],
  at: Location,
  lines: Lines,
  { budget }: OpenContext,
): Generator<Subject> {
  for (const { field, at: place, target } of seen) {
    budget.spend("facts", 1);
    const here = { ...at, line: lines.lineOf(place) };
    yield { kind: "reference", at: here, reference: { format, field, target } };
    if (target.kind === "code" && target.state === "pointer")
      yield {
        kind: "unreadable",
        at: here,
        reason: "not-fetched",
        detail: `the code ${target.path} is only a pointer`,
      };
  }
}

/** transformers writes into this file with what a tokenizer was loaded, and reads it back without effect. */
function asKept(seen: Seen): Seen {
  return seen.field === "trust_remote_code" ? { ...seen, target: { kind: "trust", kept: true } } : seen;
}

/** Loaded with the model, and called by `generate`, when its code is trusted. */
const GENERATE = "custom_generate/generate.py";

function customGenerate(root: JsonNode, state: ReturnType<typeof stateOf>): Placed[] {
  if (state !== "present" && state !== "pointer") return [];
  if (member(root, "model_type") === undefined && member(root, "architectures") === undefined) return [];
  const target = { kind: "code", names: ["generate.generate"], path: GENERATE, state } as const;
  return [{ field: "custom_generate", at: root.start, target }];
}

/** Keys where it matters which of two a reader takes. */
const TELLING = new Set([
  "auto_map",
  "custom_pipelines",
  "trust_remote_code",
  "attn_implementation",
  "_attn_implementation",
  "_attn_implementation_internal",
  "_target_",
  "_class_name",
  "architectures",
  "base_model_name_or_path",
  "chat_template",
  "AutoConfig",
  "AutoModel",
  "AutoModelForCausalLM",
  "AutoTokenizer",
]);

function* repeatedKeys(root: JsonNode, at: Location, lines: Lines): Generator<Subject> {
  const oddities: LayoutFact[] = [];
  for (const { node } of objectsOf(root))
    for (const { key, at: place } of duplicates(node))
      if (TELLING.has(key) && oddities.length < 20)
        oddities.push({
          oddity: "duplicate-key",
          part: key,
          detail: "it stands twice in the same object, and readers differ in which one counts",
          line: lines.lineOf(place),
        });
  if (oddities.length > 0) yield { kind: "layout", at, layout: { format: "hf-config", oddities } };
}
