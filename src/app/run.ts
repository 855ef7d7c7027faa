import { existsSync } from "node:fs";
import { join, sep } from "node:path";
import type { Evidence } from "../core/evidence";
import { compileGlobs } from "../core/glob";
import type { FileSelection, SelectedFile } from "../core/host";
import type { RunReport } from "../core/report";
import type { RuleContext } from "../core/rule";
import { utcDay } from "../core/time";
import { isModelName } from "../formats/model-names";
import { runGate, type GateInput, type PolicyInForce, type ScannedFile } from "../gate";
import { decideChanges, type Comparison } from "../host/changes";
import type { FetchCredentials } from "../host/commits";
import { isProposed, readEvent, type GitHubEvent } from "../host/event";
import type { Env } from "../host/git";
import { compareByApi } from "../host/github-api";
import type { OnAsking } from "../host/http";
import { selectFiles } from "../host/select";
import { SpillArea } from "../host/spill-file";
import { openWorkspace, type Workspace } from "../host/workspace";
import { asksAboutModels } from "../policy/asks";
import { POLICY_FILE } from "../policy/file";
import type { EvidenceFacts } from "../policy/rego/build-evidence";
import type { ProgressState } from "../report/progress";
import { RULES } from "../rules";
import type { AuditRequest } from "./audit/request";
import type { AuditRun } from "./audit/audit-run";
import type { BomRequest } from "./bom/request";
import type { ScannedTree } from "./attest/tree-to-sign";
import type { Collected } from "./bom/collect";
import type { BomRun } from "./bom/run-bom";
import { counting } from "./counting";
import { guardEvents } from "./guard-events";
import { loadPolicy, policyEvents, type PolicyOverrides } from "./load-policy";
import type { OrganisationRequest } from "./organisation/request";
import type { PoolOptions } from "./pool";
import { policyContext } from "./policy-context";
import { repositoryFacts, ruleContext } from "./rule-context";
import { rulesDigest } from "./rules-digest";
import type { GateRun } from "./rego/evidence-run";
import type * as Scanning from "./scanning";
import type { SignatureRun } from "./signatures/signature-run";

/** Documents beside the report: CycloneDX's bill of materials, and its VEX where lockfiles were audited. */
export type DocumentKind = "bom" | "vex";

/** One run of the gate, as the action's inputs or the command line ask for it. */
export interface RunRequest {
  readonly directory: string;
  readonly env: Env;
  /** Whether the workflow's event chooses the change; the command line compares only with `baseRef`. */
  readonly useEvent: boolean;
  readonly paths: readonly string[];
  readonly baseRef?: string;
  readonly headRef?: string;
  readonly config?: string;
  readonly overrides: PolicyOverrides;
  /** The organisation's policy, which stands above the repository's. */
  readonly organisation?: OrganisationRequest;
  readonly lfsMaxBytes?: number;
  readonly token?: string;
  /** Whether model files are scanned; the `audit` command looks at lockfiles alone. */
  readonly scan: boolean;
  /**
   * Where the person stands, links resolved, where that may be elsewhere: the policy of a repository that is not around it has no say,
   * for a download may bring one that lets it in (CWE-345).
   */
  readonly standsIn?: string;
  /** Why only a part is looked at, in words, where that is so: rules in Rego are about the whole. */
  readonly part?: string;
  /** Absent where the audit is off. */
  readonly audit?: AuditRequest;
  /** Whether nothing of the directory is looked at: only environments and inventories. */
  readonly inventoriesOnly?: boolean;
  /** Whether each of `paths` is a lockfile that the user named. */
  readonly namedLockfiles?: boolean;
  /** Absent where no bill of materials is wanted; `onDocument` takes it. */
  readonly bom?: BomRequest;
  readonly onDocument?: (kind: DocumentKind, text: string) => void;
  /** Takes what rules in Rego would see, in place of asking them. */
  readonly onEvidence?: (evidence: Evidence) => void;
  /** Takes the whole tree as the bill of materials has it, for those who sign. */
  readonly onTree?: (tree: ScannedTree) => void;
  readonly onProgress?: (done: ProgressState) => void;
  /** Hears whom the audit asks. */
  readonly onAsking?: OnAsking;
}

