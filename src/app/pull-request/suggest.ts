import { createHash } from "node:crypto";
import { GitHubFailure } from "../../core/github";
import type { Conversation } from "../../core/github-conversation";
import type { Finding } from "../../core/finding";
import type { RunReport } from "../../core/report";
import { groupFindings } from "../../report/groups";
import { pinsByLine, suggestedLine, suggestionText } from "../../report/suggestion";
import { hubCommits } from "../../sources/hub-commits";
import { InvalidModelsLock, MODELS_LOCK, parseModelsLock } from "../../sources/models-lock";

/** Suggestions of one run, and so comments at lines. CWE-770. */
const MAX_SUGGESTIONS = 10;
/** Findings that a suggestion is looked for, each of which may be in a file of its own to fetch. CWE-770. */
const MAX_FINDINGS = 40;
/** Bytes of a file with lines to change. CWE-400. */
const MAX_FILE = 1024 ** 2;
/** Bytes of `models.lock.yaml`; that of a thousand models has some 1 MB. CWE-400. */
const MAX_MANIFEST = 4 * 1024 ** 2;

/** The rule about calls that fetch a model without a commit. */
const UNPINNED = "MA-LDR-006";

export interface SuggestRequest {
  readonly report: RunReport;
  /** The commit of the pull request: its lines are those of the diff. */
  readonly head: string;
  readonly marker: string;
  readonly conversation: Conversation;
}

/** A line that may have a change to take over. */
interface Fixable {
  readonly finding: Finding;
  readonly path: string;
  readonly line: number;
  /** The line as it should be, of the file's whole text; undefined where it is not understood whole. */
  fix(text: string): string | undefined | Promise<string | undefined>;
  /** Where the change is from, in our own words. */
  readonly why?: string;
}

/**
 * Suggests, at each line of the diff that a finding is about and that is understood whole, the fixed version of a package or the commit of a
 * model; once for each line: what was suggested before is found again by its first lines and its author, as the comment is. Gives the number
 * of new ones. Throws `GitHubFailure`.
 */
export async function suggestFixes({ report, head, marker, conversation }: SuggestRequest): Promise<number> {
  const read = reader(conversation, head);
  const { base } = report.selection;
  const readBase = base === undefined ? undefined : reader(conversation, base);
  const wanted = [...fixablePackages(report), ...(await fixableCalls(report, read, readBase))].slice(0, MAX_FINDINGS);
  if (wanted.length === 0) return 0;
  const known = await ours(conversation, marker);
  let made = 0;
  let told = 0;
  for (const { finding, path, line, fix, why } of wanted) {
    if (told === MAX_SUGGESTIONS) break;
    const fixed = await fix(await read(path, MAX_FILE));
    if (fixed === undefined) continue;
    told++;
    const first = firstLines(marker, path, fixed);
    if (known.has(first)) continue;
    const body = `${first}\n${suggestionText(finding, fixed, why)}`;
    if (await conversation.remark({ commit: head, path, line, body })) made++;
  }
  return made;
}

type Read = (path: string, maxBytes: number) => Promise<string>;

/** Each file is asked for once. */
function reader(conversation: Conversation, head: string): Read {
  const files = new Map<string, string>();
  return async (path, maxBytes) => {
    const text = files.get(path) ?? (await conversation.file(path, head, maxBytes));
    files.set(path, text);
    return text;
  };
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

/** Pins with a flaw that stops the gate. One for each line: a package has one fixed version, however many flaws. */
function fixablePackages(report: RunReport): Fixable[] {
  const found = new Map<string, Fixable>();
  for (const finding of groupFindings(report).blocking) {
    const { path, line } = finding.location;
    const purl = finding.vulnerability?.purl;
    if (purl === undefined || line === undefined || !pinsByLine(path)) continue;
    const pkg = report.packages.find((each) => each.purl === purl && (each.file ?? each.lockfile) === path);
    if (pkg?.fixed === undefined || found.has(`${line} ${path}`)) continue;
    const fix = (text: string) => suggestedLine(path, text.split(/\r?\n/)[line - 1] ?? "", pkg);
    found.set(`${line} ${path}`, { finding, path, line, fix });
  }
  return [...found.values()];
}

/** New calls that fetch a model without a commit, where the repository's own manifest said which one it has before the pull request did. */
async function fixableCalls(report: RunReport, read: Read, readBase: Read | undefined): Promise<Fixable[]> {
  const { blocking, other } = groupFindings(report);
  const about = [...blocking, ...other].filter(
    ({ rule, location: { path, line, inside } }) =>
      rule === UNPINNED && line !== undefined && inside.length === 0 && /\.py$/.test(path),
  );
  if (about.length === 0 || readBase === undefined) return [];
  const commits = await agreedCommits(read, readBase);
  if (commits.size === 0) return [];
  const { pinnedCall } = await import("./pinned-call");
  const why = `The commit is the one that ${MODELS_LOCK} had before this pull request, and has in it.`;
  return about.map((finding) => {
    const { path, line = 0 } = finding.location;
    return { finding, path, line, why, fix: (text: string) => pinnedCall(text, line, commits) };
  });
}

/**
 * Commits that the manifest has at the pull request's commit and at its base. Anybody can open a pull request at the hub, and its commit loads
 * under the model's own name: what a change brings along itself is not said with our voice (CWE-345).
 */
async function agreedCommits(read: Read, readBase: Read): Promise<ReadonlyMap<string, string>> {
  const head = await commitsOf(read);
  const base = head.size === 0 ? head : await commitsOf(readBase);
  return new Map([...head].filter(([model, commit]) => base.get(model) === commit));
}

/** What the manifest says; nothing where there is none, or none that can be used. */
async function commitsOf(read: Read): Promise<ReadonlyMap<string, string>> {
  try {
    return hubCommits(parseModelsLock(await read(MODELS_LOCK, MAX_MANIFEST)));
  } catch (error) {
    if (error instanceof InvalidModelsLock) return new Map();
    if (error instanceof GitHubFailure && error.kind === "not-found") return new Map();
    throw error;
  }
}
