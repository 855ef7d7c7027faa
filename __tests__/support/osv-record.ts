import type { Advisory } from "../../src/core/advisory";
import { readAdvisory } from "../../src/osv/record";

export type Event = Readonly<Record<string, string>>;

/** Events of one range: `{ introduced: "0" }, { fixed: "1.2" }`. */
export interface RecordAsked {
  readonly events?: readonly Event[];
  readonly versions?: readonly string[];
  readonly package?: string;
  readonly ecosystem?: string;
  /** More members of the record. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** A record of the OSV schema about `demo` of PyPI, unless it says otherwise. */
export function osvRecord(id: string, asked: RecordAsked = {}): Advisory {
  const { events, versions } = asked;
  const affected = {
    package: { ecosystem: asked.ecosystem ?? "PyPI", name: asked.package ?? "demo" },
    ...(events === undefined ? {} : { ranges: [{ type: "ECOSYSTEM", events }] }),
    ...(versions === undefined ? {} : { versions }),
  };
  return readAdvisory({ id, modified: "2026-01-01T00:00:00Z", affected: [affected], ...asked.more });
}
