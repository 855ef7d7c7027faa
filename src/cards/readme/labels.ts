import type { CardFact, Source } from "../../core/card-facts";
import { baseFacts } from "../bases";
import { spdxId } from "../licenses";
import { plainName, webAddress } from "../plain-text";
import { isPlaceholder, markdownText } from "./markdown-text";
import type { Section } from "./markdown";

/** Labels of one section. The template has seven. CWE-770. */
const MAX_LABELS = 50;
/** Bases that one line names. CWE-770. */
const MAX_BASES = 20;

/** `- **Developed by:** somebody`, `**Model type**: a`, `- License: b`: bold or an item of a list. */
const LABEL =
  /^[ \t]*(?:[-*+•][ \t]+(?:\*\*|__)?|\*\*|__)([A-Za-z][^:*|`<>]{1,60}?)[ \t]{0,4}(?:\*\*|__)?[ \t]{0,4}:(?:\*\*|__)?[ \t]*(.*)$/;
const LINK = /\[([^\][]{1,300})\]\((https?:\/\/[^)\s]{1,2000})/g;
const ADDRESS = /https?:\/\/[^\s<>()[\]"'`*]{1,2000}/;
const ENVIRONMENT: ReadonlyMap<string, string> = new Map([
  ["hardware type", "hardware-type"],
  ["hours used", "hours-used"],
  ["cloud provider", "cloud-provider"],
  ["compute region", "compute-region"],
  ["carbon emitted", "carbon-emitted"],
]);

/** Facts of the labelled lines of a section, each with its line. */
export function labelFacts(section: Section, path: string, environment: boolean): CardFact[] {
  const facts: CardFact[] = [];
  let count = 0;
  for (const { text, line, code } of section.lines) {
    const [, written, value] = (!code && LABEL.exec(text.slice(0, 4000))) || [];
    if (value === undefined || ++count > MAX_LABELS) continue;
    const label = written!
      .toLowerCase()
      .replace(/\s*\[?\(?optional\)?\]?\s*$/, "")
      .trim();
    const said = markdownText(value, 500);
    if (isPlaceholder(said)) continue;
    const at = { path, line };
    const name = ENVIRONMENT.get(label);
    const plain = plainName(said);
    if (!environment) facts.push(...detail(label, value, said, at));
    else if (name !== undefined && plain !== undefined) facts.push({ kind: "emission", at, name, value: plain });
  }
  return facts;
}

/** `value`: as written; `said`: as plain text. */
function detail(label: string, value: string, said: string, at: Source): CardFact[] {
  const plain = plainName(said);
  if (plain === undefined) return [];
  const address = webAddress(ADDRESS.exec(value)?.[0] ?? "");
  switch (label) {
    case "developed by":
    case "model developers":
    case "developers":
      return [{ kind: "author", at, value: plain }];
    case "shared by":
      return [{ kind: "supplier", at, value: plain }];
    case "funded by":
    case "model type":
      return [{ kind: "property", at, name: label.replace(" ", "-"), value: plain }];
    case "language":
    case "languages":
    case "language(s)":
    case "language(s) (nlp)":
      return [{ kind: "language", at, value: plain }];
    case "license":
    case "licence":
      return license(value, plain, at);
    case "finetuned from model":
    case "fine-tuned from model":
    case "finetuned from":
      return bases(value, plain, at);
    case "repository":
    case "paper":
    case "homepage":
      return address === undefined ? [] : [{ kind: label, at, value: address }];
    case "demo":
      return address === undefined ? [] : [{ kind: "property", at, name: "demo", value: address }];
    default:
      return [];
  }
}

/** A word of the Hub's list, or a name; not what sends the reader to another place. */
function license(value: string, plain: string, at: Source): CardFact[] {
  if (/^see\b/i.test(plain) || /\]\(#/.test(value)) return [];
  const url = webAddress(ADDRESS.exec(value)?.[0] ?? "");
  return [{ kind: "license", at, value: spdxId(plain) ?? plain, ...(url === undefined ? {} : { url }) }];
}

/** The label says how: finetuned. Links name the bases, else the words do. */
function bases(value: string, plain: string, at: Source): CardFact[] {
  const links = [...value.matchAll(LINK)].slice(0, MAX_BASES).map(([, , address]) => address!);
  const names = links.length > 0 ? links : [plain];
  return names.flatMap((name) => [...baseFacts({ name, relation: "finetune", at, short: true })]);
}
