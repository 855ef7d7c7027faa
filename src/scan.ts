import type { CardFact } from "./core/card-facts";
import { Budget, LIMITS, LimitExceeded } from "./core/budget";
import { copyOf, Malformed, OutOfBounds, Unsupported, type ByteSource, type SpillFile } from "./core/bytes";
import type { Finding } from "./core/finding";
import type { Format, OpenContext } from "./core/format";
import type { Location } from "./core/location";
import { NO_NEIGHBOURS, type Neighbours } from "./core/neighbours";
import type { NotScanned } from "./core/report";
import type { Rule, RuleContext } from "./core/rule";
import type { Artifact, Subject, UnreadableReason } from "./core/subject";
import { safetensorsTwins } from "./formats/hub/twins";
import { extensionOf, mayBeText, unreadModel } from "./formats/model-names";
import { cardFactsOf } from "./cards/from-scan";
import { judge } from "./judge";

/** Findings of one artifact that are kept; the rest is one more finding. Real files have at most a few dozen. CWE-770. */
const MAX_FINDINGS = 1000;
/** Findings beyond those, after which the rest is not looked at: a file that lies this often is judged. CWE-400. */
const MAX_DROPPED = 10_000;
/** Missing parts of one artifact that are named in the verdict. */
const MAX_MISSING = 20;
/** Facts of one file about its model; the largest real headers give some 300. CWE-770. */
const MAX_CARD_FACTS = 2000;
/** Bytes of a file's head that rules may look at. */
const HEAD = 4096;

/** What the walk stands on; tests pass their own. */
export interface ScanTools {
  readonly formats: readonly Format[];
  readonly rules: readonly Rule[];
  readonly context: RuleContext;
  spill(): SpillFile;
  /** The files around the scanned one; absent where it stands in no directory. */
  readonly neighbours?: Neighbours;
  /** Is told every fact as it is seen, members included: for `inspect`. What it keeps of one, it copies. */
  readonly watch?: (subject: Subject) => void;
}

/** What one selected file turned out to be. */
export interface ScanResult {
  /** Absent: no model artifact, so it is not listed. */
  readonly format?: string;
  readonly members: number;
  readonly notScanned?: NotScanned;
  /** What people write in lines: its findings are old one by one, not as a whole. */
  readonly text?: boolean;
  /** Parts of it that are not here, so that the verdict is incomplete. */
  readonly missing?: readonly string[];
  /** What its headers say of the model: for the bill of materials. Absent where they say nothing. */
  readonly card?: readonly CardFact[];
  readonly findings: readonly Omit<Finding, "id">[];
}

/**
 * Scans one file and everything inside it: asks the formats who knows the bytes, opens them, takes
 * members round again, and has each fact judged. Never throws for what the input holds.
 */
export function scanArtifact(at: Location, bytes: ByteSource, tools: ScanTools): ScanResult {
  const walk = new Walk(tools, new Budget(bytes.size));
  try {
    return walk.file({ at, bytes, depth: 0 });
  } finally {
    walk.close();
  }
}

class Walk {
  private readonly findings: Omit<Finding, "id">[] = [];
  private readonly spills: SpillFile[] = [];
  private readonly open: OpenContext;
  private members = 0;
  private dropped = 0;
  private unread: NotScanned | undefined;
  private readonly missing: string[] = [];
  private readonly card: CardFact[] = [];

  constructor(
    private readonly tools: ScanTools,
    budget: Budget,
  ) {
    const beside = tools.neighbours ?? NO_NEIGHBOURS;
    this.open = {
      budget,
      spill: () => this.newSpill(),
      neighbours: ({ at }) => (at.inside.length === 0 ? beside : NO_NEIGHBOURS),
    };
  }

  file(artifact: Artifact): ScanResult {
    const claims = this.claimsOrTell(artifact);
    if (claims?.length === 0) return this.unclaimed(artifact, artifact.bytes.size);
    if (claims === undefined) return { format: "unknown", members: 0, findings: this.findings };
    this.visit(artifact, claims);
    if (this.dropped > 0) this.tellDropped(artifact.at);
    return {
      ...(claims.every(({ text }) => text === "code") ? {} : { format: claims.map(({ id }) => id).join("+") }),
      ...(claims.every(({ text }) => text !== undefined) ? { text: true } : {}),
      members: this.members,
      findings: this.findings,
      ...(this.missing.length === 0 ? {} : { missing: this.missing }),
      ...(this.card.length === 0 ? {} : { card: this.card }),
      ...(this.unread === undefined ? {} : { notScanned: this.unread }),
    };
  }

  /** Recognising a file may already meet a limit; that is said like any other. */
  private claimsOrTell(artifact: Artifact): readonly Format[] | undefined {
    try {
      return this.claimsOf(artifact);
    } catch (error) {
      this.tellError(artifact.at, error);
      return undefined;
    }
  }

  close(): void {
    for (const spill of this.spills) spill.close();
  }

  /** A file that nothing claims is a model only by its name; then it is said what became of it. */
  private unclaimed(artifact: Artifact, size: number): ScanResult {
    const promised = this.promisedBy(artifact.at.path, artifact.bytes);
    const none = { members: 0, findings: this.findings };
    if (size === 0 && (promised !== undefined || unreadModel(artifact.at.path) !== undefined))
      return { ...none, format: "empty", notScanned: { reason: "empty", detail: "0 bytes" } };
    if (promised !== undefined) {
      this.tellFile(artifact, [], promised);
      return { ...none, format: "unknown" };
    }
    const unread = unreadModel(artifact.at.path);
    if (unread === undefined) return none;
    this.unreadable(artifact.at, "unsupported", unread);
    return { ...none, format: "unknown", ...(this.unread === undefined ? {} : { notScanned: this.unread }) };
  }

