import { readFileSync } from "node:fs";
import { join } from "node:path";
import { githubWorkflow } from "../../src/lockfiles/github-workflow";
import { parseLock } from "../support/parse-lock";

const SHA = "de0fac2e4500dabe0009e67214ff5f5447ce83dd";
const DIGEST = `sha256:${"a".repeat(64)}`;
const parse = (text: string) => parseLock(githubWorkflow, text, ".github/workflows/ci.yml");
const steps = (...uses: string[]) =>
  `on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n${uses.map((each) => `      - uses: ${each}\n`).join("")}`;
const one = (uses: string) => parse(steps(uses)).packages[0];
const detail = (text: string) => parse(text).practices[0]?.detail;
const practices = (text: string) => parse(text).practices.map(({ kind, what }) => `${kind} ${what}`);

describe("GitHub workflows: what they use", () => {
  test.each([
    [".github/workflows/ci.yml", true],
    ["sub/.github/workflows/ci.yaml", true],
    [".github/workflows/deep/ci.yml", false],
    [".github/dependabot.yml", false],
    ["action.yml", true],
    ["tools/x/action.yaml", true],
    ["my-action.yml", false],
  ])("claims %s: %s", (path, claimed) => expect(githubWorkflow.claims(path)).toBe(claimed));

  test("a release tag is a version, without the v", () =>
    expect(one("tj-actions/changed-files@v45.0.7")).toEqual({
      name: "tj-actions/changed-files",
      version: "45.0.7",
      ecosystem: "GitHub Actions",
      purl: "pkg:github/tj-actions/changed-files@45.0.7",
      at: { path: ".github/workflows/ci.yml", inside: [], line: 6 },
      direct: true,
    }));

  test.each(["v4", "v4.1", "main", "release/v1", "4"])("%s is open", (ref) => {
    const pkg = one(`a/b@${ref}`);
    expect(pkg).toMatchObject({ name: "a/b", unlocked: ref, ecosystem: "GitHub Actions" });
    expect(pkg).not.toHaveProperty("version");
  });

  test.each(["# v4.1.2", "# 4.1.2", "#v4.1.2", "# tag=v4.1.2", "# v4.1.2 (latest)", "   # pin@v4.1.2"])(
    "a commit with the comment %j",
    (comment) => {
      const pkg = one(`a/b@${SHA} ${comment}`);
      expect(pkg).toMatchObject({ version: "4.1.2", ecosystem: "GitHub Actions" });
      expect(pkg).not.toHaveProperty("unlocked");
    },
  );

  test("quotes do not hide the comment", () => expect(one(`"a/b@${SHA}" # v4.1.2`)!.version).toBe("4.1.2"));

  test.each(["", "# v4", "# main"])(
    "a commit of which no version is told (%j) is locked and not looked up",
    (comment) => {
      const pkg = one(`a/B@${SHA} ${comment}`);
      expect(pkg).toMatchObject({
        source: { kind: "vcs", where: `https://github.com/a/B@${SHA}` },
        purl: `pkg:github/a/b@${SHA}`,
      });
      for (const key of ["version", "unlocked", "ecosystem"]) expect(pkg).not.toHaveProperty(key);
    },
  );

  test("actions in a directory, and reusable workflows", () => {
    expect(one("github/codeql-action/init@v3.28.1")).toMatchObject({ name: "github/codeql-action", version: "3.28.1" });
    const text = "jobs:\n  a:\n    uses: a/b/.github/workflows/x.yml@v1.2.3\n    with: {uses: c/d@v1.0.0}\n";
    expect(parse(text).packages).toMatchObject([{ name: "a/b", version: "1.2.3", at: { line: 3 } }]);
  });

  test("composite actions, and the image of an action", () => {
    const text = `runs:\n  using: composite\n  steps:\n    - uses: a/b@v1.0.0\n  image: docker://x/y:1.2\n`;
    expect(parse(text).packages).toMatchObject([{ name: "a/b" }, { name: "x/y", unlocked: "1.2" }]);
  });

  test("images, by digest and by tag", () => {
    expect(one(`docker://ghcr.io/o/i:1@${DIGEST}`)).toMatchObject({
      name: "ghcr.io/o/i",
      version: DIGEST,
      purl: `pkg:oci/i@sha256:${"a".repeat(64)}?repository_url=ghcr.io%2Fo%2Fi&tag=1`,
      source: { kind: "image" },
    });
    expect(one("docker://localhost:5000/i")).toMatchObject({ name: "localhost:5000/i", unlocked: "latest" });
    expect(one(`docker://alpine@${DIGEST}`)).not.toHaveProperty("unlocked");
  });

  test("what is here is no package", () => expect(parse(steps("./a", "../b/c")).entries).toEqual([]));

  test.each(["a/b", "a", "a/b@", "${{ matrix.action }}", `${"a".repeat(600)}/b@v1.0.0`])("%j is said", (uses) =>
    expect(parse(steps(`'${uses}'`)).entries).toMatchObject([
      { kind: "unreadable", reason: "malformed", at: { line: 6 } },
    ]),
  );

  test("steps behind an alias are read where the anchor is", () => {
    const text = `jobs:\n  a:\n    steps: &s\n      - uses: a/b@v1.0.0\n  c:\n    steps: *s\n`;
    expect(parse(text).packages).toHaveLength(1);
  });
});