/** Puts host, policy and engine together. Throws `ConfigurationError` and `InvalidPolicy` for exit 2. */
export async function run(request: RunRequest): Promise<RunReport> {
  const workspace = openWorkspace(request.directory, request.env);
  const event: GitHubEvent = request.useEvent ? readEvent(request.env) : { kind: "none" };
  const comparison = await compare(request, workspace, event);
  const baseDecides =
    request.baseRef !== undefined || (event.kind !== "none" && event.kind !== "push" && event.kind !== "other");
  const wishes = policyWishes(request, workspace);
  const inForce = await loadPolicy({ ...wishes, workspace, comparison, baseDecides });
  const own = await openRules(request, inForce);
  const ignores = compileGlobs(inForce.policy.ignore);
  const all = selectFiles(workspace, comparison, selectOptions(request, ignores));
  const selected = request.inventoriesOnly === true ? { ...all, files: [], missing: [] } : all;
  const { selection, ignored } = leaveOut(selected, ignores);

  const now = new Date();
  const today = utcDay(now);
  const data = policyContext(inForce.policy, today);
  const repository = repositoryFacts(workspace.root, selection);
  const context = ruleContext(data, repository);
  const scanning = request.scan ? await import("./scanning") : undefined;
  const scan = scanning && scanner(scanning, { setup: { context: data, repository }, context }, request.onProgress);
  return runGate({
    selection,
    ignored,
    inForce: {
      ...inForce,
      events: [...policyEvents(inForce, selected), ...guardEvents(inForce, selected, workspace, request.env)],
    },
    rules: RULES,
    rulesDigest: rulesDigest(),
    context,
    today,
    scan: async (files) => (await scan?.(files)) ?? [],
    ...bomOf(
      request,
      { workspace, selection, context, policy: inForce.policy, today, baseDecides, ownRules: own.asked },
      scan,
    ),
    ...auditOf(request, {
      workspace,
      selection,
      context,
      policy: inForce.policy,
      today,
      ...(inForce.organisation === undefined ? {} : { delegates: inForce.policy.delegates }),
      baseDecides,
      trustCache: !isProposal(event),
    }),
    ...(await own.asking({ env: request.env, event, selection, git: workspace.git, now }, context)),
    ...(scanning === undefined ? {} : { scanBase: baseScanner(scanning, workspace, selection, context) }),
    clock: () => performance.now(),
    notices: [
      ...notAudited(request),
      ...own.notices,
      ...unasked(request, inForce),
      ...ownWord(request, inForce, { root: workspace.root, foreign: wishes.foreign, baseDecides }),
    ],
  });
}

/** What the request says of the policy, and whether that of the workspace has no say. */
function policyWishes({ config, overrides, organisation, standsIn }: RunRequest, { root }: Workspace) {
  return {
    overrides,
    foreign: config === undefined && standsIn !== undefined && !`${standsIn}${sep}`.startsWith(`${root}${sep}`),
    ...(config === undefined ? {} : { config }),
    ...(organisation === undefined ? {} : { organisation }),
  };
}

/** Where only a part is looked at, nobody can say what the tree's models lack; nor is it passed over in silence. */
function unasked({ part, scan, bom }: RunRequest, { policy }: PolicyInForce): string[] {
  if (part === undefined || !scan || bom !== undefined || !asksAboutModels(policy)) return [];
  return [`What the policy asks of whole models was not looked at: ${part}. model-assay gate does.`];
}

