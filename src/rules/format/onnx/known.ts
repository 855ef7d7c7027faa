import type { OperatorFact } from "../../../core/graph-facts";
import { OPERATORS } from "./operators";

/** Names by domain; made once, when the first model is judged. */
let names: ReadonlyMap<string, ReadonlySet<string>> | undefined;

/** Domains of ONNX Runtime's own builds that are not in the table, because its package for processors leaves them out. */
const OTHER_RUNTIME = new Set([
  "com.microsoft.dml",
  "com.microsoft.experimental",
  "com.microsoft.mlfeaturizers",
  "com.microsoft.automl",
  "com.intel.ai",
  "com.xilinx",
]);

/** `PyOp` and `PythonOp` of ONNX Runtime, `PyFunc` and `EagerPyFunc` as TensorFlow's converters leave them, and their like. */
const PYTHON = /^(?:eager)?py(?:thon)?_?(?:op|func)|^python$/i;
const PYTHON_WITHIN = /[a-z0-9_]Py(?:thon)?_?(?:Op|Func)/;

/** Operators whose danger has a rule of its own, by what they do. */
export type Special = "python" | "outside" | "compiled";

/** `own`: in a domain of ONNX or ONNX Runtime, under a name that they do not have. */
export type Standing = "known" | "local" | "own" | "custom" | Special;

/** Who answers for an operator of an ONNX graph. */
export function standingOf(operator: OperatorFact): Standing {
  const { name, domain = "", local } = operator;
  const special = specialOf(operator, domain);
  // A kernel that a runtime has comes before a function of the model that has its name.
  if (local === true) return special !== undefined && isRuntimes(domain) ? special : "local";
  if (special !== undefined) return special;
  names ??= read();
  if (OTHER_RUNTIME.has(domain)) return "known";
  const known = names.get(domain);
  if (known === undefined) return "custom";
  return known.has(name) ? "known" : domain === "ai.onnx.contrib" ? "custom" : "own";
}

/** Whether ONNX itself has, or had, an operator of this name. */
export function isStandard(name: string, domain = ""): boolean {
  names ??= read();
  return (domain === "" || domain.startsWith("ai.onnx.")) && names.get(domain)?.has(name) === true;
}

/** Domains that runtimes bring kernels for. */
function isRuntimes(domain: string): boolean {
  return domain === "ai.onnx.contrib" || domain.startsWith("com.microsoft");
}

function specialOf({ name, constants = [] }: OperatorFact, domain: string): Special | undefined {
  if (PYTHON.test(name) || PYTHON_WITHIN.test(name)) return "python";
  if (domain === "com.microsoft.extensions") return "outside";
  if (domain === "ai.onnx.contrib" && name === "ImageReader") return "outside";
  if (name === "ATen" && constants.some(opensFiles)) return "outside";
  if (domain === "com.microsoft" && (name === "EPContext" || name === "Snpe")) return "compiled";
  return undefined;
}

/** PyTorch's operator that maps a file, and operators that others registered with PyTorch. */
function opensFiles(constant: string): boolean {
  const [, operator] = /^operator=(.*)/.exec(constant) ?? [];
  if (operator === undefined) return false;
  return /from_file/.test(operator) || (operator.includes("::") && !operator.startsWith("aten::"));
}

function read(): Map<string, Set<string>> {
  return new Map(Object.entries(OPERATORS).map(([domain, text]) => [domain, new Set(text.trim().split(/\s+/))]));
}
