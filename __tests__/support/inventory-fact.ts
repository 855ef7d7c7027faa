import type { Contradiction, InventoryFact } from "../../src/core/inventory";
import type { SubjectOf } from "../../src/core/subject";

/** Two documents of one model that differ; another fact at the same place where one is given. */
export function contradiction(about: Contradiction["about"], fact?: InventoryFact): SubjectOf<"inventory"> {
  const at = { path: "models/bert/README.md", line: 3 };
  const detail = "README.md says a, config.json says b";
  const other = { path: "models/bert/config.json", line: 7 };
  return inventorySubject(
    fact ?? { kind: "contradiction", contradiction: { about, path: "models/bert", detail, at, other } },
  );
}

export function inventorySubject(fact: InventoryFact): SubjectOf<"inventory"> {
  return { kind: "inventory", at: { path: "models/bert/README.md", inside: [], line: 3 }, fact };
}
