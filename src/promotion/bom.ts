import type { Check } from "../core/promotion";
import { answered, count, named } from "./check";
import type { PromotedContent, Vouching } from "./content";

/** A bill of materials whose signature holds. */
export interface BomFacts extends Vouching {
  /** Digests (SHA-256) that the document gives to files; absent where there is no document that is the signed one. */
  readonly digests?: ReadonlySet<string>;
  /** Why there is none, in words. */
  readonly problem?: string;
  /** When it was signed, by who can vouch for that: RFC 3339, UTC. Absent: nobody can. */
  readonly time?: string;
}

/** Whether there is a signed bill of materials, and it is that of these files. */
export function checkBom(content: PromotedContent, boms: readonly BomFacts[], refused: readonly string[]): Check {
  const weights = content.files.filter(({ path }) => content.weights.includes(path));
  const judged = lastFirst(boms).map((bom) => ({ bom, problems: faults(bom, weights) }));
  const good = judged.find(({ problems }) => problems.length === 0);
  if (good !== undefined) {
    const { by, bundle } = good.bom;
    return answered("bom", {
      evidence: [
        `a bill of materials (CycloneDX) of ${count(weights.length, "file")} with weights, by ${by} (${bundle})`,
      ],
    });
  }
  const none = `There is no bill of materials (CycloneDX) that an approved signer signed for these files. Sign one where the model is built, and name its bundle (--bundle)`;
  return answered("bom", {
    problems: boms.length === 0 ? [...refused, none] : judged.flatMap(({ problems }) => problems),
  });
}

/** The one that the other checks read: of those that are equal to the files the last that was signed, as a newer one knows more. */
export function countingBom<Bom extends BomFacts>(content: PromotedContent, boms: readonly Bom[]): Bom | undefined {
  const weights = content.files.filter(({ path }) => content.weights.includes(path));
  return lastFirst(boms).find((bom) => faults(bom, weights).length === 0);
}

/** Those of no time come last, in their order. */
function lastFirst<Bom extends BomFacts>(boms: readonly Bom[]): readonly Bom[] {
  const at = ({ time }: Bom) => (time === undefined ? -Infinity : Date.parse(time));
  return [...boms].sort((a, b) => (at(a) === at(b) ? 0 : at(b) - at(a)));
}

function faults({ bundle, files, digests, problem }: BomFacts, weights: PromotedContent["files"]): string[] {
  if (digests === undefined) return [`${bundle}: ${problem ?? "its document is not here"}`];
  const strange = weights.filter(({ path }) => !files.has(path)).map(({ path }) => path);
  const absent = weights.filter(({ sha256 }) => !digests.has(sha256)).map(({ path }) => path);
  return [
    ...(strange.length === 0 ? [] : [`${bundle}: it was not signed for ${named(strange)}`]),
    ...(absent.length === 0
      ? []
      : [`${bundle}: the document has no file with the SHA-256 of ${named(absent)}. Was it made of other files?`]),
  ];
}

/** Values of one document that are looked at. CWE-770. */
const MAX_COMPONENTS = 200_000;

/** SHA-256 (lower-case hex) of the components of type `file` of a CycloneDX document, at any depth. */
export function fileDigests(document: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  const left: unknown[] = [member(document, "components"), member(member(document, "metadata"), "component")];
  for (let seen = 0; left.length > 0 && seen < MAX_COMPONENTS; seen++) {
    const next = left.pop();
    if (typeof next !== "object" || next === null) continue;
    if (Array.isArray(next)) {
      for (const each of next.slice(0, MAX_COMPONENTS) as unknown[]) left.push(each);
      continue;
    }
    if (member(next, "type") === "file") for (const sha256 of hashes(next)) found.add(sha256);
    left.push(member(next, "components"));
  }
  return found;
}

function hashes(component: unknown): string[] {
  const listed = member(component, "hashes");
  if (!Array.isArray(listed)) return [];
  return listed.slice(0, 16).flatMap((each) => {
    const content = member(each, "content");
    return member(each, "alg") === "SHA-256" && typeof content === "string" ? [content.toLowerCase()] : [];
  });
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
