import { codeByValue } from "./code-by-value";
import { codeExecution } from "./code-execution";
import type { DangerFamily, DangerTable } from "./danger-table";
import { fileAccess } from "./files";
import { indirectCalls } from "./indirect-calls";
import { interpreterState } from "./interpreter";
import { libraryGadgets } from "./library-gadgets";
import { nameResolution } from "./name-resolution";
import { nativeCode } from "./native-code";
import { nestedLoads } from "./nested-loads";
import { network } from "./network";

export interface Danger {
  readonly family: DangerFamily;
  /** Continues "imports X, which ...". */
  readonly reason: string;
}

/** Where two families name the same thing, the first one here speaks. */
export const DANGER_TABLES: readonly DangerTable[] = [
  codeByValue,
  libraryGadgets,
  codeExecution,
  nameResolution,
  interpreterState,
  nestedLoads,
  nativeCode,
  network,
  fileAccess,
  indirectCalls,
];

interface Listed {
  readonly exact: ReadonlyMap<string, ReadonlyMap<string, Danger>>;
  readonly whole: ReadonlyMap<string, Danger>;
}

let made: Listed | undefined;

/** Made on first use: 1 ms of each start otherwise. */
function listed(): Listed {
  return (made ??= listAll());
}

function listAll(): Listed {
  const exact = new Map<string, Map<string, Danger>>();
  const whole = new Map<string, Danger>();
  for (const { family, modules, names } of DANGER_TABLES) {
    for (const [module, reason] of Object.entries(modules))
      if (!whole.has(module)) whole.set(module, { family, reason });
    for (const [module, reasons] of Object.entries(names)) {
      const known = exact.get(module) ?? new Map<string, Danger>();
      for (const [name, reason] of Object.entries(reasons)) if (!known.has(name)) known.set(name, { family, reason });
      exact.set(module, known);
    }
  }
  return { exact, whole };
}

/** Python 2 keeps the same names in another module. */
const OLD_HOMES: Readonly<Record<string, string>> = {
  __builtin__: "builtins",
  __builtins__: "builtins",
  copy_reg: "copyreg",
};

/** The danger that this exact name is listed with, or the attribute chain of `name` passes through. */
export function exactDanger(module: string, name: string): Danger | undefined {
  const home = Object.hasOwn(OLD_HOMES, module) ? OLD_HOMES[module]! : module;
  const names = listed().exact.get(home);
  if (names === undefined) return undefined;
  for (let end = name.length; end > 0; end = name.lastIndexOf(".", end - 1)) {
    const danger = names.get(name.slice(0, end));
    if (danger !== undefined) return danger;
  }
  return undefined;
}

/** The danger of the whole module, or of a package it is in. The nearest one speaks. */
export function moduleDanger(module: string): Danger | undefined {
  for (let end = module.length; end > 0; end = module.lastIndexOf(".", end - 1)) {
    const danger = listed().whole.get(module.slice(0, end));
    if (danger !== undefined) return danger;
  }
  return undefined;
}

/** Every name that is listed, for tests and documentation. */
export function* listedDangers(): Iterable<{ module: string; name: string | undefined; danger: Danger }> {
  for (const [module, danger] of listed().whole) yield { module, name: undefined, danger };
  for (const [module, names] of listed().exact) for (const [name, danger] of names) yield { module, name, danger };
}
