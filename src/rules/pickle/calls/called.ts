import type { GlobalName, PickleFacts } from "../../../core/pickle-facts";

/** What a pickle does with an import, as the verb of a message: a name that it calls has run, others may. */
export function verbs(pickle: PickleFacts): (global: GlobalName) => "calls" | "imports" {
  const called = new Set<string>();
  for (const { callee } of pickle.calls) if (callee.kind === "global") called.add(keyOf(callee.global));
  return (global) => (called.has(keyOf(global)) ? "calls" : "imports");
}

function keyOf({ module, name }: GlobalName): string {
  return `${module}\n${name}`;
}
