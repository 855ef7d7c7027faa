import type { Format } from "../core/format";
import type { Callable } from "../core/reference-facts";
import type { Artifact, Subject } from "../core/subject";
import { utf8 } from "../core/text";
import { Lines } from "../syntax/lines";
import { decoded, MAX_YAML, parseYaml, type YamlPlaces, type YamlTag } from "../syntax/yaml-places";
import { argumentsOf } from "./hub/callables";
import { asSubjects, nameOf, wholeText } from "./hub/config";
import { placed } from "./hub/place";
import { referencesIn, type Seen } from "./hub/references";
import { secretsIn } from "./secrets";

/** Bytes in which a claim looks for its words: behind many blanks and comments, they still count. CWE-400. */
const MAX_LOOK = 8 * 1024 ** 2;

/**
 * YAML that has code imported and called: the `_target_` of Hydra and OmegaConf (also as `model_config.yaml` inside a
 * `.nemo`), `target` with `params`, and the tags by which PyYAML makes any Python object.
 */
export const hydraConfig: Format = {
  id: "hydra-config",
  title: "YAML that names code",
  extensions: [],
  text: "config",
  claims({ at, bytes, nested }) {
    return (
      nested !== true &&
      /\.ya?ml$/i.test(nameOf(at)) &&
      namesCode(textOf(bytes.window(0, MAX_LOOK)), isNemo(nameOf(at)))
    );
  },
  *open(artifact, context) {
    const text = textOf(wholeText(artifact, context, MAX_YAML));
    const lines = new Lines(text);
    const yaml = parseYaml(text);
    const whole = yaml.problems.length === 0;
    const seen = [
      ...(whole ? [] : byLine(text)),
      ...yaml.tags.flatMap(tagged),
      ...yaml.roots.flatMap((root) => [...referencesIn(root)]),
    ];
    const found = placed(whole ? seen : once(seen), context.neighbours(artifact));
    yield* asSubjects("hydra-config", found, artifact.at, lines, context);
    yield* secretsIn(text, artifact.at, undefined, lines);
    if (!whole) yield unread(artifact, yaml);
  },
};

/** PyYAML takes UTF-16 with a byte order mark too. */
function textOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes.slice(2));
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes.slice(2));
  return utf8(bytes);
}

/** Whether it is worth a parser: other YAML, which is most, is left alone. */
function namesCode(text: string, nemo: boolean): boolean {
  if (marked(text, nemo)) return true;
  return /\\(?:x|u00|U000000)[0-9a-fA-F]{2}/.test(text) && marked(unescaped(text), nemo);
}

/** NeMo's own file, whose `target` at the root needs no `params`. */
function isNemo(name: string): boolean {
  return /(?:^|\/)model_config\.ya?ml$/i.test(name);
}

function marked(text: string, nemo: boolean): boolean {
  if (/(?<![\w-])(?:_target_|trust_remote_code)(?!\w)/.test(text)) return true;
  if (text.length <= MAX_YAML && TARGET.test(text) && (nemo || /(?<!\w)params["']?[ \t]*:/.test(text))) return true;
  if (!text.includes("!")) return false;
  for (const [, prefix] of text.matchAll(/^%TAG[ \t]+\S{1,80}[ \t]+(\S{1,300})/gm))
    if (leadsToPython(decoded(prefix!))) return true;
  for (const [tag] of text.matchAll(/(?<![^\s[\]{},])!(?:<[^\s>]{1,300}|[^\s,[\]{}]{1,300})/g))
    if (PYTHON.test(decoded(tag))) return true;
  return false;
}

const TARGET =
  /(?<!\w)target["']?[ \t]*:[ \t]*["']?(?:[A-Za-z_]\w{0,200}\.[\w.]{1,800}|\$\{[^\n]{0,300})["']?[ \t]*(?=[\r\n,}#]|$)/;
const PYTHON = /^(?:!!|!<tag:yaml\.org,2002:)python\//;
const PREFIX = "tag:yaml.org,2002:python/";

/** A handle may stand for any piece of the prefix, and the tags for the rest of it. */
function leadsToPython(prefix: string): boolean {
  return PREFIX.startsWith(prefix) || prefix.startsWith(PREFIX);
}

/** Double-quoted YAML may write any letter by its number. */
function unescaped(text: string): string {
  return text.replace(/\\(?:x|u00|U000000)([0-7][0-9a-fA-F])/g, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
}

const CALLS: Readonly<Record<string, Callable["by"]>> = {
  "object/apply": "yaml-call",
  "object/new": "yaml-call",
  object: "yaml-object",
  name: "yaml-name",
  module: "yaml-name",
};

/** What PyYAML would import for a tag; its tags for plain types (`python/tuple`) import nothing. */
function tagged({ tag, at, value }: YamlTag): Seen[] {
  if (!tag.startsWith(PREFIX)) return [];
  const [kind, name] = split(tag.slice(PREFIX.length));
  const by = Object.hasOwn(CALLS, kind) ? CALLS[kind] : undefined;
  if (by === undefined) return [];
  const target = {
    kind: "callable",
    name: kind === "module" ? `${name}.` : name,
    by,
    arguments: argumentsOf(value),
  } as const;
  return [{ field: `!!python/${kind}`, at, target }];
}

function split(rest: string): [string, string] {
  const colon = rest.indexOf(":");
  return colon < 0 ? [rest, ""] : [rest.slice(0, colon), rest.slice(colon + 1).trim()];
}

/** Where the text is no YAML as a whole, its lines are looked at one by one. */
function byLine(text: string): Seen[] {
  const found: Seen[] = [];
  for (const { 1: name, index } of text.matchAll(/(?<![\w-])_target_["']?[ \t]*:[ \t]*["']?([A-Za-z_][\w.]{0,999})/g))
    found.push({ field: "_target_", at: index, target: { kind: "callable", name: name!, by: "hydra", arguments: [] } });
  for (const { 0: tag, index } of text.matchAll(/!!python\/[^\s,[\]{}]{1,300}/g))
    found.push(
      ...tagged({
        tag: tag.replace("!!", "tag:yaml.org,2002:"),
        at: index,
        value: { kind: "scalar", value: null, start: index, end: index },
      }),
    );
  return found;
}

/** The lines may have said what the tree says again. */
function once(seen: readonly Seen[]): Seen[] {
  const known = new Set<string>();
  return seen.filter(({ target }) => {
    const key = target.kind === "callable" ? `${target.by} ${target.name}` : undefined;
    return key === undefined || known.size !== known.add(key).size;
  });
}

function unread({ at }: Artifact, { problems }: YamlPlaces): Subject {
  const detail = `the YAML cannot be read as a whole (${problems[0]}); its lines were looked at one by one`;
  return { kind: "unreadable", at, reason: "unsupported", detail };
}
