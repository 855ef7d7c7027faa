import type { CardFact, Source } from "../core/card-facts";
import type { Contradiction, InventoryModel } from "../core/inventory";
import { BaseModels } from "./base-models";
import { factsOf, type FactOf } from "./document-facts";
import { isSaidLicense, licenseKey } from "../core/license-words";
import { baseName, homeOf } from "./paths";

/** Licences under which nearly anything may be done with what was made, attribution aside; as `licenseKey` spells them (`un`: the Unlicense). */
const PERMISSIVE =
  /^(apache(20?)?|mit|bsd(\d.*)?|0bsd|isc|zlib|un|cc0(10)?|ccby(20|25|30|40)|wtfpl|ncsa|bsl10|postgresql|afl30|ecl20|pddl(10)?|cdlapermissive(10|20)|openmdw10)$/;

/** Licences whose terms go with everything that is made from the model, with what they ask; as `licenseKey` spells them. */
const BINDING: readonly (readonly [RegExp, string])[] = [
  // Llama 3.1 Community License Agreement, 1.b.i; the others of the family say the same of derivative works.
  [/^(meta)?llama-?\d/, "has to be passed on with what is made from it"],
  // Gemma Terms of Use, 3.1: model derivatives carry the use restrictions of 3.2.
  [/^gemma/, "passes its restrictions of use on to what is made from it"],
  // CC BY-NC 4.0, 2(a)(1): to share adapted material for non-commercial purposes only.
  [/^ccbync/, "allows no commercial use of what is made from it"],
  // CC BY-ND 4.0, 2(a)(1)(B): adapted material is not shared.
  [/^ccbynd/, "allows nobody to share what is made from it"],
  // CreativeML Open RAIL-M, 4.a: the use restrictions of paragraph 5 go into every agreement on derivatives.
  [/openrail|bloomrail/, "passes its restrictions of use on to what is made from it"],
  // GPL 3.0 and AGPL 3.0, 5(c): the entire work under this licence.
  [/^a?gpl/, "asks that what is made from it has the same licence"],
];

/**
 * Models whose documents say a permissive licence only, made from a model of this tree that says only ones which bind what is made
 * from it. Other differences tell nothing: a licence may be added, and apache-2.0 over mit is usual.
 */
export function baseLicenseContradictions(models: readonly InventoryModel[]): Contradiction[] {
  const permissive = models.flatMap((model) => {
    const licenses = saidOf(model);
    const all = licenses.length > 0 && licenses.every(({ value }) => PERMISSIVE.test(licenseKey(value)));
    return all ? [{ model, license: licenses[0]! }] : [];
  });
  if (permissive.length === 0) return [];
  const known = new BaseModels(models);
  return permissive.flatMap(({ model, license }) => {
    const bases = new Map(basesIn(model, known).map((base) => [base.path, base]));
    bases.delete(model.path);
    return [...bases.values()].flatMap((base) => contradiction(model, license, base) ?? []);
  });
}

function contradiction(
  { path }: InventoryModel,
  license: { readonly value: string; readonly at: Source },
  base: InventoryModel,
): Contradiction | undefined {
  const theirs = saidOf(base);
  const [first] = theirs;
  const terms = theirs.map(({ value }) => termsOf(value));
  if (first === undefined || terms.includes(undefined)) return undefined;
  const detail = `${baseName(license.at.path)} says the licence is ${license.value}, but the base ${base.path} has ${first.value}, which ${terms[0]!}`;
  return { about: "license", path, detail, at: license.at, other: first.at };
}

/** What a licence asks; nothing where another one may be chosen instead. */
function termsOf(license: string): string | undefined {
  if (/\bor\b/i.test(license.replace(/-or-later/gi, ""))) return undefined;
  return BINDING.find(([words]) => words.test(licenseKey(license)))?.[1];
}

const saidOf = ({ facts }: InventoryModel): FactOf<"license">[] =>
  factsOf(facts, "license").filter(({ value }) => isSaidLicense(value));

/** The models of this tree that this one says it was made from: by the hub's name, or by their path. */
function basesIn(model: InventoryModel, known: BaseModels): InventoryModel[] {
  const named = model.bases.map(({ value }) => known.named(value.reference));
  const local = model.facts.filter(isLocalBase).map(({ value }) => known.at(value, homeOf(model)));
  return [...named, ...local].filter((each) => each !== undefined);
}

const isLocalBase = (fact: CardFact): fact is FactOf<"property"> =>
  fact.kind === "property" && fact.name === "local-base";
