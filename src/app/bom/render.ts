import { toCycloneDx, validateBom } from "../../bom";
import { toSpdx } from "../../bom/spdx";
import type { Inventory } from "../../core/inventory";
import { PROJECT } from "../../core/project";
import { rulesDigest } from "../rules-digest";
import type { BomRequest } from "./request";

/** The document, checked before anybody gets it: an invalid bill of materials is our failure, and said as one. */
export function renderInventory(inventory: Inventory, { format, version }: BomRequest): string {
  const tool = { name: PROJECT.name, version: PROJECT.version, homepage: PROJECT.homepage };
  if (format === "spdx") return toSpdx(inventory, { tool });
  const text = toCycloneDx(inventory, { specVersion: version, tool, rulesDigest: rulesDigest() });
  const problems = validateBom(text, version);
  if (problems.length > 0)
    throw new Error(`the bill of materials would not be valid: ${problems.slice(0, 5).join("; ")}`);
  return text;
}
