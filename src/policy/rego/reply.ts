import { SEVERITIES, type Severity } from "../../core/severity";
import { RegoFailure, type RulePlace } from "./failure";
import { problemWords } from "./problem-words";

/** Results of all rules together: a report of more is read by nobody. CWE-770. */
export const MAX_RESULTS = 1000;
/** Characters of a message and of a path. */
const MAX_MESSAGE = 2000;
const MAX_PATH = 4096;

/** One member of `deny` or `warn`. */
export interface RegoResult {
  readonly rule: "deny" | "warn";
  readonly message: string;
  /** `deny` high, `warn` medium, unless the rule says another. */
  readonly severity: Severity;
  /** What it is about, as in `Location.path`; absent where the rule names none. */
  readonly path?: string;
}

/**
 * The module's reply, taken apart and checked: nothing in it is believed, because rules made it. `deny` first, each in Rego's order,
 * which does not depend on the order of files. Throws `RegoFailure`.
 */
export function readReply(json: string): RegoResult[] {
  const reply = object(parse(json));
  if (reply === undefined) throw broken();
  if (reply.has("problem")) throw failureOf(object(reply.get("problem")));
  const deny = members(reply.get("deny"), "deny", "high");
  const warn = members(reply.get("warn"), "warn", "medium");
  if (deny.length + warn.length > MAX_RESULTS)
    throw new RegoFailure("limit", `the rules gave ${deny.length + warn.length} results, more than ${MAX_RESULTS}`);
  return [...deny, ...warn];
}

function members(value: unknown, rule: RegoResult["rule"], severity: Severity): RegoResult[] {
  if (!Array.isArray(value)) throw broken();
  return value.map((member) => readMember(member, rule, severity));
}

function readMember(value: unknown, rule: RegoResult["rule"], otherwise: Severity): RegoResult {
  const wrong = (what: string) =>
    new RegoFailure(
      "result",
      `a result of \`${rule}\` ${what}: ${shown(value)}. Write ${rule} contains {"msg": "..."} if ...`,
    );
  const member = object(value);
  if (member === undefined) throw wrong("is no object");
  for (const key of member.keys())
    if (!["msg", "severity", "path"].includes(key)) throw wrong(`has the member ${shown(key)}, which nothing reads`);
  const message = member.get("msg");
  if (typeof message !== "string" || message.trim() === "") throw wrong("has no text `msg`");
  if (message.length > MAX_MESSAGE) throw wrong(`has a \`msg\` of more than ${MAX_MESSAGE} characters`);
  const severity = member.has("severity") ? SEVERITIES.find((each) => each === member.get("severity")) : otherwise;
  if (severity === undefined) throw wrong(`has a \`severity\` that is not one of ${SEVERITIES.join(", ")}`);
  const path = member.get("path");
  if (!member.has("path")) return { rule, message, severity };
  if (typeof path !== "string" || path === "" || path.length > MAX_PATH) throw wrong("has a `path` that is no path");
  return { rule, message, severity, path };
}

/** The members of a JSON object: a map, because its names are not ours. */
function object(value: unknown): Map<string, unknown> | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return new Map(Object.entries(value));
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw broken();
  }
}

function failureOf(problem: Map<string, unknown> | undefined): RegoFailure {
  const [kind, message] = [problem?.get("kind"), problem?.get("message")];
  if (typeof kind !== "string" || typeof message !== "string") return broken();
  const { failure, words } = problemWords(kind, message);
  return new RegoFailure(failure, words, placeOf(object(problem?.get("at"))));
}

function placeOf(at: Map<string, unknown> | undefined): RulePlace | undefined {
  const [file, line, column] = [at?.get("file"), at?.get("line"), at?.get("column")];
  if (typeof file !== "string" || typeof line !== "number" || typeof column !== "number") return undefined;
  return { file, line, column };
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

function broken(): RegoFailure {
  return new RegoFailure("engine", "the Rego engine answered with what is no answer. Please report it");
}
