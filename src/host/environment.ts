import { closeSync, constants, fstatSync, openSync, readdirSync, readSync, realpathSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { ConfigurationError } from "../core/host";
import type { LockProblem } from "../core/package-facts";

/** What stands on disk about one installed distribution of Python; `lockfiles/python-environment.ts` reads it. */
export type FoundDistribution =
  | {
      readonly path: string;
      readonly metadata: string;
      readonly directUrl?: string;
      readonly installer?: string;
      readonly requested?: boolean;
    }
  | { readonly path: string; readonly problem: LockProblem; readonly detail: string };

/** Distributions of one environment; the largest have a thousand. CWE-770. */
const MAX_DISTRIBUTIONS = 50_000;
/** Bytes that are read of one file: the headers of METADATA stand in front. The largest files have some 400 kB. CWE-770. */
const MAX_FILE = 1024 ** 2;
/** Where an environment, or the tree of an image, keeps its packages. */
const PREFIXES = ["", "usr", "usr/local"];
const LIBRARIES = ["lib", "lib64", "local/lib"];
const VERSIONED = /^(?:python|pypy)\d(?:\.\d{1,3})?t?$/;
const DISTRIBUTION = /\.(?:dist-info|egg-info|egg)$/;

/**
 * Lists what is installed in a virtual environment, or in one directory of packages, without running anything. `shown` is how
 * the report names `directory`. Links that lead out of it are not followed; a directory that two links name counts once. Packages
 * that the environment takes from elsewhere are a gap. Throws `ConfigurationError` where there is no environment.
 */
export function* listEnvironment(directory: string, shown: string): Generator<FoundDistribution> {
  const root = rootOf(directory, shown);
  const folders = packageFolders(root);
  if (folders.length === 0)
    throw new ConfigurationError(
      `${shown} is no environment of Python: it has no *.dist-info, and no lib/python3.*/site-packages or Lib/site-packages`,
    );
  const named = (...parts: readonly string[]) =>
    [shown, ...parts].filter((part) => part !== "" && part !== ".").join("/");
  if (/^include-system-site-packages\s*=\s*true\s*$/im.test(wordsOf(textOf(root, "pyvenv.cfg"))))
    yield elsewhere(named("pyvenv.cfg"), "packages of the system's Python are used too, and are not looked at here");
  const listed = new Set(folders.map((folder) => realWithin(root, join(root, folder))));
  let count = 0;
  for (const folder of folders)
    for (const name of namesIn(join(root, folder))) {
      if (name.endsWith(".pth")) yield* pathFile(root, folder, name, (path) => listed.has(path), named);
      // Names with a tilde are what pip has moved out of the way.
      if (!DISTRIBUTION.test(name) || name.startsWith("~")) continue;
      if (++count > MAX_DISTRIBUTIONS) {
        const detail = `more than ${MAX_DISTRIBUTIONS} distributions are installed`;
        return yield { path: named(folder), problem: "limit", detail };
      }
      yield distribution(root, join(folder, name), named(folder, name));
    }
}

/** Lines of one path file that are looked at. CWE-770. */
const MAX_PATH_LINES = 1000;

/** A `.pth` file adds directories to the path of imports. Sources of editable projects are known by their metadata. */
function* pathFile(
  root: string,
  folder: string,
  name: string,
  isListed: (real: string | undefined) => boolean,
  named: (...parts: readonly string[]) => string,
): Generator<FoundDistribution> {
  const lines = wordsOf(textOf(root, join(folder, name))).split("\n", MAX_PATH_LINES);
  for (const line of lines.map((each) => each.trim())) {
    if (line === "" || line.startsWith("#") || /^import\s/.test(line) || line.includes("\0")) continue;
    const path = resolve(root, folder, line);
    if (!isListed(realWithin(root, path)) && namesIn(path).some((each) => each.endsWith(".dist-info")))
      yield elsewhere(
        named(folder, name),
        `packages of ${line.slice(0, 300)} are used too, and are not looked at here`,
      );
  }
}

function elsewhere(path: string, detail: string): FoundDistribution {
  return { path, problem: "not-fetched", detail };
}

function rootOf(directory: string, shown: string): string {
  try {
    return realpathSync(directory);
  } catch (error) {
    throw new ConfigurationError(`${shown} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

/** Directories with packages, relative to the root, each once. */
function packageFolders(root: string): string[] {
  if (namesIn(root).some((name) => /\.(?:dist|egg)-info$/.test(name))) return [""];
  const candidates = ["Lib/site-packages"];
  for (const prefix of PREFIXES)
    for (const library of LIBRARIES) {
      const base = [prefix, library].filter(Boolean).join("/");
      for (const name of namesIn(join(root, base)).filter((each) => VERSIONED.test(each)))
        candidates.push(`${base}/${name}/site-packages`, `${base}/${name}/dist-packages`);
    }
  const seen = new Set<string>();
  return candidates.filter((candidate) => {
    const real = realWithin(root, join(root, candidate));
    return real !== undefined && namesIn(real).length > 0 && seen.size !== seen.add(real).size;
  });
}

/** Where a path of the environment leads; undefined where that is nowhere, or outside. */
function realWithin(root: string, path: string): string | undefined {
  try {
    const real = realpathSync(path);
    return real === root || real.startsWith(root.endsWith(sep) ? root : root + sep) ? real : undefined;
  } catch {
    return undefined;
  }
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory).sort();
  } catch {
    return [];
  }
}

const LEADS_OUT = "a link leads out of the environment, and was not followed";

/** A folder of metadata, or (from distutils) its file alone. */
function distribution(root: string, relative: string, path: string): FoundDistribution {
  for (const inside of ["METADATA", "PKG-INFO", "EGG-INFO/PKG-INFO", ""]) {
    const metadata = textOf(root, join(relative, inside));
    if (metadata === "absent") continue;
    const at = inside === "" ? path : `${path}/${inside}`;
    if (metadata === "outside") return elsewhere(at, LEADS_OUT);
    const beside = (name: string) => textOf(root, join(relative, name));
    const [directUrl, installer, requested] = [beside("direct_url.json"), beside("INSTALLER"), beside("REQUESTED")];
    if (directUrl === "outside") return elsewhere(`${path}/direct_url.json`, LEADS_OUT);
    return {
      path: at,
      metadata: metadata.text,
      ...(directUrl === "absent" ? {} : { directUrl: directUrl.text }),
      ...(typeof installer === "string" ? {} : { installer: installer.text }),
      ...(requested === "absent" ? {} : { requested: true }),
    };
  }
  return { path, problem: "malformed", detail: "it has no METADATA or PKG-INFO that can be read" };
}

/** The beginning of a file of the environment. */
function textOf(root: string, relative: string): { readonly text: string } | "absent" | "outside" {
  const path = join(root, relative);
  const real = realWithin(root, path);
  if (real === undefined) return exists(path) ? "outside" : "absent";
  let file: number | undefined;
  try {
    // Without waiting: a pipe that nobody writes to is no metadata.
    file = openSync(real, constants.O_RDONLY | constants.O_NONBLOCK);
    const { size } = fstatSync(file);
    if (!fstatSync(file).isFile()) return "absent";
    const bytes = Buffer.alloc(Math.min(size, MAX_FILE));
    return { text: bytes.toString("utf8", 0, readSync(file, bytes, 0, bytes.length, 0)) };
  } catch {
    return "absent";
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function wordsOf(text: ReturnType<typeof textOf>): string {
  return typeof text === "string" ? "" : text.text;
}

function exists(path: string): boolean {
  try {
    realpathSync(path);
    return true;
  } catch {
    return false;
  }
}
