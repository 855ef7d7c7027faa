import type { CallUse, CodeFacts, CodeOrigin, CodeValue } from "../../core/code-facts";
import type { Report } from "../../core/rule";
import type { Severity } from "../../core/severity";

/** The call that a fact is, where it is one in Python. */
export function callOf({ use }: CodeFacts): CallUse | undefined {
  return use.kind === "call" ? use : undefined;
}

/** An argument by its keyword, or by its place. */
export function argument(call: CallUse, at: number, ...keywords: readonly string[]): CodeValue | undefined {
  for (const keyword of keywords) {
    const value = call.keywords.get(keyword);
    if (value !== undefined) return value;
  }
  return at < 0 ? undefined : call.positional[at];
}

/** The first of a call's names that is among these. */
export function nameIn(call: CallUse, names: ReadonlySet<string> | ReadonlyMap<string, unknown>): string | undefined {
  return call.names.find((name) => names.has(name));
}

/** Whether Python takes a value for true, or may. */
export function mayBeTrue(value: CodeValue | undefined): boolean {
  return value?.truths?.includes(true) === true;
}

/** Whether Python takes a value for false, or may; None is another thing. */
export function mayBeFalse(value: CodeValue | undefined): boolean {
  return value?.truths?.includes(false) === true;
}

/** Behind the last dot. */
export function lastPart(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

/** A name as people write it: builtins and unknown receivers without what stands before. */
export function shown(name: string): string {
  return name.replace(/^builtins\./, "").replace(/^\?\./, "");
}

/** `medium`; `high` for what was surely downloaded. */
export function severityOf(origin: CodeOrigin | undefined): Severity {
  return origin?.kind === "downloaded" ? "high" : "medium";
}

/** `, which requests.get downloads from https://…`; empty where nothing is known. */
export function whence(origin: CodeOrigin | undefined): string {
  if (origin?.kind !== "downloaded") return "";
  return `, which ${origin.by} downloads${origin.from === undefined ? "" : ` from ${origin.from}`}`;
}

/** A finding about one call: the same call with the same argument is the same finding, wherever it stands. */
export function ofCall(call: CallUse, report: Report & { readonly key: readonly string[] }): Report {
  return { ...report, evidence: call.source };
}
