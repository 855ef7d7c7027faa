import { Malformed } from "../../core/bytes";
import type { LockContext, LockEntry, LockfileSyntax } from "../../core/lockfile";
import type { Location } from "../../core/location";
import { member, objectsOf, stringOf, type JsonNode } from "../../syntax/json";
import { Lines } from "../../syntax/lines";
import { parseYaml } from "../../syntax/yaml-places";
import { atStake, isThirdParty, type AtStake } from "./publishing";
import { readAction, readImage } from "./uses";

/** References that cannot be read that are told one by one. CWE-770. */
const MAX_PROBLEMS = 20;
/** Mappings whose names are the user's own: inputs of an action, variables. */
const FREE = new Set(["with", "env", "inputs", "outputs", "secrets"]);

/**
 * Workflows and actions of GitHub: which actions, reusable workflows and images they run, and in those that build, publish, may
 * write or work on models, which of them somebody else can change.
 */
export const githubWorkflow: LockfileSyntax = {
  id: "github-workflow",
  title: "GitHub workflows and actions",
  claims: (path) => /(?:^|\/)(?:\.github\/workflows\/[^/]+|action)\.ya?ml$/.test(path),
  parse: parseWorkflow,
};

/** Something that is run, and where. */
interface Use {
  readonly text: string;
  readonly comment: string;
  readonly at: Location;
}

function* parseWorkflow(text: string, { path }: LockContext): Iterable<LockEntry> {
  const nul = text.indexOf("\0");
  if (nul >= 0) throw new Malformed("it is no YAML: it has a NUL byte", nul);
  const { roots, problems } = parseYaml(text);
  const stake = atStake(text);
  const told = new Set<string>();
  let unread = 0;
  for (const use of usesOf(roots, text, path)) {
    const { text: written, comment, at } = use;
    if (written.startsWith("./") || written.startsWith("../")) continue;
    const image = readImage(written, at);
    if (image !== undefined) {
      yield { kind: "package", pkg: image };
      continue;
    }
    const action = readAction(written, comment, at);
    if (action === undefined) {
      const detail = "what a step uses is no action with a version, no image and no directory";
      if (++unread <= MAX_PROBLEMS) yield { kind: "unreadable", at, reason: "malformed", detail };
      continue;
    }
    yield { kind: "package", pkg: action.pkg };
    if (stake === undefined || action.pinned || !isThirdParty(action.owner) || told.has(action.written)) continue;
    told.add(action.written);
    yield { kind: "practice", at, practice: unpinned(action.written, stake) };
  }
  if (problems.length > 0) throw new Malformed(`it is no YAML: ${problems[0]}`);
}

/** Where an action runs, and what it reaches there. */
const REACHES: Readonly<Record<AtStake, readonly [where: string, what: string]>> = {
  published: ["builds or publishes", "runs beside what gets published"],
  rights: ["may write", "has its rights"],
  models: ["works on models", "runs beside them"],
};

function unpinned(what: string, stake: AtStake) {
  const [where, reaches] = REACHES[stake];
  const detail = `an action of somebody else is not pinned to a commit in a workflow that ${where}: whoever can move its tag ${reaches}`;
  return { kind: "unpinned-action", what, detail } as const;
}

/** Every `uses` wherever it stands, since aliases may stand anywhere, and the image of an action. */
function* usesOf(roots: readonly JsonNode[], text: string, path: string): Generator<Use> {
  const lines = new Lines(text);
  const use = (node: JsonNode | undefined): Use | undefined => {
    const said = stringOf(node)?.trim();
    if (node === undefined || said === undefined) return undefined;
    const end = text.indexOf("\n", node.end);
    const comment = text.slice(node.end, end < 0 ? undefined : end);
    return { text: said, comment, at: { path, inside: [], line: lines.lineOf(node.start) } };
  };
  for (const root of roots) {
    for (const { node, path: keys } of objectsOf(root)) {
      if (FREE.has(keys.at(-1) ?? "")) continue;
      for (const each of node.members) {
        const found = each.key === "uses" ? use(each.value) : undefined;
        if (found !== undefined) yield found;
      }
    }
    const image = use(member(root, "runs", "image"));
    if (image?.text.startsWith("docker://")) yield image;
  }
}