describe("GitHub workflows: unpinned actions", () => {
  const PUBLISHING = [
    "run: hf upload me/model .",
    "run: twine upload dist/*",
    "run: docker push x",
    "run: dvc push",
    "run: python -c 'import torch'",
    "env: {X: huggingface}",
  ];
  test.each(PUBLISHING)("in a workflow with %j", (sign) =>
    expect(practices(`${steps("a/b@v1.2.3", "a/b@v1.2.3", "c/d@main")}      - ${sign}\n`)).toEqual([
      "unpinned-action a/b@v1.2.3",
      "unpinned-action c/d@main",
    ]),
  );

  test.each(["id-token: write", "packages: write", "contents: write"])("with the permission %s", (permission) =>
    expect(practices(`permissions:\n  ${permission}\n${steps("a/b@v1")}`)).toEqual(["unpinned-action a/b@v1"]),
  );

  test.each([
    ["run: twine upload dist/*", "builds or publishes: whoever can move its tag runs beside what gets published"],
    ["run: hf upload me/model .", "builds or publishes: whoever can move its tag runs beside what gets published"],
    ["permissions: {contents: write}", "may write: whoever can move its tag has its rights"],
    ["run: python -c 'import torch'", "works on models: whoever can move its tag runs beside them"],
  ])("the words for %j", (sign, words) =>
    expect(detail(`${steps("a/b@v1")}      - ${sign}\n`)).toBe(
      `an action of somebody else is not pinned to a commit in a workflow that ${words}`,
    ),
  );

  const GATE = `permissions:\n  contents: read\n${steps("model-assay/model-assay@v0.1.0")}`;

  test("a workflow that looks at models and leaves nothing behind passes without a word: the first one of the README", () => {
    const readme = readFileSync(join(__dirname, "../../README.md"), "utf8");
    const [, first = ""] = /```yaml\n(# \.github\/workflows\/models\.yml\n[^]*?)```/.exec(readme)!;
    expect(parse(first).packages.map(({ name }) => name)).toContain("model-assay/model-assay");
    expect(practices(first)).toEqual([]);
    expect(practices(GATE)).toEqual([]);
    expect(practices(`${GATE}        with: {github-token: "\${{ secrets.GITHUB_TOKEN }}"}\n`)).toEqual([]);
  });

  test.each([
    ["rights that it does not say", GATE.replace("permissions", "x-permissions")],
    [
      "a job's own rights only",
      GATE.replace(/^permissions:\n {2}contents: read\n/, "").replace(
        "    steps",
        "    permissions: {contents: read}\n    steps",
      ),
    ],
    ["a right to write", GATE.replace("contents: read", "pull-requests: write")],
    ["a secret", `${GATE}        env: {X: "\${{ secrets.DEPLOY }}"}\n`],
    ["all secrets", `${GATE}    secrets: inherit\n`],
    ["an artifact", `${GATE}      - uses: actions/upload-artifact@v4\n`],
    ["a cache", `${GATE}      - uses: actions/cache@v4\n`],
  ])("one that looks at models with %s does not", (_, text) =>
    expect(practices(text)).toEqual(["unpinned-action model-assay/model-assay@v0.1.0"]),
  );

  test("GitHub's own, and what is pinned, pass without a word", () =>
    expect(
      practices(`permissions: write-all\n${steps("actions/checkout@v4", "github/x@main", `a/b@${SHA}`, "./c")}`),
    ).toEqual([]));

  test("a workflow that only tests passes without a word", () =>
    expect(
      practices(`# huggingface model\npermissions:\n  contents: read\n${steps("a/b@v1")}      - run: npm test\n`),
    ).toEqual([]));
});

describe("GitHub workflows: hostile ones", () => {
  test("billion laughs, depth and size end soon", () => {
    const laughs = ["a0: &a0 [lol]"];
    for (let i = 1; i < 40; i++)
      laughs.push(
        `a${i}: &a${i} [${Array(9)
          .fill(`*a${i - 1}`)
          .join(", ")}]`,
      );
    const start = performance.now();
    expect(parse(laughs.join("\n")).packages).toEqual([]);
    expect(parse("[".repeat(100_000)).thrown?.name).toBe("Malformed");
    expect(parse("x".repeat(600_000)).thrown?.message).toMatch(/more than 524,288/);
    expect(performance.now() - start).toBeLessThan(120_000);
  });

  test("a NUL byte, and broken YAML behind an action", () => {
    expect(parse("a: \0").thrown?.message).toMatch(/NUL byte/);
    const { packages, thrown } = parse(`${steps("a/b@v1.0.0")}  b: [\n`);
    expect(packages).toHaveLength(1);
    expect(thrown?.message).toMatch(/^it is no YAML/);
  });

  test("many steps that cannot be read are told twenty times", () =>
    expect(parse(steps(...Array<string>(500).fill("x"))).entries).toHaveLength(20));

  test("names of prototypes", () =>
    expect(one("constructor/__proto__@v1.0.0")).toMatchObject({ name: "constructor/__proto__" }));
});
