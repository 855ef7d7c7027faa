import { Malformed, Unsupported } from "../core/bytes";
import type { LockContext, LockEntry, LockfileSyntax, UpgradeAsked } from "../core/lockfile";
import { parseFastYaml } from "../syntax/fast-yaml";
import { itemsOf, member, membersOf, stringOf, type JsonNode } from "../syntax/json";
import { Lines } from "../syntax/lines";
import { readPackageList } from "./conda-lock";
import { asksOf, CondaRecords, hashesOf, type CondaRecord } from "./conda-record";
import { parseCondaUrl } from "./conda-spec";
import { readAddress } from "./python-address";

const OLDEST = 1;
const NEWEST = 7;
/** Before it, the file is like that of conda-lock. */
const FIRST_WITH_ENVIRONMENTS = 4;

/** pixi.lock (https://pixi.prefix.dev/latest/workspace/lockfile/), of all versions so far. */
export const pixiLock: LockfileSyntax = {
  id: "pixi-lock",
  title: "pixi (pixi.lock)",
  claims: (path) => /(?:^|\/)pixi\.lock$/.test(path),
  parse: parsePixi,
  upgrade: ({ name }: UpgradeAsked) => `pixi update ${name}`,
};

function* parsePixi(text: string, { path }: LockContext): Iterable<LockEntry> {
  const [root] = parseFastYaml(text);
  const said = stringOf(member(root, "version"));
  if (said === undefined) throw new Malformed("it is no pixi.lock: it says no version", 0);
  const version = /^\d{1,3}$/.test(said) ? Number(said) : NaN;
  if (!(version >= OLDEST && version <= NEWEST)) throw new Unsupported(`version ${said.slice(0, 20)} of pixi.lock`);
  const packages = member(root, version < FIRST_WITH_ENVIRONMENTS ? "package" : "packages");
  if (packages?.kind !== "array") throw new Malformed("it is no pixi.lock: it has no list of packages", 0);
  if (version < FIRST_WITH_ENVIRONMENTS) {
    yield* readPackageList(packages, text, path);
    return;
  }
  const lines = new Lines(text);
  const lineAt = (place: number) => ({ path, inside: [], line: lines.lineOf(place) });
  const groups = groupsOf(member(root, "environments"));
  const records = new CondaRecords();
  for (const node of itemsOf(packages)) {
    const record = recordOf(node, groups);
    if (record !== undefined) records.add(record);
    else {
      const detail = "a package without a kind that is known, a name, or an address";
      yield { kind: "unreadable", at: lineAt(node.start), reason: "malformed", detail };
    }
  }
  yield* records.entries(lineAt);
}

/** Until version 5 `kind: conda` and `url:` or `path:`, then one key that says both. */
function recordOf(node: JsonNode, groups: Groups): CondaRecord | undefined {
  const text = (key: string) => stringOf(member(node, key));
  const kind = text("kind") ?? ["conda", "pypi", "source"].find((each) => text(each) !== undefined);
  if (kind !== "conda" && kind !== "pypi" && kind !== "source") return undefined;
  const named = text(kind) ?? text("url") ?? text("path");
  if (named === undefined) return undefined;
  // A package that is built from its source, since version 7: `name[hash] @ path`.
  const [, built, folder] = (kind === "source" && /^([^[\s]{1,300})\S* @ (.*)$/.exec(named)) || [];
  const from = folder ?? named;
  const file = kind === "pypi" ? readAddress(from) : parseCondaUrl(from);
  const name = text("name") ?? built ?? file?.name;
  if (name === undefined) return undefined;
  return {
    manager: kind === "pypi" ? "pypi" : "conda",
    name,
    version: text("version") ?? file?.version,
    from,
    index: text("index"),
    hashes: hashesOf(node),
    asks: [...asksOf(member(node, "depends")), ...asksOf(member(node, "requires_dist"))],
    group: groups.get(`${kind}\0${named}`),
    place: node.start,
  };
}

/** The environment of each package that is in none called `default`; those of `default` have none. By kind and address. */
type Groups = ReadonlyMap<string, string | undefined>;

function groupsOf(environments: JsonNode | undefined): Groups {
  const groups = new Map<string, string | undefined>();
  for (const { key, value } of membersOf(environments))
    for (const platform of membersOf(member(value, "packages")))
      for (const item of itemsOf(platform.value))
        for (const { key: kind, value: at } of membersOf(item).slice(0, 3)) {
          const of = `${kind}\0${stringOf(at) ?? ""}`;
          if (key === "default" || !groups.has(of)) groups.set(of, key === "default" ? undefined : key);
        }
  return groups;
}