  private visit(artifact: Artifact, claims: readonly Format[]): void {
    this.tellFile(
      artifact,
      claims.map((format) => format.id),
    );
    for (const format of claims) {
      try {
        for (const subject of format.open(artifact, this.open)) {
          if (this.dropped > MAX_DROPPED) return;
          this.meet(subject, artifact);
        }
      } catch (error) {
        this.tellError(artifact.at, error);
      }
    }
  }

  private meet(subject: Subject, parent: Artifact): void {
    if (subject.kind !== "member") {
      // What hides in other bytes says nothing of the model.
      if (parent.nested !== true) this.describe(subject);
      this.judge(subject);
      return;
    }
    this.tools.watch?.(subject);
    const nested = parent.nested === true || subject.artifact.nested === true;
    const artifact: Artifact = { ...subject.artifact, depth: parent.depth + 1, ...(nested ? { nested } : {}) };
    if (subject.artifact.nested !== true) this.members++;
    try {
      if (artifact.depth > LIMITS.depth) throw new LimitExceeded("depth", LIMITS.depth);
      const claims = this.claimsOf(artifact);
      if (claims.length > 0) this.visit(artifact, claims);
      else this.unclaimedMember(artifact);
    } catch (error) {
      this.tellError(artifact.at, error);
    }
  }

  private describe(subject: Subject): void {
    if (this.card.length > MAX_CARD_FACTS) return;
    for (const fact of cardFactsOf(subject)) {
      this.card.push(fact);
      if (this.card.length <= MAX_CARD_FACTS) continue;
      const value = `it says more than ${MAX_CARD_FACTS.toLocaleString("en-US")} things`;
      this.card[MAX_CARD_FACTS] = { kind: "property", at: fact.at, name: "unreadable", value };
      return;
    }
  }

  /** Most members are tensors, texts and the like; one that promises a format and is something else is said. */
  private unclaimedMember(artifact: Artifact): void {
    const name = artifact.at.inside.at(-1) ?? "";
    const promised = artifact.nested === true ? undefined : this.promisedBy(name, artifact.bytes);
    if (promised !== undefined && artifact.bytes.window(0, 1).length > 0) this.tellFile(artifact, [], promised);
  }

  /** Formats that claim the bytes, without those that another claim refines. */
  private claimsOf(artifact: Artifact): readonly Format[] {
    const claims = this.tools.formats.filter((format) => format.claims(artifact, this.open));
    const refined = new Set<string>();
    for (const format of claims)
      for (let up = format.refines; up !== undefined; up = this.byId(up)?.refines) refined.add(up);
    return claims.filter((format) => !refined.has(format.id));
  }

  private byId(id: string): Format | undefined {
    return this.tools.formats.find((format) => format.id === id);
  }

  private promisedBy(name: string, bytes: ByteSource): string | undefined {
    if (mayBeText(name) && isText(bytes.window(0, HEAD))) return undefined;
    const extension = extensionOf(name);
    return this.tools.formats.find((format) => format.extensions.includes(extension))?.id;
  }

  private tellFile(artifact: Artifact, claimedBy: readonly string[], promised?: string): void {
    const head = copyOf(artifact.bytes.window(0, HEAD));
    const beside = safetensorsTwins(artifact, claimedBy, this.open.neighbours(artifact));
    const subject: Subject = {
      kind: "file",
      at: artifact.at,
      claimedBy,
      head,
      ...(beside.length > 0 ? { beside } : {}),
    };
    this.judge(promised === undefined ? subject : { ...subject, promised });
  }

  private tellError(at: Location, error: unknown): void {
    if (error instanceof LimitExceeded) this.unreadable(at, "limit", error.message);
    else if (error instanceof Unsupported) this.unreadable(at, "unsupported", error.message);
    else if (error instanceof Malformed)
      this.unreadable(error.offset === undefined ? at : { ...at, offset: error.offset }, "malformed", error.message);
    else if (error instanceof OutOfBounds) this.unreadable(at, "malformed", `the file ${error.message}`);
    else this.unreadable(at, "crashed", error instanceof Error ? error.message : String(error));
  }

  private unreadable(at: Location, reason: UnreadableReason, detail: string): void {
    this.judge({ kind: "unreadable", at, reason, detail });
  }

  private judge(subject: Exclude<Subject, { kind: "member" }>): void {
    this.tools.watch?.(subject);
    if (subject.kind === "unreadable" && subject.reason === "unsupported")
      this.unread ??= { reason: "unsupported", detail: subject.detail };
    if (subject.kind === "unreadable" && subject.reason === "not-fetched" && this.missing.length < MAX_MISSING)
      this.missing.push(subject.detail);
    for (const finding of judge(subject, this.tools.rules, this.tools.context)) {
      if (this.findings.length < MAX_FINDINGS) this.findings.push(finding);
      else this.dropped++;
    }
  }

  private tellDropped(at: Location): void {
    const dropped = this.dropped;
    this.findings.length = MAX_FINDINGS - 1;
    const rest = dropped > MAX_DROPPED ? ", and the rest of it was not looked at" : "";
    const more = (dropped + 1).toLocaleString("en-US");
    this.unreadable(at, "limit", `${more} more findings in this file are not listed${rest}`);
  }

  private newSpill(): SpillFile {
    const spill = this.tools.spill();
    this.spills.push(spill);
    return spill;
  }
}

/** No byte that text does not have. */
function isText(head: Uint8Array): boolean {
  return head.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d);
}
