import { compileGlob, isEveryPath } from "../core/glob";
import type { Policy, Waiver } from "../core/policy";
import { ONE_BY_ONE, OWN_RULES } from "./decide";
import type { PolicyProblem } from "./document";
import { ended, twice, type Notice } from "./notice";
import { unfillable } from "./useless-approvals";
import { contradictions, inVain } from "./useless-lists";

/** What a policy's names are held against; the rules themselves are none of this room's business. */
export interface Known {
  /** `YYYY-MM-DD`, UTC. */
  readonly today: string;
  /** What a rule's findings are about; `undefined` where there is no such rule. */
  readonly subjectOf: (rule: string) => "artifact" | "policy" | "other" | undefined;
  /** Whether a name runs code, so that no allowance covers it. */
  readonly isDangerous: (global: string) => boolean;
  /** Whether it is the repository's own policy, and no organisation's. */
  readonly own?: boolean;
}

/**
 * What a valid policy says in vain, or without meaning to: entries that have ended, waivers that can cover nothing, an `ignore` that
 * leaves nothing to look at, lists that contradict each other, approvals that nobody can give. `text` is what `policy` was read from. In the order of the file.
 */
export async function uselessIn(text: string, policy: Policy, known: Known): Promise<PolicyProblem[]> {
  const { isNode, LineCounter, parseDocument } = await import("yaml");
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const notices = [
    ...ofIgnores(policy.ignore),
    ...ofAllowances(policy, known),
    ...ofDependencies(policy, known.today),
    ...policy.waivers.flatMap((waiver, at) => ofWaiver(waiver, ["waivers", at], known)),
    ...contradictions(policy),
    ...inVain(policy, known.own === true),
    ...unfillable(policy),
    ...twice(policy.waivers, ["waivers"], ({ rule, path, sha256, finding }) => [rule, path, sha256, finding]),
  ];
  return notices
    .map(({ path, message }) => {
      const node = document.getIn(path, true);
      const { line, col } = lines.linePos((isNode(node) ? node.range?.[0] : undefined) ?? 0);
      return { line, column: col, message };
    })
    .sort((a, b) => a.line - b.line || a.column - b.column);
}

function ofIgnores(ignore: Policy["ignore"]): Notice[] {
  const everything = ignore.flatMap((pattern, at): Notice[] => {
    if (!isEveryPath(compileGlob(pattern))) return [];
    return [{ path: ["ignore", at], message: "this ignores every file: nothing is looked at, and the gate passes" }];
  });
  return [...everything, ...twice(ignore, ["ignore"], (pattern) => [pattern])];
}

function ofAllowances({ pickle: { allow } }: Policy, { today, isDangerous }: Known): Notice[] {
  const section = ["pickle", "allow"];
  const each = allow.flatMap(({ name, until }, at): Notice[] => [
    ...ended(until, today, [...section, at], `the allowance of ${name}`),
    ...(isDangerous(name)
      ? [
          {
            path: [...section, at, "name"],
            message: `${name} runs code, which no allowance covers: it is reported all the same`,
          },
        ]
      : []),
  ]);
  return [...each, ...twice(allow, section, ({ name }) => [name])];
}

function ofDependencies({ dependencies: { ignore } }: Policy, today: string): Notice[] {
  const section = ["dependencies", "ignore"];
  return [
    ...ignore.flatMap(({ id, package: name, until }, at) =>
      ended(until, today, [...section, at], `that ${id} of ${name} is ignored`),
    ),
    ...twice(ignore, section, ({ id, package: name }) => [id.toLowerCase(), name.toLowerCase()]),
  ];
}

function ofWaiver(waiver: Waiver, path: Notice["path"], { today, subjectOf }: Known): Notice[] {
  const { rule, finding, sha256, until } = waiver;
  const notices = ended(until, today, path, "this waiver");
  const subject = subjectOf(rule);
  const say = (key: string, message: string) => void notices.push({ path: [...path, key], message });
  if (subject === undefined) say("rule", `there is no rule ${rule}: this waiver covers nothing`);
  else if (subject === "policy") say("rule", `${rule} is about the policy itself, which no waiver covers`);
  else if (subject === "artifact" && sha256 === undefined)
    say("rule", `this waiver has no sha256, so it covers no model file, and ${rule} speaks of model files only`);
  else if (ONE_BY_ONE.has(rule) && finding === undefined)
    say(
      "rule",
      OWN_RULES.has(rule)
        ? `${rule} is waived one finding at a time, by its id under \`finding\`: this waiver covers nothing`
        : `${rule} is waived one advisory at a time, under dependencies.ignore: this waiver covers nothing`,
    );
  else if (sha256 === undefined && finding === undefined && isEveryPath(compileGlob(waiver.path)))
    say("path", `this lets every finding of ${rule} pass, also those that come later: name the path, or the finding`);
  if (/^\.\.\/|\/\.\.\/|\/\.\.$|\/\//.test(waiver.path))
    say("path", "paths go down from the root of the repository, without .. or //: this waiver covers nothing");
  return notices;
}
