import type { CardFact } from "../../core/card-facts";
import type { Finding } from "../../core/finding";
import type { SelectedFile } from "../../core/host";
import { WANTED_EVIDENCE, type Inventory, type InventoryModel, type WantedEvidence } from "../../core/inventory";
import { reaches } from "../../core/severity";
import type { ScannedFile } from "../../gate";
import { repositoryIdentity } from "../../host/repository-identity";
import { selectFiles } from "../../host/select";
import type { Workspace } from "../../host/workspace";
import { unapprovedSources } from "../../inventory/approved-sources";
import { isSaidLicense } from "../../core/license-words";
import { missingEvidence } from "../../inventory/wanted-evidence";
import { DEFAULT_POLICY } from "../../policy/file";
import { collectInventory } from "../bom/collect";
import { originsOf } from "../bom/origins";
import { repositoryFacts, ruleContext, type ContextData } from "../rule-context";
import { scanFiles } from "../scanning";

/** The formats that are a pickle by themselves; those inside of archives are claimed as the first. */
export const PICKLE_FORMATS = ["pickle", "joblib", "torch-legacy"];

/** What a policy for this repository would be about. Paths in order. */
export interface Survey {
  /** How many model files have each format. */
  readonly formats: ReadonlyMap<string, number>;
  /** Files that are or hold a pickle. */
  readonly pickles: readonly string[];
  readonly models: readonly string[];
  readonly lockfiles: readonly string[];
  /** What is known of every model. */
  readonly known: readonly WantedEvidence[];
  /** Where models and what they were made from come from, as `sources.allow` has it: `huggingface.co/acme/*`. */
  readonly sources: readonly string[];
  /** Models of which nobody says where they come from. */
  readonly unrecorded: number;
  /** Licences that models say. */
  readonly licenses: readonly string[];
  /** Findings that would fail the gate today, by rule. Those of lockfiles are not asked for. */
  readonly blocking: ReadonlyMap<string, number>;
  /** Files whose content is not here. */
  readonly missing: number;
}

/** Looks at the whole tree, as `gate` would without a policy. Nothing is fetched, and nobody is asked. */
export async function survey(workspace: Workspace, env: NodeJS.ProcessEnv): Promise<Survey> {
  const selection = selectFiles(workspace, { kind: "tree", notices: [] }, { lfsMaxBytes: 0 });
  const data: ContextData = { allowedGlobals: [], deniedFormats: PICKLE_FORMATS };
  const repository = repositoryFacts(workspace.root, selection);
  const context = ruleContext(data, repository);
  const scan = (files: readonly SelectedFile[]): Promise<readonly ScannedFile[]> =>
    scanFiles(files, { setup: { context: data, repository }, context });
  const scanned = await scan(selection.files);
  const { inventory } = await collectInventory({
    workspace,
    subject: repositoryIdentity(workspace, env),
    scanned,
    named: [],
    read: [],
    sboms: [],
    lockfiles: true,
    scan,
    ignored: () => false,
    packages: [],
    origins: originsOf(workspace.root),
  });
  const findings = scanned.flatMap((file) => file.findings);
  const isPickle = ({ rule }: Omit<Finding, "id">) => rule === "MA-POL-004";
  const lacking = new Set(missingEvidence(inventory, WANTED_EVIDENCE).map(({ fact }) => fact.what));
  return {
    formats: counted(scanned.flatMap(({ format }) => format ?? [])),
    pickles: inOrder(findings.filter(isPickle).map(({ location }) => location.path)),
    models: inOrder(inventory.models.map(({ path }) => path)),
    lockfiles: inOrder(inventory.packages.map(({ at }) => at.path)),
    known: WANTED_EVIDENCE.filter((what) => !lacking.has(what) && inventory.models.some(SAYS[what])),
    ...placesOf(inventory),
    licenses: inOrder(inventory.models.flatMap(({ facts }) => licensesIn(facts))),
    blocking: counted(
      findings
        .filter((finding) => !isPickle(finding) && reaches(finding.severity, DEFAULT_POLICY.failOn))
        .map(({ rule }) => rule),
    ),
    missing: selection.missing.length,
  };
}

/** Nothing comes from what an empty list approves of, so all that there is is told. */
function placesOf(inventory: Inventory): Pick<Survey, "sources" | "unrecorded"> {
  const places = unapprovedSources(inventory, [[]]).map(({ fact }) => fact.from);
  const known = places.flatMap((place) => place ?? []);
  return { sources: inOrder(known.map(around)), unrecorded: places.length - known.length };
}

/** The organisation or directory that a place is in, as a pattern. */
function around(place: string): string {
  const parent = place.slice(0, place.lastIndexOf("/"));
  return parent.includes("/") ? `${parent}/*` : place;
}

function licensesIn(facts: readonly CardFact[]): string[] {
  return facts.flatMap((fact) => (fact.kind === "license" && isSaidLicense(fact.value) ? [fact.value] : []));
}

/** Whether a model can have it at all: one that was made from nothing lacks no commit of what it was made from. */
const SAYS: Readonly<Record<WantedEvidence, (model: InventoryModel) => boolean>> = {
  card: () => true,
  license: () => true,
  "base-revision": ({ bases }) => bases.length > 0,
  dataset: ({ datasets }) => datasets.length > 0,
};

function inOrder(paths: readonly string[]): string[] {
  return [...new Set(paths)].sort();
}

/** How often each occurs, the most frequent first. */
function counted(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return new Map([...counts].sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1)));
}
