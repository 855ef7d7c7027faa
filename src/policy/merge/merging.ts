import type { Delegable, Delegation } from "../../core/policy";
import type { RepositoryEvent } from "../../core/subject";
import { shorten } from "../../core/text";
import type { LineOf } from "../places";
import { isDelegated, whyNotDelegated, type LetPass } from "./delegated";

/** Entries that do not count and are told one by one; the rest is a number. A policy may have thousands. CWE-770. */
const MAX_TOLD = 50;

/** One merge under way: what is delegated, and what of the repository's policy does not count. */
export class Merging {
  private readonly events: RepositoryEvent[] = [];

  constructor(
    private readonly delegates: readonly Delegation[],
    /** `YYYY-MM-DD`, UTC. */
    private readonly today: string,
    readonly lineOf: LineOf,
  ) {}

  isDelegated(what: Delegable): boolean {
    return isDelegated(this.delegates, what);
  }

  /** Whether the repository's file says this at all, whatever the value. */
  says(...path: readonly (string | number)[]): boolean {
    return this.lineOf(path) !== undefined;
  }

  /** Whether an entry may loosen; told where it may not. `words` says which it is. */
  lets(what: Delegable, entry: LetPass, words: string, path: readonly (string | number)[]): boolean {
    const why = whyNotDelegated(this.delegates, what, entry, this.today);
    if (why !== undefined) this.drop(words, why, path);
    return why === undefined;
  }

  /** Something of the repository's does not count. Without `path` it stands in no file: an input or an option. */
  drop(words: string, why: string, path?: readonly (string | number)[]): void {
    const line = path === undefined ? undefined : this.lineOf(path);
    const detail = `${shorten(words, 200)} does not count: ${shorten(why, 400)}`;
    this.events.push({ kind: "not-delegated", detail, ...(line === undefined ? {} : { line }) });
  }

  dropped(): readonly RepositoryEvent[] {
    const more = this.events.length - MAX_TOLD;
    if (more <= 0) return this.events;
    const detail = `${more} more entries of this policy do not count under the organisation's`;
    return [...this.events.slice(0, MAX_TOLD), { kind: "not-delegated", detail }];
  }
}
