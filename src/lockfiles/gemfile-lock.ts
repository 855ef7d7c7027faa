import { Malformed } from "../core/bytes";
import type { LockContext, LockEntry, LockfileSyntax, UpgradeAsked } from "../core/lockfile";
import type { LockedPackage, PackageSource } from "../core/package-facts";
import { httpsHost, withoutCredentials } from "./address";
import { reachPackages } from "./dependency-graph";
import { purlOf } from "./purl";
import { textLines } from "./text-lines";

/** Gems of one file, once for each platform. The largest real ones have some thousand. CWE-770. */
const MAX_GEMS = 200_000;
/** Lines that cannot be read that are told one by one. CWE-770. */
const MAX_PROBLEMS = 20;
/** Lines of one file. CWE-770. */
const MAX_LINES = 1_000_000;

/** Gemfile.lock and gems.locked, as Bundler writes them (https://bundler.io/man/bundle-lock.1.html). */
export const gemfileLock: LockfileSyntax = {
  id: "gemfile-lock",
  title: "Bundler (Gemfile.lock)",
  claims: (path) => /(?:^|\/)(?:Gemfile\.lock|gems\.locked)$/.test(path),
  parse: parseGemfile,
  upgrade: ({ name }: UpgradeAsked) => `bundle update --conservative ${name}`,
};

/** `GEM`, `GIT`, `PATH`, `PLUGIN SOURCE`: where the gems below come from. */
interface Section {
  readonly title: string;
  readonly remotes: string[];
  readonly line: number;
  revision: string;
}

interface Gem {
  readonly name: string;
  readonly version: string;
  readonly line: number;
  readonly section: Section;
  readonly asks: string[];
}

interface Gemfile {
  readonly gems: Gem[];
  readonly sections: Section[];
  /** What the Gemfile asks for, with what it says of versions. */
  readonly asked: Map<string, string>;
  /** `sha256:...` by `name (version)` and platform, as written. */
  readonly checksums: Map<string, string[]>;
  /** Lines where a gem should stand and none does. */
  readonly problems: number[];
}

/** `name (version)`; a gem's version has no hyphen, so that a platform may follow it: `nokogiri (1.15.0-x86_64-linux)`. */
const SPEC = /^([^\s()]{1,300}) \(([^\s()-]{1,300})(?:-([^\s()]{1,300}))?\)$/;
const SOURCES = new Set(["GEM", "GIT", "PATH", "PLUGIN SOURCE"]);

function* parseGemfile(text: string, { path }: LockContext): Iterable<LockEntry> {
  const { gems, sections, asked, checksums, problems } = readGemfile(text);
  for (const line of problems) {
    const detail = `line ${line} is no gem with a version`;
    yield { kind: "unreadable", at: { path, inside: [], line }, reason: "malformed", detail };
  }
  yield* otherIndexes(sections, path);
  const numbers = new Map<string, number>();
  gems.forEach(({ name }, number) => numbers.set(name, number));
  const numberOf = (name: string) => numbers.get(name);
  const known = (names: Iterable<string>) => [...names].map(numberOf).filter((each) => each !== undefined);
  const reached = reachPackages({
    size: gems.length,
    name: (number) => gems[number]!.name,
    asks: (number) => known(gems[number]!.asks),
    roots: known(asked.keys()).map((node) => ({ node })),
  });
  const seen = new Set<string>();
  for (const gem of gems) {
    const { name, version, section, line } = gem;
    const key = `${name}\0${version}\0${section.line}`;
    // The project's own gem is no dependency, and one for several platforms is one.
    if (seen.has(key) || (section.title === "PATH" && section.remotes[0] === ".")) continue;
    seen.add(key);
    const hashes = checksums.get(`${name} ${version}`);
    const at = { path, inside: [], line };
    const told = reached[numberOf(name)!];
    const wanted = asked.get(name);
    yield {
      kind: "package",
      pkg: {
        ...packageOf(gem),
        at,
        ...told,
        ...(hashes === undefined ? {} : { hashes }),
        ...(wanted === undefined || wanted === "" ? {} : { wanted }),
      },
    };
  }
}

