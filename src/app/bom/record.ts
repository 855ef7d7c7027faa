import { coverageOf } from "../../bom/coverage";
import type { BomChange } from "../../core/bom-change";
import type { Inventory } from "../../core/inventory";
import type { BomRecord } from "../../core/report";

/** An inventory in figures, as the report has it. */
export function recordOf(inventory: Inventory, changes: readonly BomChange[] | undefined): BomRecord {
  const { models, datasets, containers, packages, missing } = inventory;
  return {
    models: models.length,
    datasets: datasets.length,
    containers: containers.length,
    packages: packages.length,
    missing: missing.length,
    coverage: coverageOf(inventory),
    ...(changes === undefined ? {} : { changes }),
  };
}
