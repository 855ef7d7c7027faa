import { createHash } from "node:crypto";
import type { Conversation } from "../../core/github-conversation";
import type { Finding } from "../../core/finding";
import type { PackageRecord, RunReport } from "../../core/report";
import { groupFindings } from "../../report/groups";
import { suggestedLine, suggestionText } from "../../report/suggestion";

/** Suggestions of one run, and so comments at lines. CWE-770. */
const MAX_SUGGESTIONS = 10;
/** Bytes of a requirements file. CWE-400. */
const MAX_FILE = 1024 ** 2;

export interface SuggestRequest {
  readonly report: RunReport;
  /** The commit of the pull request: its lines are those of the diff. */
  readonly head: string;
  readonly marker: string;
  readonly conversation: Conversation;
}

/**
 * Suggests the fixed version at each line of a requirements file whose flaw stops the gate, once for each line: what was suggested before
 * is found again by its first lines and its author, as the comment is. Gives the number of new ones. Throws `GitHubFailure`.
 */
export async function suggestFixes({ report, head, marker, conversation }: SuggestRequest): Promise<number> {
  const wanted = fixable(report);
  if (wanted.length === 0) return 0;
  const known = await ours(conversation, marker);
  const files = new Map<string, readonly string[]>();
  let made = 0;
  for (const { finding, pkg, path, line } of wanted.slice(0, MAX_SUGGESTIONS)) {
    const lines = files.get(path) ?? (await conversation.file(path, head, MAX_FILE)).split(/\r?\n/);
    files.set(path, lines);
    const fixed = suggestedLine(lines[line - 1] ?? "", pkg);
    if (fixed === undefined) continue;
    const first = firstLines(marker, path, fixed);
    if (known.has(first)) continue;
    const body = `${first}\n${suggestionText(finding, fixed)}`;
    if (await conversation.remark({ commit: head, path, line, body })) made++;
  }
  return made;
}

/** What tells one suggestion from another, and nobody sees: the words may change, and the line may move. */
function firstLines(marker: string, path: string, fixed: string): string {
  const what = createHash("sha256").update(JSON.stringify([path, fixed]));
  return `${marker}\n<!-- suggestion:${what.digest("hex").slice(0, 16)} -->`;
}

/** The first lines of our own comments at lines of the diff. */
async function ours(conversation: Conversation, marker: string): Promise<ReadonlySet<string>> {
  const marked = (await conversation.remarks()).filter(({ body }) => body.startsWith(`${marker}\n`));
  if (marked.length === 0) return new Set();
  const speaker = await conversation.speaker();
  return new Set(marked.filter(({ author }) => author === speaker).map(({ body }) => body.split("\n", 2).join("\n")));
}

interface Fixable {
  readonly finding: Finding;
  readonly pkg: PackageRecord;
  readonly path: string;
  readonly line: number;
}

/** One for each line: a package has one fixed version, however many flaws. */
function fixable(report: RunReport): Fixable[] {
  const found = new Map<string, Fixable>();
  for (const finding of groupFindings(report).blocking) {
    const { path, line } = finding.location;
    const purl = finding.vulnerability?.purl;
    if (purl === undefined || line === undefined || !/(^|\/)[^/]*\.(txt|in)$/.test(path)) continue;
    const pkg = report.packages.find((each) => each.purl === purl && (each.file ?? each.lockfile) === path);
    if (pkg?.fixed === undefined || found.has(`${line} ${path}`)) continue;
    found.set(`${line} ${path}`, { finding, pkg, path, line });
  }
  return [...found.values()];
}