/** Where something other has decided than people may take for granted. */
function ownWord(
  { env, useEvent }: RunRequest,
  { digest, source }: PolicyInForce,
  { root, foreign, baseDecides }: { readonly root: string; readonly foreign: boolean; readonly baseDecides: boolean },
): string[] {
  if (foreign && existsSync(join(root, POLICY_FILE)))
    return [`${POLICY_FILE} of what is looked at had no say. To let it decide, go there, or name it: --config FILE.`];
  if (useEvent || baseDecides || digest === null || !isProposed(env)) return [];
  return [
    `This is a ${env["GITHUB_EVENT_NAME"]} event, and ${source} as it is checked out decided. For that of the base: --base REF.`,
  ];
}

/** Rules in Rego are a file of their own; their threads start before anything else, and are ready when they are asked. */
async function openRules({ part, onEvidence }: RunRequest, { ownRules = [], path }: PolicyInForce) {
  const none = { asked: false, asking: () => ({}), notices: [] };
  if (onEvidence !== undefined) return showingEvidence(onEvidence);
  if (ownRules.length === 0) return none;
  if (part !== undefined)
    return { ...none, notices: [`Rules in Rego were not asked: ${part}. model-assay gate asks them.`] };
  const { openOwnRules } = await import("./rego/own-rules");
  const rules = openOwnRules(ownRules, path);
  return {
    asked: true,
    notices: [],
    async asking(run: GateRun, context: RuleContext): Promise<Pick<GateInput, "ownRules">> {
      const evidenceOf = await evidenceBuilder(run);
      return { ownRules: (known) => rules.ask(evidenceOf(known), context) };
    },
  };
}

/** The run as if there were rules, also where none parses yet: who writes them wants to see first. */
function showingEvidence(onEvidence: NonNullable<RunRequest["onEvidence"]>) {
  return {
    asked: true,
    notices: [],
    async asking(run: GateRun): Promise<Pick<GateInput, "ownRules">> {
      const evidenceOf = await evidenceBuilder(run);
      return {
        ownRules: async (known) => {
          onEvidence(evidenceOf(known));
          return { findings: [], missing: [] };
        },
      };
    },
  };
}

async function evidenceBuilder(run: GateRun): Promise<(known: EvidenceFacts) => Evidence> {
  const [{ gateRun }, { buildEvidence }] = await Promise.all([
    import("./rego/evidence-run"),
    import("../policy/rego/build-evidence"),
  ]);
  return (known) => buildEvidence(gateRun(run), known);
}

type Scan = (files: readonly SelectedFile[]) => Promise<ScannedFile[]>;

/** Each scan counts for itself: that of the whole tree, for a bill of materials, comes after that of the change. */
function scanner(
  { scanFiles }: typeof Scanning,
  options: Omit<PoolOptions, "progress">,
  onProgress: RunRequest["onProgress"],
): Scan {
  return (files) => scanFiles(files, { ...options, progress: counting(files, onProgress) });
}

function notAudited({ scan, audit, part }: RunRequest): string[] {
  if (!scan || audit !== undefined) return [];
  return [`Lockfiles were not audited: ${part === undefined ? "audit is false" : "`model-assay audit` does that"}.`];
}

/** The audit is a file of its own: a run without it does not load it. */
function auditOf(request: RunRequest, run: Omit<AuditRun, "request" | "env" | "named">): Pick<GateInput, "audit"> {
  const { audit, env, namedLockfiles, paths, onAsking } = request;
  if (audit === undefined) return {};
  const named = new Set(namedLockfiles === true ? paths : []);
  return {
    audit: async () => (await import("./audit/run-audit")).runAudit({ ...run, request: audit, env, named, onAsking }),
  };
}

