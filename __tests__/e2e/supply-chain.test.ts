import { existsSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { filesBelow, read, ROOT } from "../docs/pages";

/** What OpenSSF Scorecard asks of a repository, as far as its files say it. Pinned actions and permissions: workflows.test.ts. */

test("there is a security policy that says how to report in private, and in which time", () => {
  expect(read("SECURITY.md")).toMatch(/Report a vulnerability/);
  expect(read("SECURITY.md")).toMatch(/Ninety days/);
});

test("there is a licence, and the package says which", () => {
  expect(read("LICENSE")).toContain("Apache License");
  expect((JSON.parse(read("package.json")) as { license: string }).license).toBe("Apache-2.0");
});

test("dependencies are pinned, and no program that nobody can build lies in the tree", () => {
  const { dependencies, devDependencies } = JSON.parse(read("package.json")) as Record<string, Record<string, string>>;
  for (const version of Object.values({ ...dependencies, ...devDependencies }))
    expect(version).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
  expect(existsSync(join(ROOT, "package-lock.json"))).toBe(true);
  const programs = filesBelow(".", (name) => /\.(exe|dll|so|dylib|jar|class|pyc|o|a)$/.test(name));
  expect(programs).toEqual([]);
});

test("a release attests what runs, with our own bill of materials, and puts all files in at once", () => {
  const { jobs } = parse(read(".github/workflows/release.yml")) as {
    jobs: Record<
      string,
      { permissions: unknown; steps: { uses?: string; run?: string; with?: Record<string, string> }[] }
    >;
  };
  const { steps } = jobs["publish"]!;
  const attest = steps.findIndex(({ uses }) => uses?.startsWith("actions/attest-build-provenance@"));
  expect(steps[attest]!.with!["subject-path"]).toMatch(
    /steps\.bom\.outputs\.file[^]*dist\/\*\n[^]*action\.yml\n[^]*verify\/action\.yml/,
  );
  const release = steps.findIndex(({ run }) => run?.includes("gh release create"));
  expect(release).toBeGreaterThan(attest);
  expect(steps[release]!.run).toMatch(
    /gh release create "\$\{GITHUB_REF_NAME\}" "\$\{FILE\}" "\$\{BOM\}" --verify-tag/,
  );
  expect(jobs["build"]!.permissions).toEqual({ contents: "read" });
});

test("what is published runs nothing when it is installed", () => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  const atInstall = ["preinstall", "install", "postinstall", "prepare", "prepublish", "prepack", "postpack"];
  expect(Object.keys(scripts).filter((name) => atInstall.includes(name))).toEqual([]);
});
