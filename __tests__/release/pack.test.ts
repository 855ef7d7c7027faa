import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(__dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "model-assay-pack-"));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (file: string, ...args: string[]): string => execFileSync(file, args, { cwd: folder, encoding: "utf8" });

test("the package that people install needs no other package, and runs", () => {
  const name = run(process.execPath, join(ROOT, "tools/release/pack.mjs"), folder).trim();
  run("tar", "xzf", name);
  const { version, bin, ...manifest } = JSON.parse(readFileSync(join(folder, "package/package.json"), "utf8")) as {
    version: string;
    bin: Record<string, string>;
  };
  expect(Object.keys(manifest).sort()).toEqual(["description", "engines", "files", "license", "name"]);
  expect(name).toBe(`model-assay-${version}.tgz`);
  for (const path of ["LICENSE", "README.md", "docs/README.md", "schemas/policy.schema.json", "dist/licenses.txt"])
    expect([path, existsSync(join(folder, "package", path))]).toEqual([path, true]);
  const program = join(folder, "package", bin["model-assay"]!);
  expect(run(process.execPath, program, "--version")).toBe(`${version}\n`);
});
