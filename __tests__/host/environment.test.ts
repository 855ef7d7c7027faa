import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { listEnvironment } from "../../src/host/environment";
import { readEnvironment } from "../../src/lockfiles/python-environment";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "model-assay-environment-"));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function install(site: string, name: string, version = "1.0"): void {
  write(`${site}/${name}-${version}.dist-info/METADATA`, `Name: ${name}\nVersion: ${version}\n`);
}

const list = (directory = root) => [...listEnvironment(directory, "venv")];
const paths = (directory = root) => list(directory).map(({ path }) => path);

describe("listEnvironment", () => {
  test.each([
    "lib/python3.12/site-packages",
    "lib64/python3.9/site-packages",
    "Lib/site-packages",
    "usr/lib/python3/dist-packages",
    "lib/python3.13t/site-packages",
  ])("finds %s", (site) => {
    install(site, "a");
    expect(paths()).toEqual([`venv/${site}/a-1.0.dist-info/METADATA`]);
  });

  test("takes a directory of packages itself", () => {
    install(".", "a");
    expect(paths()).toEqual(["venv/a-1.0.dist-info/METADATA"]);
  });

  test("what lib and lib64 share counts once", () => {
    install("lib/python3.12/site-packages", "a");
    symlinkSync("lib", join(root, "lib64"));
    expect(paths()).toHaveLength(1);
  });

  test("gives what stands beside the metadata", () => {
    const folder = "lib/python3.12/site-packages/a-1.0.dist-info";
    install("lib/python3.12/site-packages", "a");
    write(`${folder}/INSTALLER`, "pip\n");
    write(`${folder}/REQUESTED`, "");
    write(`${folder}/direct_url.json`, "{}");
    expect(list()).toEqual([
      {
        path: `venv/${folder}/METADATA`,
        metadata: "Name: a\nVersion: 1.0\n",
        installer: "pip\n",
        requested: true,
        directUrl: "{}",
      },
    ]);
  });

  test("egg-info in folders and alone, eggs; not what pip has moved away", () => {
    const site = "lib/python3.12/site-packages";
    write(`${site}/a.egg-info/PKG-INFO`, "Name: a\n");
    write(`${site}/b-1.egg-info`, "Name: b\n");
    write(`${site}/c-1-py3.12.egg/EGG-INFO/PKG-INFO`, "Name: c\n");
    install(site, "~orch");
    write(`${site}/torch/__init__.py`, "");
    expect(paths()).toEqual([
      `venv/${site}/a.egg-info/PKG-INFO`,
      `venv/${site}/b-1.egg-info`,
      `venv/${site}/c-1-py3.12.egg/EGG-INFO/PKG-INFO`,
    ]);
  });

  test("does not follow links out of it, and says so", () => {
    const site = "lib/python3.12/site-packages";
    install(site, "a");
    const other = mkdtempSync(join(tmpdir(), "model-assay-elsewhere-"));
    writeFileSync(join(other, "METADATA"), "Name: secret\nVersion: 1\n");
    symlinkSync(other, join(root, site, "b-1.dist-info"));
    expect(list()[1]).toEqual({
      path: `venv/${site}/b-1.dist-info/METADATA`,
      problem: "not-fetched",
      detail: "a link leads out of the environment, and was not followed",
    });
    rmSync(other, { recursive: true });
  });

  test("says that packages come from elsewhere: path files, and those of the system", () => {
    const site = "lib/python3.12/site-packages";
    install(site, "a");
    install("other", "b");
    write("pyvenv.cfg", "home = /usr/bin\ninclude-system-site-packages = true\n");
    write(`${site}/x.pth`, `import os; os.x()\n# a comment\n.\n/no/such\n${join(root, "other")}\n`);
    expect(list().flatMap((each) => ("problem" in each ? [[each.path, each.problem]] : []))).toEqual([
      ["venv/pyvenv.cfg", "not-fetched"],
      [`venv/${site}/x.pth`, "not-fetched"],
    ]);
  });

  test("metadata that is a pipe or a folder, or is not there, is said", () => {
    const site = "lib/python3.12/site-packages";
    mkdirSync(join(root, site, "a-1.dist-info", "METADATA"), { recursive: true });
    mkdirSync(join(root, site, "b-1.dist-info"));
    execFileSync("mkfifo", [join(root, site, "b-1.dist-info", "METADATA")]);
    expect(list()).toEqual(
      ["a", "b"].map((name) => {
        const detail = "it has no METADATA or PKG-INFO that can be read";
        return { path: `venv/${site}/${name}-1.dist-info`, problem: "malformed", detail };
      }),
    );
  });

  test("refuses what is no environment", () => {
    expect(() => list()).toThrow(/^venv is no environment of Python/);
    expect(() => list(join(root, "gone"))).toThrow("venv cannot be read (ENOENT)");
  });
});

const REAL = ["/opt/ma-libs", "/opt/ma-formats", "/opt/peers/modelaudit"].filter((each) =>
  existsSync(`${each}/bin/python`),
);

(REAL.length > 0 ? describe : describe.skip)("real environments (skipped where /opt has none)", () => {
  test.each(REAL)("%s: the same as pip list", (directory) => {
    const plain = (name: string, version: string) => `${name.toLowerCase().replace(/[-_.]+/g, "-")} ${version}`;
    const entries = [...readEnvironment(listEnvironment(directory, directory))];
    const ours = entries.flatMap((each) => (each.kind === "package" ? [plain(each.pkg.name, each.pkg.version!)] : []));
    const pip = execFileSync(`${directory}/bin/python`, [
      "-m",
      "pip",
      "list",
      "--format",
      "json",
      "--disable-pip-version-check",
    ]);
    const theirs = (JSON.parse(pip.toString()) as { name: string; version: string }[]).map((each) =>
      plain(each.name, each.version),
    );
    expect(ours.sort()).toEqual(theirs.sort());
  });
});
