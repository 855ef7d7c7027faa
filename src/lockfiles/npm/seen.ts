import type { Origin } from "./origin";

/** One package as a lockfile of the npm world tells it. */
export interface Seen {
  /** The real name, where the project has another for it. */
  readonly name: string;
  readonly version: string | undefined;
  /** In characters from the start of the text. */
  readonly place: number;
  readonly origin: Origin;
  /** Asked for once it is clear that the package is told: trees have many twice. */
  readonly hashes: () => readonly string[];
  /** That it has no hash is normal: it comes with another package, or was not fetched for this platform. */
  readonly needsNoHash?: boolean;
  /** The lock's own flag, which knows more than the walk. */
  readonly group?: "dev" | "optional" | "peer";
  /** What the project asks for, where it is direct. */
  readonly wanted?: string;
}
