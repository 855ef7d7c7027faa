/** What the text under a heading is. */
export type Meaning =
  | "use"
  | "out-of-scope"
  | "user"
  | "limitation"
  | "tradeoff"
  | "bias"
  | "training"
  | "recommendations"
  | "evaluation"
  | "description"
  | "details"
  | "sources"
  | "environment"
  | "citation"
  /** Known, and nothing that is read: code to copy, thanks, addresses. */
  | "aside"
  /** A copy of another model's card follows. */
  | "other-card";

/**
 * The first that fits counts. Headings of the Hub's template (`modelcard_template.md` of huggingface_hub), of the cards that
 * `Trainer` writes, and of what people make of both. Titles are short plain text in lower case.
 */
const MEANINGS: readonly (readonly [RegExp, Meaning])[] = [
  [/^original (?:model card|readme)/, "other-card"],
  [/\bcit(?:ation|ations|e|ing)\b|\bbibtex\b/, "citation"],
  [/^how to\b|^(?:get|getting) started|^quick ?start|^(?:install|example|sample|prompt|inference|code|demo)/, "aside"],
  [/^(?:usage|using|use (?:with|in|this)|run(?:ning)?|deploy|requirements|api)\b/, "aside"],
  [
    /^(?:table of )?contents$|^(?:acknowledg|contact|contribut|changelog|news|licen[cs]e|glossary|thanks|discord)/,
    "aside",
  ],
  [
    /^more information|^model (?:card (?:authors|contact)|examination)|^technical specification|^(?:provided )?files/,
    "aside",
  ],
  [/out[- ]of[- ]scope|\bmisuse|malicious|prohibited|\bunintended|not intended/, "out-of-scope"],
  [/^(?:intended |primary |primary intended |target )?(?:users?|audience)$/, "user"],
  [
    /^(?:direct |downstream |intended |primary |primary intended |recommended )?(?:uses?|use cases?|applications?)\b/,
    "use",
  ],
  [/^recommendations?\b/, "recommendations"],
  [/limitation|\brisks?\b|^known issues|^caveats/, "limitation"],
  [/\bbias|fairness|\bethic/, "bias"],
  [/trade-?offs?\b/, "tradeoff"],
  [/environmental|carbon|\bco2\b|emissions/, "environment"],
  [/^(?:testing data|evaluat|metrics|results|performance|benchmark)|^\S+ evaluation$/, "evaluation"],
  [/^(?:model )?(?:training|fine-?tuning|pre-?training|preprocessing)\b|^(?:training )?datasets?$/, "training"],
  [/^(?:model )?details$/, "details"],
  [/^(?:model )?(?:description|summary|overview|introduction|abstract)$|^about\b/, "description"],
  [/^(?:model )?(?:sources|links|resources)$/, "sources"],
];

/** Meanings that sections below have too, if their headings say nothing else. */
const INHERITED: ReadonlySet<Meaning> = new Set<Meaning>([
  "use",
  "out-of-scope",
  "limitation",
  "bias",
  "tradeoff",
  "training",
  "evaluation",
  "aside",
]);

/** The meaning of each section, with those above it. `undefined`: of none that is known. */
export function meaningsOf(
  sections: readonly { readonly level: number; readonly title: string }[],
): (Meaning | undefined)[] {
  const above: { level: number; meaning: Meaning | undefined }[] = [];
  return sections.map(({ level, title }) => {
    while (above.length > 0 && above.at(-1)!.level >= level) above.pop();
    const inherited = above.at(-1)?.meaning;
    const own = meaningOf(title);
    const meaning = own ?? (inherited !== undefined && INHERITED.has(inherited) ? inherited : undefined);
    above.push({ level, meaning });
    return meaning;
  });
}

function meaningOf(title: string): Meaning | undefined {
  const plain = title
    .toLowerCase()
    .replace(/\[?\(?optional\)?\]?/, "")
    .replace(/^[^\p{L}]{1,20}/u, "")
    .replace(/[\s:.!?]{1,20}$/, "");
  return MEANINGS.find(([pattern]) => pattern.test(plain))?.[1];
}
