import { normalize } from "node:path/posix";
import { BufferSource } from "../../src/bytes/sources";
import type { SpillFile } from "../../src/core/bytes";
import { formatLocation } from "../../src/core/location";
import type { Neighbour, Neighbours } from "../../src/core/neighbours";
import type { Finding, RuleId } from "../../src/core/finding";
import type { RuleContext } from "../../src/core/rule";
import { compareSeverity, type Severity } from "../../src/core/severity";
import { FORMATS } from "../../src/formats";
import { RULES } from "../../src/rules";
import { scanArtifact, type ScanResult } from "../../src/scan";

/** Nothing allowed, nothing denied, no class of the repository. */
export const NO_CONTEXT: RuleContext = {
  allowedGlobals: new Map(),
  deniedFormats: new Set(),
  allowedFormats: [],
  allowedSources: [],
  definesUnchanged: () => false,
  ignoresFlaw: () => undefined,
  graceFor: () => undefined,
  unknownSeverity: "medium",
  pickledModels: () => 0,
};

/** Scans bytes as the gate would a file of this name: every format, every rule. */
export function scanBytes(bytes: Uint8Array, path = "model.pkl", context: Partial<RuleContext> = {}): ScanResult {
  return scanArtifact({ path, inside: [] }, new BufferSource(bytes), {
    formats: FORMATS,
    rules: RULES,
    context: { ...NO_CONTEXT, ...context },
    spill: () => new MemorySpill(),
  });
}

/** Files beside the scanned one, by path relative to its directory. */
export type Beside = Readonly<Record<string, Uint8Array | Neighbour>>;

/** The same, with other files of its directory: content, or what stands there instead. */
export function scanBeside(
  bytes: Uint8Array,
  path: string,
  beside: Beside,
  context: Partial<RuleContext> = {},
): ScanResult {
  return scanArtifact({ path, inside: [] }, new BufferSource(bytes), {
    formats: FORMATS,
    rules: RULES,
    context: { ...NO_CONTEXT, ...context },
    spill: () => new MemorySpill(),
    neighbours: neighboursIn(beside),
  });
}

/** A directory in memory. */
export function neighboursIn(beside: Beside): Neighbours {
  const at = (name: string) => beside[normalize(name)];
  return {
    look(name) {
      const there = at(name);
      if (there instanceof Uint8Array) return { kind: "file", size: there.length };
      if (there !== undefined) return there;
      const within = `${normalize(name).replace(/\/$/, "")}/`;
      return { kind: Object.keys(beside).some((each) => each.startsWith(within)) ? "directory" : "absent" };
    },
    read(name, use) {
      const there = at(name);
      return there instanceof Uint8Array ? use(new BufferSource(there)) : undefined;
    },
    names: () => [...new Set(Object.keys(beside).map((name) => name.split("/")[0]!))].sort(),
  };
}

export type Found = Omit<Finding, "id">;

/** One line for each finding, as a person would read it. */
export function lines(findings: readonly Found[]): string[] {
  return findings.map((found) => `${found.severity} ${found.rule} ${formatLocation(found.location)}: ${found.message}`);
}

/** The severest finding, `undefined` where there is none. */
export function worst(findings: readonly Found[]): Severity | undefined {
  return findings.map(({ severity }) => severity).sort(compareSeverity)[0];
}

export function ofRule(findings: readonly Found[], rule: RuleId): Found[] {
  return findings.filter((found) => found.rule === rule);
}

/** Scratch space of the walk, in memory: tests leave nothing behind. */
class MemorySpill implements SpillFile {
  private bytes = Buffer.alloc(0);

  write(offset: number, bytes: Uint8Array): void {
    const end = offset + bytes.length;
    if (end > this.bytes.length) this.bytes = Buffer.concat([this.bytes, Buffer.alloc(end - this.bytes.length)]);
    this.bytes.set(bytes, offset);
  }

  read(offset: number, into: Uint8Array): void {
    into.set(this.bytes.subarray(offset, offset + into.length));
  }

  close(): void {
    this.bytes = Buffer.alloc(0);
  }
}
