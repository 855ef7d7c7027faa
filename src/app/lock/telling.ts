import { escapeTerminal } from "../../report/escape-terminal";

/** As in the report: `fail` is drift, `incomplete` what could not be read or asked. */
export type Verdict = "pass" | "fail" | "incomplete";

export interface FileLine {
  /** Relative to the model. */
  readonly path: string;
  readonly status:
    | "unchanged"
    | "changed"
    | "missing"
    | "extra"
    | "unreadable"
    | "not-fetched"
    | "not-asked"
    | "recorded"
    | "fetched"
    | "kept"
    | "differs"
    | "not-here";
  readonly detail?: string;
}

export interface AddReport {
  readonly command: "add";
  readonly verdict: Verdict;
  readonly path: string;
  readonly source: string;
  readonly revision?: string;
  readonly fetched?: string;
  readonly notices: readonly string[];
  readonly files: readonly FileLine[];
  /** Why the source could not be asked. */
  readonly failure?: string;
}

export interface RemoteLine {
  readonly files: readonly FileLine[];
  /** The revision that the source's branch, or the source, is at now, where that is another. */
  readonly moved?: string;
  readonly failure?: string;
}

export interface ModelLine {
  readonly path: string;
  readonly source: string;
  readonly revision?: string;
  readonly files: readonly FileLine[];
  readonly remote?: RemoteLine;
}

export interface VerifyReport {
  readonly command: "verify";
  readonly verdict: Verdict;
  readonly models: readonly ModelLine[];
}

/** Digests are SHA-256, before and after. `differs`: a local file is in the way of the download. */
export interface UpdatedFile {
  readonly path: string;
  readonly status: "added" | "removed" | "changed" | "differs";
  readonly from?: string;
  readonly to?: string;
}

export interface UpdateLine {
  readonly path: string;
  readonly source: string;
  /** Revisions. */
  readonly from?: string;
  readonly to?: string;
  readonly files: readonly UpdatedFile[];
  /** How many files of the source are not recorded. */
  readonly unlisted: number;
  readonly failure?: string;
}

export interface UpdateReport {
  readonly command: "update";
  readonly verdict: Verdict;
  readonly written: boolean;
  readonly models: readonly UpdateLine[];
}

export type LockReport = AddReport | VerifyReport | UpdateReport;

/** Files of one status that are named; the rest is a number. `--format json` has all. */
const MAX_NAMED = 50;

/** The report in words for a terminal, escaped. */
export function lockWords(report: LockReport): string {
  const lines =
    report.command === "add"
      ? addWords(report)
      : report.command === "verify"
        ? verifyWords(report)
        : updateWords(report);
  return `${lines.map(escapeTerminal).join("\n")}\n`;
}

function addWords({ path, source, revision, notices, files, failure, verdict }: AddReport): readonly string[] {
  if (failure !== undefined) return [`${path}: ${source} could not be asked: ${failure}`, "Nothing was recorded."];
  const recorded = counted(files, ["recorded", "fetched", "kept"]);
  const head = `${path}: ${recorded} of ${source}${revision === undefined ? "" : ` at ${revision}`}`;
  return [
    head,
    ...notices.map((notice) => `  ${notice}`),
    ...named(files, "fetched"),
    ...named(files, "differs"),
    ...named(files, "unreadable"),
    ...named(files, "not-fetched"),
    ...named(files, "not-here", "at the source, not here, and not recorded"),
    ...named(files, "extra", "here, not of the source, and not recorded: `lock verify` will say so"),
    verdict === "pass" ? "Written to models.lock.yaml." : "Nothing was recorded.",
  ];
}

function verifyWords({ models, verdict }: VerifyReport): readonly string[] {
  const lines = models.flatMap(({ path, source, revision, files, remote }) => [
    `${path}: ${counted(files, ["unchanged"])} unchanged`,
    ...["changed", "missing", "extra", "unreadable", "not-fetched"].flatMap((status) =>
      named(files, status as FileLine["status"]),
    ),
    ...(remote === undefined ? [] : remoteWords(remote, source, revision)),
  ]);
  const ends: Record<Verdict, string> = {
    pass: "Everything is as models.lock.yaml says.",
    fail: "Not everything is as models.lock.yaml says.",
    incomplete: "Not everything could be looked at.",
  };
  return [...lines, ends[verdict]];
}

function remoteWords(
  { files, moved, failure }: RemoteLine,
  source: string,
  revision: string | undefined,
): readonly string[] {
  const at = revision === undefined ? source : `${source} at ${revision}`;
  return [
    ...(failure !== undefined && files.length === 0 ? [] : [`  ${at}: ${counted(files, ["unchanged"])} unchanged`]),
    ...named(files, "changed", "changed at the source"),
    ...named(files, "missing", "missing at the source"),
    ...named(files, "not-asked", "could not be asked for"),
    ...(moved === undefined ? [] : [`  the source has moved to ${moved}: model-assay lock update`]),
    ...(failure === undefined ? [] : [`  the source could not be asked: ${failure}`]),
  ];
}

function updateWords({ models, written }: UpdateReport): readonly string[] {
  const marks = { added: "+", removed: "-", changed: "~", differs: "!" };
  const lines = models.flatMap(({ path, source, from, to, files, unlisted, failure }) => {
    if (failure !== undefined) return [`${path}: ${source} could not be asked: ${failure}`];
    const moved = from === to ? `at ${to ?? "no revision"}` : `${from ?? "no revision"} -> ${to ?? "no revision"}`;
    const told = files.slice(0, MAX_NAMED * 4).map((file) => {
      const digests = [file.from, file.to].filter((each) => each !== undefined).map((each) => each.slice(0, 12));
      const words = file.status === "differs" ? "other content is here; --force replaces it" : digests.join(" -> ");
      return `  ${marks[file.status]} ${file.path} (${words})`;
    });
    return [
      `${path}: ${moved}`,
      ...told,
      ...(files.length > told.length ? [`  and ${files.length - told.length} more`] : []),
      ...(files.length === 0 ? ["  no file changed"] : []),
      ...(unlisted === 0 ? [] : [`  ${unlisted} more at the source, not recorded`]),
    ];
  });
  return [...lines, written ? "Written to models.lock.yaml." : "Nothing was written."];
}

function counted(files: readonly FileLine[], statuses: readonly FileLine["status"][]): string {
  const count = files.filter(({ status }) => statuses.includes(status)).length;
  return `${count} file${count === 1 ? "" : "s"}`;
}

function named(files: readonly FileLine[], status: FileLine["status"], words: string = status): readonly string[] {
  const found = files.filter((file) => file.status === status);
  const lines = found
    .slice(0, MAX_NAMED)
    .map(({ path, detail }) => `  ${words}: ${path}${detail === undefined ? "" : ` (${detail})`}`);
  return found.length > lines.length ? [...lines, `  ${words}: ${found.length - lines.length} more`] : lines;
}