/** The bill of materials is a file of its own, too. Where the policy asks about models, they are looked at without one. */
function bomOf(
  { bom, env, audit, part, onDocument = () => undefined, onTree }: RunRequest,
  run: Pick<SignatureRun, "workspace" | "selection" | "context" | "policy" | "baseDecides"> & {
    readonly today: string;
    /** Whether rules in Rego are asked, which see the models. */
    readonly ownRules: boolean;
  },
  scan: BomRun["scan"] | undefined,
): Pick<GateInput, "bom" | "onDecided"> {
  const asked = bom !== undefined || (part === undefined && (run.ownRules || asksAboutModels(run.policy)));
  if (!asked || scan === undefined) return {};
  let made: string | undefined;
  const take = (text: string) => onDocument("bom", (made = text));
  let tree: Collected | undefined;
  const deliver: BomRun["onTree"] = (collected) => {
    tree = collected;
    onTree?.({ ...collected, root: run.workspace.root, policy: run.policy, today: run.today });
  };
  const { signatures, signers } = run.policy;
  return {
    bom: async (scanned, audited) => {
      const bill = await (
        await import("./bom/run-bom")
      ).runBom(
        {
          ...run,
          ...(bom === undefined ? {} : { request: bom }),
          ...{ env, scan, sboms: audit?.sboms ?? [], onDocument: take, onTree: deliver },
        },
        scanned,
        audited,
      );
      if (tree === undefined || !(signatures.require || signers.length > 0)) return bill;
      const { runSignatures } = await import("./signatures/run-signatures");
      return runSignatures(bill, { ...run, env, collected: tree, offline: audit?.offline === true });
    },
    onDecided: async (flawed, findings) => {
      if (bom === undefined || made === undefined || audit === undefined) return [];
      const { renderVex } = await import("./bom/vex");
      try {
        onDocument("vex", renderVex(made, flawed, findings, bom.version));
        return [];
      } catch (error) {
        return [`The VEX document could not be made: ${(error as Error).message}`];
      }
    },
  };
}

/** Whether somebody proposes this change who may not write here: then nothing that they could have cached is believed. */
function isProposal({ kind }: GitHubEvent): boolean {
  return kind === "pull_request" || kind === "pull_request_target" || kind === "merge_group";
}

/** Texts beyond this size are no code or configuration that people write. Bytes. */
const MAX_BASE_TEXT = 16 * 1024 ** 2;

/** Looks at the base's version of a text; its findings are not news. */
function baseScanner(
  { scanText }: typeof Scanning,
  { git, root }: Workspace,
  { base }: FileSelection,
  context: RuleContext,
) {
  return ({ path }: SelectedFile) => {
    const content = git && base !== undefined ? git.show(base, path, MAX_BASE_TEXT) : undefined;
    return content && scanText(path, content, { context, spills: new SpillArea(), root });
  };
}

async function compare(request: RunRequest, { git }: Workspace, event: GitHubEvent): Promise<Comparison | undefined> {
  const credentials = fetchCredentials(request);
  return decideChanges({
    git,
    event,
    ...(request.token === undefined ? {} : { compare: compareByApi(request.env, request.token) }),
    ...(request.baseRef === undefined ? {} : { baseRef: request.baseRef }),
    ...(request.headRef === undefined ? {} : { headRef: request.headRef }),
    ...(credentials === undefined ? {} : { credentials }),
  });
}

function fetchCredentials({ env, token }: RunRequest): FetchCredentials | undefined {
  if (token === undefined || token === "") return undefined;
  return { serverUrl: env["GITHUB_SERVER_URL"] ?? "https://github.com", token };
}

function selectOptions(request: RunRequest, ignored: (path: string) => boolean) {
  const credentials = fetchCredentials(request);
  return {
    ignored,
    // Without a scan nobody asked for models.
    ...(request.scan ? { isModel: isModelName } : {}),
    ...(request.paths.length === 0 ? {} : { paths: request.paths }),
    ...(request.lfsMaxBytes === undefined ? {} : { lfsMaxBytes: request.lfsMaxBytes }),
    ...(credentials === undefined ? {} : { credentials }),
  };
}

/** Files that the policy ignores are not selected at all; their number is shown. */
function leaveOut(
  selected: FileSelection,
  ignores: (path: string) => boolean,
): { selection: FileSelection; ignored: number } {
  const files = selected.files.filter(({ path }) => !ignores(path));
  const missing = selected.missing.filter(({ path }) => !ignores(path));
  const ignored = selected.files.length - files.length + selected.missing.length - missing.length;
  return { selection: { ...selected, files, missing }, ignored };
}
