import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { LOCKFILES } from "../../src/lockfiles";

/** A new syntax is one file, one line in the index, one test, one page with its line in the table of pages. */
const ROOT = join(__dirname, "..", "..");
const PAGES = join(ROOT, "docs", "lockfiles");
const README = readFileSync(join(PAGES, "README.md"), "utf8");
const IDS = LOCKFILES.map(({ id }) => id);

describe("the index of lockfiles", () => {
  test("has ids that are sorted, unique and in kebab-case", () => {
    expect(IDS).toEqual([...new Set(IDS)].sort());
    expect(IDS.filter((id) => !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id))).toEqual([]);
  });

  test("holds every syntax that is written", () => {
    const files = readdirSync(join(ROOT, "src", "lockfiles"), { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".ts"),
    );
    const written = files.flatMap((name) => {
      const text = readFileSync(join(ROOT, "src", "lockfiles", name), "utf8");
      return text.includes(": LockfileSyntax = {")
        ? [...text.matchAll(/^ {2}id: "([^"]+)"/gm)].map((match) => match[1]!)
        : [];
    });
    expect(written.sort()).toEqual(IDS);
  });

  test("is the table of pages, line by line", () => {
    const rows = [...README.matchAll(/^\| \[([a-z0-9-]+)\]\(\1\.md\) \| (.+?) \| (.+) \|$/gm)];
    expect(rows.map(([, id, title]) => [id, title])).toEqual(LOCKFILES.map(({ id, title }) => [id, title]));
    for (const [, , , files] of rows) expect(files).toMatch(/`/);
  });

  test("has no page without a syntax", () => {
    const pages = readdirSync(PAGES).map((name) => name.replace(/\.md$/, ""));
    expect(pages.filter((page) => !["README", "python-environment", ...IDS].includes(page))).toEqual([]);
  });
});

describe.each(IDS)("%s", (id) => {
  test("has a page with all parts", () => {
    const page = readFileSync(join(PAGES, `${id}.md`), "utf8");
    expect(page).toMatch(/^# \S.*\n\n\S/);
    const parts = [...page.matchAll(/^## (.+)$/gm)].map((match) => match[1]!);
    expect(parts.filter((part) => ["Recognised by", "Read", "Not read", "Limits"].includes(part))).toEqual([
      "Recognised by",
      "Read",
      "Not read",
      "Limits",
    ]);
    expect(page).not.toMatch(/TODO|FIXME/);
  });

  test("has a test", () => {
    const places = [`${id}.test.ts`, join(id, `${id}.test.ts`), id].map((name) => join(__dirname, name));
    expect(places.some((place) => existsSync(place))).toBe(true);
  });
});

/** A path, how a text of it begins, and who reads it. */
const SAMPLES: readonly (readonly [string, string, string])[] = [
  ["bun.lock", '{\n  "lockfileVersion": 1,', "bun-lock"],
  ["rust/Cargo.lock", "version = 3\n\n[[package]]\n", "cargo-lock"],
  ["composer.lock", '{"packages": []}', "composer-lock"],
  ["environment.yml", "name: x\nchannels:\n  - conda-forge\ndependencies:\n  - python=3.11\n", "conda-environment"],
  ["model/conda.yaml", "channels:\n- conda-forge\ndependencies:\n- python=3.11\n", "conda-environment"],
  [
    "spec-file.txt",
    "# platform: linux-64\n@EXPLICIT\nhttps://conda.anaconda.org/x/linux-64/a-1-0.conda\n",
    "conda-explicit",
  ],
  ["conda-linux-64.lock", "@EXPLICIT\n", "conda-explicit"],
  // Whatever it is called: pip could not read it.
  ["requirements.txt", "# platform: linux-64\n@EXPLICIT\n", "conda-explicit"],
  ["conda-lock.yml", "version: 1\nmetadata:\n  platforms: []\npackage:\n- name: a\n", "conda-lock"],
  ["app.cdx.json", '{"bomFormat": "CycloneDX", "specVersion": "1.6"', "cyclonedx-sbom"],
  ["bom.json", '{"bomFormat": "CycloneDX"', "cyclonedx-sbom"],
  ["Gemfile.lock", "GEM\n  remote: https://rubygems.org/\n", "gemfile-lock"],
  [".github/workflows/ci.yml", "on: push\njobs:\n", "github-workflow"],
  ["action.yml", "name: x\nruns:\n", "github-workflow"],
  ["go.mod", "module a\n\ngo 1.21\n", "go-mod"],
  ["go.sum", "a v1.0.0 h1:abc=\n", "go-sum"],
  ["gradle.lockfile", "# This is a Gradle generated file\na:b:1=x\n", "gradle-lockfile"],
  ["pom.xml", '<?xml version="1.0"?>\n<project xmlns="http://maven.apache.org/POM/4.0.0">', "maven-pom"],
  ["web/package-lock.json", '{"lockfileVersion": 3', "npm-lock"],
  ["npm-shrinkwrap.json", '{"lockfileVersion": 1', "npm-lock"],
  ["pdm.lock", "[metadata]\n", "pdm-lock"],
  ["Pipfile.lock", '{"_meta": {', "pipfile-lock"],
  ["pixi.lock", "version: 6\nenvironments:\n", "pixi-lock"],
  ["pnpm-lock.yaml", "lockfileVersion: '9.0'\n", "pnpm-lock"],
  ["poetry.lock", "[[package]]\n", "poetry-lock"],
  ["pylock.toml", 'lock-version = "1.0"\n', "pylock"],
  ["pylock.gpu.toml", 'lock-version = "1.0"\n', "pylock"],
  ["pyproject.toml", "[project]\n", "pyproject"],
  ["requirements.txt", "torch==2.0.1\n", "requirements"],
  ["requirements-dev.in", "torch\n", "requirements"],
  ["constraints.txt", "torch==2.0.1\n", "requirements"],
  ["setup.cfg", "[options]\n", "setup-cfg"],
  ["app.spdx.json", '{"spdxVersion": "SPDX-2.3"', "spdx-sbom"],
  ["sbom.json", '{"spdxVersion": "SPDX-2.3"', "spdx-sbom"],
  ["uv.lock", "version = 1\n", "uv-lock"],
  ["yarn.lock", "# This file is generated\n\n__metadata:\n  version: 8\n", "yarn-berry"],
  ["yarn.lock", "# yarn lockfile v1\n\n\na@^1:\n", "yarn-classic"],
];

describe("who reads a file", () => {
  test.each(SAMPLES)("%s (%#)", (path, head, id) => {
    const claiming = LOCKFILES.filter((syntax) => syntax.claims(path));
    const reading = claiming.filter((syntax) => syntax.sniff === undefined || syntax.sniff(head));
    expect(reading[0]?.id).toBe(id);
    // Where two could read it, the first has looked at the text, so the order decides nothing by chance.
    expect(reading.length === 1 || reading[0]!.sniff !== undefined).toBe(true);
    expect(claiming.filter((syntax) => syntax.sniff === undefined).length).toBeLessThanOrEqual(1);
  });

  test("every syntax has a sample", () => {
    expect([...new Set(SAMPLES.map(([, , id]) => id))].sort()).toEqual(IDS);
  });

  test.each([
    ["README.md", "# x\n"],
    ["package.json", "{}"],
    ["notes.txt", "buy milk\n"],
    ["model.json", "{}"],
    ["bom.json", '{"parts": []}'],
    ["Chart.lock", "dependencies:\n"],
    ["config.yaml", "dependencies: x\n"],
    ["data.xml", "<project>"],
  ])("nobody reads %s", (path, head) => {
    const reading = LOCKFILES.filter((syntax) => syntax.claims(path) && syntax.sniff?.(head) !== false);
    expect(reading.map(({ id }) => id)).toEqual([]);
  });
});
