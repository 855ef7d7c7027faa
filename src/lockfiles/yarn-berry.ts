import { Malformed, Unsupported } from "../core/bytes";
import type { LockContext, LockEntry, LockfileSyntax } from "../core/lockfile";
import { parseFastYaml } from "../syntax/fast-yaml";
import { member, membersOf, stringOf, type JsonMember, type JsonNode } from "../syntax/json";
import { Lines } from "../syntax/lines";
import { reachPackages, type DependencyGraph, type DependencyRoot } from "./dependency-graph";
import { baseName, isSafeToType } from "./npm/command";
import { entriesOf, MAX_ENTRIES } from "./npm/entries";
import { asksOf, projectBeside } from "./npm/manifest";
import { elsewhere, registryAt } from "./npm/origin";
import type { Seen } from "./npm/seen";
import { isBerry } from "./npm/yarn-kind";

/** The newest `__metadata.version` whose locks were looked at (yarn 4.14). */
const NEWEST = 10;

/** The lock of yarn 2 and later (https://yarnpkg.com/advanced/lexicon#lockfile). */
export const yarnBerry: LockfileSyntax = {
  id: "yarn-berry",
  title: "yarn.lock of yarn 2 and later",
  claims: (path) => baseName(path) === "yarn.lock",
  sniff: isBerry,
  *parse(text, context): Generator<LockEntry> {
    const root = parseFastYaml(text)[0];
    checkVersion(root);
    const members = membersOf(root).filter(({ key }) => key !== "__metadata");
    const { seen, graph } = packagesOf(members.slice(0, MAX_ENTRIES), context);
    yield* entriesOf(seen, reachPackages(graph), context, new Lines(text), members.length);
  },
  upgrade({ name, version, direct }) {
    if (!isSafeToType(name, version)) return undefined;
    return direct === undefined || direct === name ? `yarn up ${name}@${version}` : `yarn up -R ${name}`;
  },
};

function checkVersion(root: JsonNode | undefined): void {
  if (member(root, "__metadata")?.kind !== "object")
    throw new Malformed("it is no lockfile of yarn 2 or later: it has no __metadata", 0);
  const version = stringOf(member(root, "__metadata", "version")) ?? "";
  if (!/^\d{1,4}$/.test(version) || Number(version) > NEWEST)
    throw new Unsupported(
      `version ${JSON.stringify(version.slice(0, 40))} of yarn's lockfile is not read; versions up to ${NEWEST} are`,
    );
}

/** `name@npm:1.2.3`, cut behind the name. */
interface Locator {
  readonly name: string;
  readonly reference: string;
}

interface Entry {
  readonly member: JsonMember;
  readonly locator: Locator;
}

function packagesOf(
  members: readonly JsonMember[],
  context: LockContext,
): { seen: readonly Seen[]; graph: DependencyGraph } {
  const entries = members.map((each): Entry => {
    const resolution = stringOf(member(each.value, "resolution"));
    return { member: each, locator: locatorOf(resolution ?? each.key.split(", ", 1)[0]!) };
  });
  const plain = new Set(entries.filter(({ locator }) => !isPatch(locator)).map(({ locator }) => keyOf(locator)));
  const seen: Seen[] = [];
  const asks: JsonNode[] = [];
  const byDescriptor = new Map<string, number>();
  const projects: Workspace[] = [];
  for (const { member: each, locator } of entries) {
    if (locator.reference.startsWith("workspace:")) {
      projects.push({ path: locator.reference.slice("workspace:".length), node: each.value });
      continue;
    }
    // The package that is patched stands there too.
    if (isPatch(locator) && plain.has(keyOf(unpatched(locator)))) continue;
    const node = seen.push(seenOf(each, unpatched(locator))) - 1;
    asks.push(each.value);
    // `local@file:./local::locator=...`: who asks for it does not say from where.
    for (const descriptor of each.key.split(", ")) byDescriptor.set(descriptor.replace(/::locator=.*$/s, ""), node);
  }
  const find = ([name, range]: readonly [string, string]): number | undefined =>
    byDescriptor.get(`${name}@${range}`) ?? byDescriptor.get(`${name}@npm:${range}`);
  const { roots, ranges } = rootsOf(projects, find, context);
  const graph: DependencyGraph = {
    size: seen.length,
    name: (node) => seen[node]!.name,
    *asks(node) {
      for (const each of asksOf(asks[node], ["dependencies"])) {
        const found = find(each);
        if (found !== undefined) yield found;
      }
    },
    roots,
  };
  return {
    seen: seen.map((each, node) => (ranges.has(node) ? { ...each, wanted: ranges.get(node)! } : each)),
    graph,
  };
}

