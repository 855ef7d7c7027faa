import { exactDanger, moduleDanger, type Danger } from "./dangerous";
import { knownSafe, type SafeUse } from "./known-safe";

export type Judgement =
  | ({ readonly verdict: "safe" } & SafeUse)
  | ({ readonly verdict: "dangerous" } & Danger)
  | { readonly verdict: "unlisted" };

const UNLISTED: Judgement = { verdict: "unlisted" };

/**
 * What is known of an imported name. An exact dangerous name comes first, then an exact safe one, then
 * everything that can be said of the way the name is written; what is left is unlisted, which is a finding too.
 */
export function judgeGlobal(module: string, name: string): Judgement {
  const exact = exactDanger(module, name);
  if (exact !== undefined) return { verdict: "dangerous", ...exact };
  if (isTorchScript(module)) return TORCHSCRIPT;
  const safe = knownSafe(module, name);
  if (safe !== undefined) return { verdict: "safe", ...safe };
  const danger = moduleDanger(module) ?? vendored(module, name) ?? detour(module, name) ?? byMethod(name);
  return danger === undefined ? UNLISTED : { verdict: "dangerous", ...danger };
}

/**
 * Types of a TorchScript archive: its loader looks them up among the archive's own sources, and Python has no
 * module of this name to import.
 */
export function isTorchScript(module: string): boolean {
  return module === "__torch__" || module.startsWith("__torch__.");
}

const TORCHSCRIPT: Judgement = { verdict: "safe", mode: "new" };

/** Folders where packages keep copies of others: what is dangerous at home is dangerous here. */
const VENDOR_FOLDERS = new Set(["externals", "_vendor", "_vendored", "vendor", "extern", "thirdparty", "third_party"]);

function vendored(module: string, name: string): Danger | undefined {
  const parts = module.split(".");
  for (let i = 0; i < parts.length - 1; i++) {
    if (!VENDOR_FOLDERS.has(parts[i]!)) continue;
    const home = parts.slice(i + 1).join(".");
    const danger = exactDanger(home, name) ?? moduleDanger(home);
    if (danger !== undefined) return danger;
  }
  return undefined;
}

/**
 * Modules that many others import, so that `logging.os.system` is `os.system`. Only names that mean nothing
 * else: a package of someone's may well be called `code` or `trace`.
 */
const REACHED = new Set(
  (
    "os sys subprocess builtins __builtins__ __builtin__ posix nt ctypes importlib runpy pickle _pickle cPickle marshal " +
    "socket shutil pty multiprocessing threading asyncio urllib requests tempfile commands popen2 imp gc dill cloudpickle"
  ).split(" "),
);

/** Attributes that lead from any object to all of Python. */
const INNARDS = new Set(
  (
    "__builtins__ __globals__ __dict__ __class__ __bases__ __base__ __mro__ __subclasses__ __getattribute__ __getattr__ __code__ " +
    "__closure__ __import__ __loader__ __spec__ __init__ __new__ __call__ __reduce__ __reduce_ex__ __setattr__ __delattr__ " +
    "__init_subclass__ __set_name__ __func__ __self__ __wrapped__ gi_frame f_globals f_builtins f_locals mro"
  ).split(" "),
);

/** Reaches a dangerous module, or Python's innards, through a name that looks harmless. */
function detour(module: string, name: string): Danger | undefined {
  const parts = module.split(".");
  const reached = parts.slice(1).find((part) => REACHED.has(part)) ?? name.split(".").find((part) => REACHED.has(part));
  if (reached !== undefined)
    return { family: "name resolution", reason: `reaches ${reached} through ${parts[0]}, where nobody looks for it` };
  const inner = name.split(".").find((part) => INNARDS.has(part));
  if (inner !== undefined)
    return { family: "name resolution", reason: `reaches ${inner}, from where all of Python can be reached` };
  return undefined;
}

/** Methods that load, fetch or run, whatever class they belong to. */
const METHODS: ReadonlyMap<string, Danger> = new Map(
  Object.entries({
    from_pretrained: ["nested load", "loads a model from a directory or the network"],
    from_single_file: ["nested load", "loads a model from a file or the network"],
    load_from_checkpoint: ["nested load", "loads a checkpoint"],
    load_model: ["nested load", "loads a model"],
    load_learner: ["nested load", "loads a model"],
    from_disk: ["nested load", "loads a model from a directory"],
    save_pretrained: ["file access", "writes files"],
    push_to_hub: ["network", "uploads files"],
    read_pickle: ["nested load", "loads another pickle"],
    to_pickle: ["file access", "writes files"],
    read_text: ["file access", "reads files"],
    read_bytes: ["file access", "reads files"],
    write_text: ["file access", "writes files"],
    write_bytes: ["file access", "writes files"],
    tofile: ["file access", "writes files"],
    runcode: ["code execution", "runs code"],
    runsource: ["code execution", "runs text as code"],
    runcommand: ["code execution", "runs text as code"],
  } as const).map(([method, [family, reason]]) => [method, { family, reason }]),
);

/** Only for a method of something (`Model.from_pretrained`): a plain function's name says less. */
function byMethod(name: string): Danger | undefined {
  const dot = name.lastIndexOf(".");
  return dot < 0 ? undefined : METHODS.get(name.slice(dot + 1));
}

/** The dotted name people write. */
export function dotted(global: { readonly module: string; readonly name: string }): string {
  return `${global.module}.${global.name}`;
}
