import { Malformed, Unsupported } from "../core/bytes";
import type { LockContext, LockEntry, LockfileSyntax, UpgradeAsked } from "../core/lockfile";
import { parseFastYaml } from "../syntax/fast-yaml";
import { itemsOf, member, stringOf, type JsonNode } from "../syntax/json";
import { Lines } from "../syntax/lines";
import { asksOf, CondaRecords, hashesOf, type CondaRecord } from "./conda-record";

/**
 * What conda-lock writes (https://conda.github.io/conda-lock/): packages of conda and of pip for several platforms in one file.
 * What the project asks for is not in it; what nobody else asks for is taken for that.
 */
export const condaLock: LockfileSyntax = {
  id: "conda-lock",
  title: "conda-lock",
  claims: (path) => /(?:^|\/)[^/]*conda-lock[^/]*\.ya?ml$/i.test(path) && !path.includes(".github/"),
  sniff: (head) => /["']?\b(?:package|metadata)["']?\s*:/.test(head),
  parse: parseCondaLock,
  upgrade: ({ name, file }: UpgradeAsked) => `conda-lock lock --lockfile ${file} --update ${name}`,
};

function* parseCondaLock(text: string, { path }: LockContext): Iterable<LockEntry> {
  const [root] = parseFastYaml(text);
  const version = stringOf(member(root, "version"));
  if (version !== undefined && version !== "1") throw new Unsupported(`version ${version.slice(0, 20)} of conda-lock`);
  const packages = member(root, "package");
  if (packages?.kind !== "array") throw new Malformed("it is no conda-lock.yml: it has no list of packages", 0);
  yield* readPackageList(packages, text, path);
}

/** The list `package` of conda-lock, and of the first three versions of pixi.lock. */
export function* readPackageList(packages: JsonNode, text: string, path: string): Iterable<LockEntry> {
  const lines = new Lines(text);
  const lineAt = (place: number) => ({ path, inside: [], line: lines.lineOf(place) });
  const records = new CondaRecords();
  for (const node of itemsOf(packages)) {
    const record = recordOf(node);
    if (record !== undefined) records.add(record);
    else {
      const detail = "a package without a name, a manager that is known, or an address";
      yield { kind: "unreadable", at: lineAt(node.start), reason: "malformed", detail };
    }
  }
  yield* records.entries(lineAt);
}

function recordOf(node: JsonNode): CondaRecord | undefined {
  const text = (...keys: string[]) => stringOf(member(node, ...keys));
  const [name, manager] = [text("name"), text("manager") ?? text("kind")];
  // A package of pip that was asked for by its address or repository says so in `source`.
  const direct = text("source", "url");
  const from =
    direct === undefined ? (text("url") ?? text("path")) : `${/^git\+/.test(direct) ? "" : "direct+"}${direct}`;
  if (name === undefined || from === undefined || !["conda", "pip", "pypi"].includes(manager ?? "")) return undefined;
  return {
    manager: manager === "conda" ? "conda" : "pypi",
    name,
    version: text("version"),
    from,
    hashes: hashesOf(member(node, "hash") ?? node),
    asks: [...asksOf(member(node, "dependencies")), ...asksOf(member(node, "requires_dist"))],
    group: groupOf(node),
    place: node.start,
  };
}

/** `main` is what runs; a package of several categories is in a list of them. */
function groupOf(node: JsonNode): string | undefined {
  const one = stringOf(member(node, "category"));
  const some = itemsOf(member(node, "categories")).flatMap((each) => stringOf(each) ?? []);
  const all = one === undefined ? some : [one, ...some];
  return all.includes("main") ? undefined : all[0];
}
