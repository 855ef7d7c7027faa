import { resolve } from "node:path";
import type { Artifact, Subject } from "../../core/subject";
import {
  MAX_FACTS,
  MAX_PARTS,
  MAX_TENSORS,
  isInspected,
  type InspectedFact,
  type InspectedPart,
  type Inspection,
} from "../../core/inspection";
import { FORMATS } from "../../formats";
import { openFile } from "../../host/file-source";
import { neighboursOf } from "../../host/neighbours";
import { SpillArea } from "../../host/spill-file";
import { scanArtifact } from "../../scan";
import { NO_POLICY, ruleContext, withoutChange } from "../rule-context";

interface Collecting {
  inside: readonly string[];
  formats: readonly string[];
  size: number;
  members: number;
  facts: InspectedFact[];
  moreFacts: number;
  tensors: InspectedPart["tensors"][number][];
  moreTensors: number;
}

/** Goes through a file as the scan does, and keeps what it sees instead of having it judged. Throws where it cannot be opened. */
export function inspectFile(path: string): Inspection {
  const absolute = resolve(path);
  const source = openFile(absolute);
  const spills = new SpillArea();
  try {
    const collector = new Collector(source.size);
    scanArtifact({ path, inside: [] }, source, {
      formats: FORMATS,
      rules: [],
      context: ruleContext(NO_POLICY, withoutChange(resolve(absolute, ".."), true)),
      spill: () => spills.open(),
      neighbours: neighboursOf(resolve(absolute, ".."), absolute),
      watch: (subject) => collector.see(subject),
    });
    const { sha256 } = source.digests();
    return { schemaVersion: "1.0", path, size: source.size, sha256, ...collector.result() };
  } finally {
    source.close();
  }
}

class Collector {
  private readonly parts = new Map<string, Collecting>();
  /** Sizes of members that may turn out to be parts. */
  private latest: Pick<Artifact, "at" | "bytes"> | undefined;
  private members = 0;
  private tensors = 0;

  constructor(size: number) {
    this.parts.set("", emptyPart([], size));
  }

  see(subject: Subject): void {
    const { inside } = subject.at;
    if (subject.kind === "member") {
      this.members++;
      this.latest = subject.artifact;
      const parent = this.parts.get(keyOf(inside.slice(0, -1)));
      if (parent !== undefined) parent.members++;
      return;
    }
    const part = this.partAt(inside);
    if (part === undefined) return;
    if (subject.kind === "file") part.formats = subject.claimedBy;
    if (!isInspected(subject)) return;
    if (subject.kind === "weights") this.list(part, subject.weights.each?.() ?? []);
    if (part.facts.length < MAX_FACTS) part.facts.push(kept(subject));
    else part.moreFacts++;
  }

  result(): Pick<Inspection, "parts" | "otherMembers"> {
    const parts = [...this.parts.values()];
    return { parts, otherMembers: Math.max(0, this.members - (parts.length - 1)) };
  }

  private partAt(inside: readonly string[]): Collecting | undefined {
    const key = keyOf(inside);
    const known = this.parts.get(key);
    if (known !== undefined || this.parts.size >= MAX_PARTS) return known;
    const { latest } = this;
    const size = latest !== undefined && keyOf(latest.at.inside) === key ? latest.bytes.size : 0;
    const part = emptyPart([...inside], size);
    this.parts.set(key, part);
    return part;
  }

  private list(part: Collecting, tensors: Iterable<InspectedPart["tensors"][number]>): void {
    for (const tensor of tensors) {
      if (this.tensors < MAX_TENSORS) part.tensors.push(tensor);
      else part.moreTensors++;
      this.tensors++;
    }
  }
}

function emptyPart(inside: readonly string[], size: number): Collecting {
  return { inside, formats: [], size, members: 0, facts: [], moreFacts: 0, tensors: [], moreTensors: 0 };
}

function keyOf(inside: readonly string[]): string {
  return inside.join("\0");
}

/** Without what is only there while it is handed on. */
function kept(subject: InspectedFact): InspectedFact {
  if (subject.kind !== "weights") return subject;
  const weights = { ...subject.weights };
  delete weights.each;
  return { ...subject, weights };
}
