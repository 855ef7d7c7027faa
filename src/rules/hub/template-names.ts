import type { AccessFact } from "../../core/template-facts";
import { isPythonName } from "./template-python-names";

/**
 * Names without underlines that lead from a plain object to Python itself: what Jinja's own sandbox refuses
 * (jinja2/sandbox.py: `mro`, frames and code of generators and coroutines), and what Python 2 and frames have.
 */
const INTERNAL = new Set(
  (
    "mro gi_frame gi_code gi_yieldfrom cr_frame cr_code cr_await cr_origin ag_frame ag_code ag_await f_globals f_locals " +
    "f_builtins f_back f_code f_trace tb_frame tb_next tb_lasti co_code co_consts co_names func_globals func_code " +
    "func_closure func_defaults im_func im_class im_self"
  ).split(" "),
);

/** Functions of Python that no renderer gives to a template, and that templates which leave the sandbox call. */
const FUNCTIONS = new Set(
  (
    "eval exec execfile compile open getattr setattr delattr globals locals vars breakpoint popen system getoutput " +
    "getstatusoutput check_output check_call import_module load_module spawnl spawnv spawnlp spawnvp posix_spawn execl " +
    "execv execve execlp execvp run_path run_module rmtree __import__"
  ).split(" "),
);
/** Of these, names that an object of an application may well have. */
const ORDINARY = new Set(["compile", "open"]);

/** `__x`, and `_Class__x` as Python stores it. */
const HIDDEN = /^(?:__|_[A-Za-z]\w*__)\w*$/;

/** How a name is an internal of Python, in words; `undefined` where it is not. */
export function internalOf({ name, way, called, on }: AccessFact): string | undefined {
  if (name === undefined) return undefined;
  if (isPythonName(name) || INTERNAL.has(name)) return "an internal of Python";
  // A key of a dict, or a text, may look like one and mean nothing.
  if (way === "text" || way === "keyword") return undefined;
  if (HIDDEN.test(name) && (way !== "subscript" || !name.startsWith("__"))) return "an internal of its object";
  if (isFormat(name)) return formatOf(name, way, called, on);
  if (called && FUNCTIONS.has(name) && !ORDINARY.has(name)) return "a way to run code";
  return undefined;
}

/** Whether a global that is called by its name is a function of Python's that runs or reaches anything. */
export function isPythonFunction(name: string): boolean {
  return FUNCTIONS.has(name);
}

function isFormat(name: string): boolean {
  return name === "format" || name === "format_map";
}

/**
 * `str.format` reads attributes by the text that it formats. Sandboxes guard it where it is called at once (CVE-2016-10745,
 * and `format_map` by CVE-2019-10906); reached indirectly it was not (CVE-2024-56326), nor by `attr` (CVE-2025-27516).
 */
function formatOf(name: string, way: AccessFact["way"], called: boolean, on: AccessFact["on"]): string | undefined {
  const indirect = "str.format by a way that sandboxes have missed";
  if (way === "attr-filter") return indirect;
  if (way === "format-field" || way === "filter-argument") return on.kind === "text" ? indirect : undefined;
  if (name === "format_map" && called) return indirect;
  return on.kind === "text" && (!called || way === "subscript") ? indirect : undefined;
}
