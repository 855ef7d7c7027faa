import { isTrueAt, type PlainObject } from "../npm/json-lock";
import type { Seen } from "../npm/seen";

/**
 * The group of a package by npm's flags. `devOptional` is asked for by tools of development, and by something optional of
 * production, which is more. Peers are installed like others, so that flag alone is the weakest.
 */
export function flagOf(entry: PlainObject | undefined): Seen["group"] {
  if (isTrueAt(entry, "dev")) return "dev";
  if (isTrueAt(entry, "optional") || isTrueAt(entry, "devOptional")) return "optional";
  return isTrueAt(entry, "peer") ? "peer" : undefined;
}
