import type { Callable } from "../../core/reference-facts";
import type { RuleContext } from "../../core/rule";
import type { Severity } from "../../core/severity";
import { exactDanger, moduleDanger, type Danger } from "../pickle/globals/dangerous";
import { judgeGlobal } from "../pickle/globals/judge";
import { knownPackage } from "./known-libraries";

export type CallableJudgement =
  | { readonly verdict: "dangerous"; readonly severity: Severity; readonly reason: string; readonly name: string }
  | { readonly verdict: "quiet" }
  | { readonly verdict: "unknown" };

const QUIET: CallableJudgement = { verdict: "quiet" };

/** What is known of a name that a configuration has imported. The pickle's table of dangers speaks, by its families. */
export function judgeCallable(callable: Callable, context: RuleContext): CallableJudgement {
  const { name, by } = callable;
  const finder = FINDERS.has(name) ? callable.arguments.find(([key]) => key === "path" || key === "0") : undefined;
  if (finder !== undefined) return judgeCallable({ ...callable, name: finder[1], arguments: [] }, context);
  if (FINDERS.has(name) || HARMLESS.test(name)) return QUIET;
  const splits = splitsOf(name);
  if (splits.some(([module, last]) => vouchedFor(module, last, by))) return QUIET;
  if (splits.some(([module, last]) => context.definesUnchanged(module, last))) return QUIET;
  const worst = splits
    .flatMap(([module, last]) => dangerOf(module, last, by))
    .sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity))[0];
  if (worst !== undefined) return { verdict: "dangerous", ...worst, name };
  return knownPackage(name) && !by.startsWith("yaml-") ? QUIET : { verdict: "unknown" };
}

/** By its exact name, and for what is done with it: some classes are harmless to restore and harmful to call. */
function vouchedFor(module: string, last: string, by: Callable["by"]): boolean {
  const judged = judgeGlobal(module, last);
  if (judged.verdict !== "safe") return false;
  return judged.mode === "call" || by === "yaml-name" || (by === "yaml-object" && judged.mode === "new");
}

/** Modules that nobody else has, as a part of a longer name, and the innards of objects. */
const INNER =
  /\.(?:os|sys|subprocess|builtins|__\w+__|posix|nt|ctypes|importlib|runpy|_?pickle|marshal|shutil|pty|socket)\./;

const ORDER: readonly Severity[] = ["critical", "high", "medium", "low", "info"];

/** Hydra's own, which only find the name they are given: that name is what counts. */
const FINDERS = new Set([
  "hydra.utils.get_class",
  "hydra.utils.get_method",
  "hydra.utils.get_object",
  "hydra.utils.get_static_method",
  "hydra._internal.utils._locate",
]);

/** Of modules that are dangerous otherwise: questions about this machine, and joined paths. */
const HARMLESS = /^(?:os\.(?:cpu_count|getcwd|getpid)|(?:os|posixpath|ntpath)\.path\.\w+|os\.environ\.get)$/;

/** Every way to take a dotted name apart into module and attribute: the importer tries them all. */
function splitsOf(name: string): [string, string][] {
  const found: [string, string][] = [];
  for (let dot = name.indexOf("."), n = 0; dot >= 0 && n < 32; dot = name.indexOf(".", dot + 1), n++)
    found.push([name.slice(0, dot), name.slice(dot + 1)]);
  if (found.length === 0 && name !== "") found.push(["builtins", name]);
  return found;
}

function dangerOf(module: string, last: string, by: Callable["by"]): { severity: Severity; reason: string }[] {
  const judged = judgeGlobal(module, last === "" ? "*" : last);
  if (judged.verdict !== "dangerous") return [];
  // A detour is told by the words of a name alone, and people call their own modules `commands` or `requests`.
  const listed = exactDanger(module, last) ?? moduleDanger(module);
  if (listed === undefined && !INNER.test(`${module}.${last}`)) return [];
  const severity = severityOf(judged, module, last, by);
  return severity === undefined ? [] : [{ severity, reason: judged.reason.replace("the pickle", "the configuration") }];
}

/** Packages of which anything that opens files, the network or other pickles is more than a class of data. */
const RAW = new Set(
  (
    "builtins io _io shutil tempfile socket urllib urllib2 urllib3 requests http httpx aiohttp ftplib smtplib telnetlib wget paramiko " +
    "pickle _pickle cPickle dill cloudpickle joblib jsonpickle shelve yaml torch numpy"
  ).split(" "),
);

/**
 * What a pickle must not do, a configuration of data may: download a set of pictures, open a table, load a model by its
 * name. So the families that run code count in full, the others by what they belong to.
 */
function severityOf(danger: Danger, module: string, last: string, by: Callable["by"]): Severity | undefined {
  switch (danger.family) {
    case "file access":
    case "network":
    case "nested load":
      if (/(?:^|\.)(?:from_pretrained|from_single_file|load_from_checkpoint|from_disk)$/.test(last)) return undefined;
      if (/^torch\.(?:utils\.tensorboard|onnx|hub)/.test(module)) return module === "torch.hub" ? "high" : undefined;
      return RAW.has(module.split(".")[0]!) ? "high" : undefined;
    case "indirect call":
      return undefined;
    case "name resolution":
    case "interpreter state":
      return by === "yaml-name" || by === "component" ? "high" : "critical";
    default:
      return by === "yaml-name" ? "high" : "critical";
  }
}
