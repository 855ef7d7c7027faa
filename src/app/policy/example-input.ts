import { dirname, join, resolve } from "node:path";
import { fingerprintOf, type Finding } from "../../core/finding";
import { compileGlobs } from "../../core/glob";
import { ConfigurationError, type FileSelection, type SelectedFile } from "../../core/host";
import type { Policy } from "../../core/policy";
import type { RuleContext } from "../../core/rule";
import type { ScannedFile } from "../../gate";
import { selectFiles } from "../../host/select";
import { openWorkspace } from "../../host/workspace";
import { judge } from "../../judge";
import { flawIgnorer, policyIgnores } from "../../policy/ignores";
import type { ExampleFiles, ExampleFinding, PolicyTest } from "../../policy/policy-tests";
import { RULES, ruleById } from "../../rules";

type Unnumbered = Omit<Finding, "id">;

interface Described {
  format?: string;
  sha256?: string;
  readonly findings: Unnumbered[];
}

/** What a scan would have said of the files that an example only describes. Those that the policy ignores are left out. */
export function describedFiles(
  { findings, artifacts }: PolicyTest,
  policy: Policy,
  context: RuleContext,
  today: string,
): ScannedFile[] {
  const files = new Map<string, Described>();
  const fileAt = (path: string): Described => {
    const known = files.get(path);
    if (known !== undefined) return known;
    const made: Described = { findings: [] };
    files.set(path, made);
    return made;
  };
  const ignores = flawIgnorer(policyIgnores(policy), today);
  findings.forEach((example, nth) => {
    const file = fileAt(example.path);
    if (example.sha256 !== undefined) Object.assign(file, { sha256: example.sha256, format: file.format ?? "unknown" });
    file.findings.push(toFinding(example, nth, context, ignores));
  });
  for (const { path, format, sha256 } of artifacts) {
    const file = Object.assign(fileAt(path), { format, ...(sha256 === undefined ? {} : { sha256 }) });
    const at = { path, inside: [] };
    file.findings.push(...judge({ kind: "file", at, claimedBy: [format], head: new Uint8Array() }, RULES, context));
  }
  return [...files].map(([path, file]) => ({ path, size: 0, members: 0, ...file }));
}

/** As the rule makes it, where what it is about is allowed or ignored: they know before the waivers do. */
function toFinding(
  { rule, path, severity, id, global, flaw, old }: ExampleFinding,
  nth: number,
  context: RuleContext,
  ignores: ReturnType<typeof flawIgnorer>,
): Unnumbered {
  const known = ruleById(rule)!;
  const location = { path, inside: [] };
  const allowed = global === undefined ? undefined : context.allowedGlobals.get(global);
  const ignored =
    flaw && ignores({ name: flaw.package, purl: `pkg:generic/${flaw.package}`, at: location }, [flaw.advisory]);
  const waived = allowed ?? ignored;
  return {
    rule,
    severity: allowed === undefined ? (severity ?? known.severity) : "info",
    confidence: known.confidence,
    message: `${known.summary}, as the example says`,
    location,
    fingerprint: id === undefined ? fingerprintOf(rule, [path, String(nth)]) : id.padEnd(64, "0"),
    ...(old ? { baseline: true } : {}),
    ...(waived === undefined ? {} : { waived }),
  };
}

/**
 * The files on disk that an example names, at the places where they are taken to lie. Throws `ConfigurationError` where there is none,
 * or where several would lie at one place. Nothing is fetched for them.
 */
export function filesOnDisk(named: readonly ExampleFiles[], source: string): Pick<FileSelection, "files" | "missing"> {
  const files: SelectedFile[] = [];
  const missing: FileSelection["missing"][number][] = [];
  const workspace = openWorkspace(dirname(resolve(source)), process.env);
  for (const { path, as } of named) {
    const comparison = { kind: "tree", notices: [] } as const;
    const found = selectFiles(workspace, comparison, { paths: [path], lfsMaxBytes: 0 });
    if (as !== undefined && found.files.length + found.missing.length !== 1)
      throw new ConfigurationError(`${source}: \`as\` is for one file, and ${path} is several`);
    files.push(...found.files.map((file) => (as === undefined ? file : { ...file, path: as })));
    missing.push(...found.missing.map((file) => (as === undefined ? file : { ...file, path: as })));
  }
  return { files, missing };
}

/** What the gate is told to look at: the described files and those on disk, without what the policy ignores. */
export function selectionOf(
  described: readonly ScannedFile[],
  onDisk: Pick<FileSelection, "files" | "missing">,
  { ignore }: Policy,
  root: string,
): { readonly selection: FileSelection; readonly ignored: number } {
  const all: readonly SelectedFile[] = [
    ...described.map(({ path }) => ({ path, absolute: join(root, path), size: 0, sameAsBase: false })),
    ...onDisk.files,
  ];
  const places = all.map(({ path }) => path);
  const twice = places.find((path, at) => places.indexOf(path) !== at);
  if (twice !== undefined)
    throw new ConfigurationError(`a test has ${twice} twice: describe it or scan it, and scan one file for one place`);
  const ignores = compileGlobs(ignore);
  const files = all.filter(({ path }) => !ignores(path));
  const missing = onDisk.missing.filter(({ path }) => !ignores(path));
  const changedPaths = new Set(files.map(({ path }) => path));
  // Not the whole tree: waivers of what this example does not speak of are no news.
  const selection = { mode: "changes", files, missing, deleted: [], changedPaths, notices: [] } as const;
  return { selection, ignored: all.length + onDisk.missing.length - files.length - missing.length };
}
