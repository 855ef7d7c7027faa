import type { ArchiveFact, ArchiveOddity } from "../../core/archive-facts";

/** Facts of one kind that are told one by one; what is odd about a thousand members is said of some. CWE-770. */
const MAX_ALIKE = 50;

/** Collects what is odd about one archive, bounded. */
export class FactList {
  private readonly facts: ArchiveFact[] = [];
  private readonly counts = new Map<ArchiveOddity, number>();

  add(fact: ArchiveFact): void {
    const count = (this.counts.get(fact.oddity) ?? 0) + 1;
    this.counts.set(fact.oddity, count);
    if (count <= MAX_ALIKE) this.facts.push(fact);
  }

  all(): ArchiveFact[] {
    const more: ArchiveFact[] = [];
    for (const [oddity, count] of this.counts)
      if (count > MAX_ALIKE) more.push({ oddity, detail: `and ${count - MAX_ALIKE} more of this kind` });
    return [...this.facts, ...more];
  }
}
