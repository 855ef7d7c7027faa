import type { LayoutFact, LayoutOddity } from "../core/layout-facts";
import type { Location } from "../core/location";
import type { Subject } from "../core/subject";

/** Of each kind, what is kept; one that holds for every tensor of a file says nothing more. CWE-770. */
const MAX_EACH = 20;

/** What is odd about one file's layout, gathered while its header is read. */
export class LayoutNotes {
  private readonly kept: LayoutFact[] = [];
  private readonly counts = new Map<LayoutOddity, number>();

  /** `format`: id of the format that looks. */
  constructor(private readonly format: string) {}

  add(fact: LayoutFact): void {
    const count = (this.counts.get(fact.oddity) ?? 0) + 1;
    this.counts.set(fact.oddity, count);
    if (count <= MAX_EACH) this.kept.push(fact);
  }

  /** One fact about all of it, or none where nothing is odd. */
  *told(at: Location): Generator<Subject> {
    if (this.kept.length === 0) return;
    const rest = [...this.counts]
      .filter(([, count]) => count > MAX_EACH)
      .map(([oddity, count]) => restOf(oddity, count));
    yield { kind: "layout", at, layout: { format: this.format, oddities: [...this.kept, ...rest] } };
  }
}

function restOf(oddity: LayoutOddity, count: number): LayoutFact {
  return { oddity, detail: `${(count - MAX_EACH).toLocaleString("en-US")} more of the kind "${oddity}"` };
}