interface Workspace {
  /** Relative to the lockfile. */
  readonly path: string;
  readonly node: JsonNode;
}

/** Manifests that are read beside one lock. The largest monorepos have some hundred workspaces. CWE-400. */
const MAX_MANIFESTS = 500;

/** What the workspaces ask for. What is for development only stands in their manifests alone. */
function rootsOf(
  projects: readonly Workspace[],
  find: (asked: readonly [string, string]) => number | undefined,
  context: LockContext,
): { roots: DependencyRoot[]; ranges: Map<number, string> } {
  const roots: DependencyRoot[] = [];
  const ranges = new Map<number, string>();
  projects.forEach(({ path, node: project }, number) => {
    const manifest = number < MAX_MANIFESTS ? projectBeside(context, path) : undefined;
    const groups = new Map(manifest?.wanted.toReversed().map(({ name, group }) => [name, group]));
    for (const asked of asksOf(project, ["dependencies"])) {
      const node = find(asked);
      if (node === undefined) continue;
      const group = groups.get(asked[0]);
      roots.push({ node, ...(group === undefined ? {} : { group }) });
      if (!ranges.has(node)) ranges.set(node, asked[1].replace(/^npm:/, ""));
    }
  });
  return { roots, ranges };
}

function locatorOf(text: string): Locator {
  const cut = text.indexOf("@", 1);
  const [name, reference] = cut < 0 ? [text, ""] : [text.slice(0, cut), text.slice(cut + 1)];
  // `virtual:<hash>#npm:1.2.3`: the same package for another set of peers.
  return { name, reference: reference.startsWith("virtual:") ? reference.replace(/^[^#]*#/, "") : reference };
}

function isPatch({ reference }: Locator): boolean {
  return reference.startsWith("patch:");
}

/** Patches on patches. Yarn makes one, on what a person has patched. CWE-674. */
const MAX_PATCHES = 4;

/** What is patched: `patch:fsevents@npm%3A2.3.3#optional!builtin<compat/fsevents>::version=2.3.3&hash=df0bf1`. */
function unpatched(locator: Locator): Locator {
  let inner = locator;
  for (let depth = 0; depth < MAX_PATCHES && isPatch(inner); depth++) {
    const base = inner.reference.slice("patch:".length).replace(/#.*$/s, "");
    inner = locatorOf(decoded(base));
  }
  return inner;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function keyOf({ name, reference }: Locator): string {
  return `${name}@${reference.replace(/^npm:/, "").replace(/::.*$/s, "")}`;
}

function seenOf({ at, value }: JsonMember, { name, reference }: Locator): Seen {
  const version = stringOf(member(value, "version"));
  const checksum = stringOf(member(value, "checksum"));
  const hashes = (): readonly string[] => (checksum === undefined ? [] : checksumOf(checksum));
  const needsNoHash = member(value, "conditions") !== undefined;
  const common = { place: at, hashes, needsNoHash };
  const cut = reference.indexOf("::");
  const [bare, parameters] = cut < 0 ? [reference, ""] : [reference.slice(0, cut), reference.slice(cut + 2)];
  if (bare.startsWith("npm:")) {
    const archive = new URLSearchParams(parameters).get("__archiveUrl");
    return { ...common, name, version: bare.slice("npm:".length), origin: registryAt(archive ?? undefined) };
  }
  // `file:./local#./local::hash=...`: what stands behind is yarn's own.
  const origin = elsewhere(/^(?:file|link|portal|exec):/.test(bare) ? bare.replace(/#.*$/s, "") : bare);
  const archive = origin.kind === "registry" ? origin.archive : undefined;
  return { ...common, name: archive?.name ?? name, version: archive?.version ?? version, origin };
}

/** Of yarn's own archive of the package, which is no tarball, so that this is no hash of the registry: it has its own name. */
function checksumOf(checksum: string): string[] {
  const hex = checksum.slice(checksum.indexOf("/") + 1);
  return /^[0-9a-f]{64,128}$/.test(hex) ? [`yarn-sha512:${hex}`] : [];
}