function packageOf({ name, version, section }: Gem): Omit<LockedPackage, "at"> {
  const source = sourceOf(section);
  return {
    name,
    version,
    ...(source?.kind === "local" ? {} : { ecosystem: "RubyGems" as const }),
    purl: purlOf("RubyGems", name, version),
    ...(source === undefined ? {} : { source }),
  };
}

function sourceOf({ title, remotes, revision }: Section): PackageSource | undefined {
  const where = withoutCredentials(remotes[0] ?? "");
  if (title === "PATH") return { kind: "local", where };
  if (title === "GIT" || revision !== "")
    return { kind: "vcs", where: revision === "" ? where : `${where}@${revision}` };
  return remotes.every(isRubyGems)
    ? undefined
    : { kind: "index", where: withoutCredentials(remotes.find((each) => !isRubyGems(each))!) };
}

function isRubyGems(remote: string): boolean {
  return ["rubygems.org", "index.rubygems.org"].includes(httpsHost(remote) ?? "");
}

function* otherIndexes(sections: readonly Section[], path: string): Generator<LockEntry> {
  const seen = new Set<string>();
  for (const { title, remotes, line } of sections)
    for (const remote of title === "GEM" ? remotes : []) {
      const what = withoutCredentials(remote);
      if (isRubyGems(remote) || seen.has(what)) continue;
      seen.add(what);
      const detail = "gems are taken from an index that is not rubygems.org";
      yield { kind: "practice", at: { path, inside: [], line }, practice: { kind: "other-index", what, detail } };
    }
}

function readGemfile(text: string): Gemfile {
  const read: Gemfile = { gems: [], sections: [], asked: new Map(), checksums: new Map(), problems: [] };
  let section: Section | undefined;
  let title = "";
  for (const { text: raw, line, place } of textLines(text)) {
    const written = raw.trim();
    const indent = raw.length - raw.trimStart().length;
    if (/^(?:<<<<<<<|=======|>>>>>>>)/.test(raw))
      throw new Malformed(`line ${line} is of a merge that was not finished`, place);
    if (line > MAX_LINES) throw new Malformed("it has more lines than any project", place);
    if (written === "") continue;
    if (indent === 0) {
      title = written;
      section = SOURCES.has(title) ? { title, remotes: [], line, revision: "" } : undefined;
      if (section !== undefined) read.sections.push(section);
    } else if (section !== undefined) {
      const gem = read.gems.at(-1);
      if (indent === 4) addGem(read, written, line, section);
      else if (indent > 4 && gem?.section === section) gem.asks.push(written.split(" ", 1)[0]!.replace(/!$/, ""));
      else if (written.startsWith("remote: ")) section.remotes.push(written.slice(8).trim());
      else if (written.startsWith("revision: ")) section.revision = written.slice(10).trim().slice(0, 100);
      if (read.gems.length > MAX_GEMS) throw new Malformed("it has more gems than any project", place);
    } else if (title === "DEPENDENCIES") ask(read.asked, written);
    else if (title === "CHECKSUMS") checksum(read.checksums, written);
  }
  return read;
}

function addGem({ gems, problems }: Gemfile, written: string, line: number, section: Section): void {
  const [, name, version] = SPEC.exec(written.replace(/!$/, "")) ?? [];
  if (name !== undefined && version !== undefined) gems.push({ name, version, line, section, asks: [] });
  else if (problems.length < MAX_PROBLEMS) problems.push(line);
}

/** `rails (~> 7.0)`, or with `!` where the Gemfile says where it comes from. */
function ask(asked: Map<string, string>, written: string): void {
  const [, name, , wanted] = /^([^\s()!]{1,300})!?( \(([^()]{0,1000})\))?!?$/.exec(written) ?? [];
  if (name !== undefined) asked.set(name, wanted ?? "");
}

/** `nokogiri (1.15.0-x86_64-linux) sha256=...`; those of all platforms of a version stand together. */
function checksum(checksums: Map<string, string[]>, written: string): void {
  const [, spec, hashes] = /^(\S+ \(\S+\)) (\S+)$/.exec(written) ?? [];
  const [, name, version] = SPEC.exec(spec ?? "") ?? [];
  if (name === undefined || hashes === undefined) return;
  const key = `${name} ${version}`;
  const all = hashes.split(",").map((each) => each.replace("=", ":"));
  checksums.set(key, [...(checksums.get(key) ?? []), ...all].slice(0, 20));
}
