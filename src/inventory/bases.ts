import { isHubId } from "../core/hub-name";
import type { BaseRelation, CardFact, Reference, Said } from "../core/card-facts";
import { factsOf, type FactOf } from "./document-facts";
import { baseName } from "./paths";
import { isCard } from "./roles";

type Base = Said<{ readonly reference: Reference; readonly relation: BaseRelation }>;

/** Names that mean the same repository: the hub does not tell cases apart. */
const keyOf = ({ name }: Reference): string => name.toLowerCase();
const isAdapterConfig = ({ at }: CardFact): boolean => baseName(at.path) === "adapter_config.json";

/**
 * The bases of a model, each once, as its card or else its configuration names them. Where several sources name one, the
 * card's words count, a revision that only another has is added, and of an adapter's base its configuration knows the relation. A
 * path of the disk on which a configuration was saved is no base; nor is the model itself (`itself`: where it came from).
 */
export function basesOf(facts: readonly CardFact[], itself: string): Base[] {
  const found = new Map<string, Base>();
  const all = factsOf(facts, "base");
  const ordered = [...all.filter(({ at }) => isCard(at.path)), ...all.filter(({ at }) => !isCard(at.path))];
  for (const fact of ordered) {
    const { reference, relation, at } = fact;
    if (!isCard(at.path) && !isAdapterConfig(fact) && !isHubId(reference.name) && isPath(reference.name)) continue;
    if (isHubId(reference.name) && names(itself, reference.name)) continue;
    const key = keyOf(reference);
    const before = found.get(key);
    found.set(key, before === undefined ? { value: { reference, relation }, at } : merged(before, fact));
  }
  return [...found.values()];
}

/** Whether an address, or `hf:org/name@commit`, has this name as whole parts of its path. */
export function names(address: string, hubId: string): boolean {
  return `/${address.replace(/[@?#:]/g, "/")}/`.toLowerCase().includes(`/${hubId.toLowerCase()}/`);
}

const isPath = (name: string): boolean => /[/\\]/.test(name) || name === "" || name === ".";

function merged(before: Base, fact: FactOf<"base">): Base {
  const { reference, relation } = before.value;
  const better = isAdapterConfig(fact) || relation === "unknown" ? fact.relation : relation;
  return {
    at: before.at,
    value: {
      reference: { ...fact.reference, ...reference },
      relation: better === "unknown" ? relation : better,
    },
  };
}
