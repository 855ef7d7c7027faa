import { readFileSync } from "node:fs";
import { Malformed, Unsupported } from "../../src/core/bytes";
import { npmLock } from "../../src/lockfiles/npm-lock";
import { INTEGRITY, inWords, SHA512 } from "../support/npm-lock-text";
import { parseLock } from "../support/parse-lock";
import { againstScanner, describeReal } from "../support/real-lock";

type Entries = Readonly<Record<string, unknown>>;
const parse = (value: unknown, beside: Record<string, string> = {}) =>
  parseLock(
    npmLock,
    typeof value === "string" ? value : JSON.stringify(value, null, 2),
    "ui/package-lock.json",
    beside,
  );
const flat = (packages: Entries, more: Entries = {}) => parse({ lockfileVersion: 3, packages, ...more });
const nested = (dependencies: Entries, beside: Record<string, string> = {}) =>
  parse({ lockfileVersion: 1, dependencies }, beside);
const a = (version: string, more: Entries = {}) => ({ version, integrity: INTEGRITY, ...more });

describe("npm's lock", () => {
  test.each([
    ["package-lock.json", true],
    ["a/npm-shrinkwrap.json", true],
    ["node_modules/.package-lock.json", false],
    ["a/package.json", false],
    ["package-lock.json/x", false],
  ])("claims %s: %s", (path, claimed) => expect(npmLock.claims(path)).toBe(claimed));

  test("a package, whole", () => {
    const { packages, practices } = flat({
      "": { dependencies: { "@s/a": "^1.0.0" } },
      "node_modules/@s/a": a("1.2.3", { resolved: "https://registry.npmjs.org/@s/a/-/a-1.2.3.tgz" }),
    });
    expect(packages).toEqual([
      {
        name: "@s/a",
        version: "1.2.3",
        ecosystem: "npm",
        purl: "pkg:npm/%40s/a@1.2.3",
        at: { path: "ui/package-lock.json", inside: [], line: 9 },
        direct: true,
        via: [],
        hashes: [SHA512],
        wanted: "^1.0.0",
      },
    ]);
    expect(practices).toEqual([]);
  });

  test("what is found in the nearest directory is what is asked for", () => {
    const { packages } = flat({
      "": { dependencies: { a: "1" }, devDependencies: { d: "1" }, optionalDependencies: { o: "1" } },
      "node_modules/a": a("1.0.0", { dependencies: { b: "1" } }),
      "node_modules/a/node_modules/b": a("1.0.0", { dependencies: { c: "1" } }),
      "node_modules/b": a("2.0.0", { dev: true }),
      "node_modules/c": a("1.0.0"),
      "node_modules/d": a("1.0.0", { dev: true, peerDependencies: { b: "*" } }),
      "node_modules/o": a("1.0.0", { optional: true }),
      "node_modules/p": a("1.0.0", { peer: true }),
      "node_modules/q": a("1.0.0", { devOptional: true }),
    });
    expect(inWords(packages)).toEqual([
      "a@1.0.0:15 direct = 1",
      "b@1.0.0:22 < a",
      "b@2.0.0:29 [dev] < d",
      "c@1.0.0:34 < a > b",
      "d@1.0.0:38 direct [dev] = 1",
      "o@1.0.0:46 direct [optional] = 1",
      "p@1.0.0:51 direct? [peer]",
      "q@1.0.0:56 direct? [optional]",
    ]);
  });

  test("nothing that production asks for is of development because the lock says so", () =>
    expect(
      inWords(flat({ "": { dependencies: { a: "1" } }, "node_modules/a": a("1.0.0", { dev: true }) }).packages),
    ).toEqual(["a@1.0.0:9 direct = 1"]));

  test("an alias is audited by its real name, and a version in two places once, at the nearer one", () => {
    const { packages } = flat({
      "": { dependencies: { x: "npm:ms@2.0.0", y: "1" } },
      "node_modules/y": a("1.0.0", { dependencies: { ms: "2.0.0" } }),
      "node_modules/y/node_modules/ms": a("2.0.0"),
      "node_modules/x": a("2.0.0", { name: "ms" }),
    });
    expect(inWords(packages)).toEqual(["y@1.0.0:10 direct = 1", "ms@2.0.0:21 direct = npm:ms@2.0.0"]);
  });

  test("workspaces are the project itself, other links are local", () => {
    const { packages } = flat({
      "": { dependencies: { l: "file:./l" }, workspaces: ["w"] },
      l: { name: "l", version: "9.0.0", dependencies: { e: "1" } },
      w: { version: "1.0.0", dependencies: { b: "2" }, devDependencies: { e: "1" } },
      "node_modules/w": { resolved: "w", link: true },
      "node_modules/l": { resolved: "l", link: true },
      "node_modules/out": { resolved: "../out", link: true },
      "node_modules/e": a("1.0.0"),
      "node_modules/b": a("1.0.0"),
      "w/node_modules/b": a("2.0.0"),
    });
    expect(inWords(packages)).toEqual([
      "l@9.0.0:32 no ecosystem direct {local l} = file:./l",
      "out@?:36 no ecosystem direct? {local ../out}",
      "e@1.0.0:40 direct = 1",
      "b@1.0.0:44 direct?",
      "b@2.0.0:48 direct = 2",
    ]);
  });

  test("repositories and addresses have no database, other registries do", () => {
    const { packages, practices } = flat({
      "node_modules/g": { version: "1.0.0", resolved: "git+ssh://git@github.com/a/g.git#0123" },
      "node_modules/u": { version: "1.0.0", resolved: "https://u:p@cdn.example/u.tgz", integrity: INTEGRITY },
      "node_modules/r": a("1.0.0", { resolved: "https://u:p@npm.example/r/-/r-1.0.0.tgz" }),
      "node_modules/s": a("1.0.0", { resolved: "https://npm.example/s/-/s-1.0.0.tgz" }),
    });
    expect(inWords(packages)).toEqual([
      "g@1.0.0:4 no ecosystem direct? {vcs git+ssh://git@github.com/a/g.git#0123}",
      "u@1.0.0:8 no ecosystem direct? {url https://cdn.example/u.tgz}",
      "r@1.0.0:13 direct? {index npm.example}",
      "s@1.0.0:18 direct? {index npm.example}",
    ]);
    expect(packages.map(({ purl }) => purl)).toEqual([
      "pkg:npm/g@1.0.0?vcs_url=git%2Bssh:%2F%2Fgit%40github.com%2Fa%2Fg.git%230123",
      "pkg:npm/u@1.0.0?download_url=https:%2F%2Fcdn.example%2Fu.tgz",
      "pkg:npm/r@1.0.0?repository_url=npm.example",
      "pkg:npm/s@1.0.0?repository_url=npm.example",
    ]);
    expect(practices).toEqual([
      {
        kind: "other-index",
        what: "npm.example",
        detail: "2 packages are from npm.example, which is not npm's own registry",
      },
    ]);
  });

  test("an archive of another package than the entry says is looked up too, and told", () => {
    const { packages, practices } = flat({
      "node_modules/good": a("1.0.0", { resolved: "https://registry.npmjs.org/evil/-/evil-6.6.6.tgz" }),
      "node_modules/old": a("2.0.0", { resolved: "https://registry.npmjs.org/old/-/old-1.0.0.tgz" }),
      "node_modules/fine": a("1.0.0", { resolved: "https://registry.npmjs.org/fine/-/fine-1.0.0+b.tgz" }),
    });
    expect(inWords(packages)).toEqual([
      "good@1.0.0:4 direct?",
      "evil@6.6.6:4 direct?",
      "old@2.0.0:9 direct?",
      "old@1.0.0:9 direct?",
      "fine@1.0.0:14 direct?",
    ]);
    expect(practices.map(({ detail }) => detail)).toEqual([
      "good 1.0.0 is locked to the archive of evil 6.6.6, which is what gets installed",
      "old 2.0.0 is locked to the archive of old 1.0.0, which is what gets installed",
    ]);
  });

  test("missing hashes are told once; what is bundled needs none", () => {
    const { entries } = flat({
      "node_modules/a": a("1.0.0"),
      "node_modules/b": { version: "1.0.0" },
      "node_modules/c": { version: "1.0.0" },
      "node_modules/d": { version: "1.0.0", inBundle: true },
    });
    expect(entries.filter(({ kind }) => kind === "practice")).toEqual([
      {
        kind: "practice",
        at: { path: "ui/package-lock.json", inside: [], line: 8 },
        practice: {
          kind: "no-hashes",
          what: "",
          detail: "2 packages are locked without a hash, so that nobody notices when the archive changes",
        },
      },
    ]);
  });

  test("what is no exact version is unlocked", () =>
    expect(
      inWords(
        flat({
          "node_modules/a": a("^1.0.0"),
          "node_modules/b": { integrity: INTEGRITY },
          "node_modules/c": "1.0.0",
          "node_modules/d": a(7 as unknown as string),
          "node_modules/e": a("1.0.2beta"),
        }).packages,
      ),
    ).toEqual([
      "a@?^1.0.0:4 direct?",
      "b@?b:8 direct?",
      expect.stringMatching(/^c@\?c:\d+ direct\?$/),
      "d@?d:12 direct?",
      "e@1.0.2beta:16 direct?",
    ]));

  test("version 1: nested, aliases, addresses, bundled, with the package.json beside it", () => {
    const lock = {
      a: a("1.0.0", { requires: { b: "^1" }, dependencies: { b: a("1.0.0", { bundled: true }) } }),
      b: a("2.0.0", { dev: true }),
      x: a("npm:@s/real@3.0.0"),
      g: { version: "git+https://t@example.org/g.git#0123", from: "git+https://example.org/g.git" },
      t: { version: "https://registry.npmjs.org/is-odd/-/is-odd-3.0.1.tgz", integrity: INTEGRITY },
    };
    const manifest = JSON.stringify({ dependencies: { a: "^1", x: "npm:@s/real@3" }, devDependencies: { b: "2" } });
    expect(inWords(nested(lock, { "package.json": manifest }).packages)).toEqual([
      "a@1.0.0:4 direct = ^1",
      "b@1.0.0:11 < a",
      "b@2.0.0:18 direct [dev] = 2",
      "@s/real@3.0.0:23 direct = npm:@s/real@3",
      "g@?:27 no ecosystem direct? {vcs git+https://example.org/g.git#0123}",
      "is-odd@3.0.1:31 direct?",
    ]);
    expect(inWords(nested(lock).packages).slice(0, 3)).toEqual([
      "a@1.0.0:4 direct",
      "b@1.0.0:11 direct? < a",
      "b@2.0.0:18 direct [dev]",
    ]);
    expect(nested(lock, { "package.json": "{" }).packages).toHaveLength(6);
  });

  test("what only the older section of version 2 has is there too", () => {
    const { packages } = flat(
      {
        "": {},
        "node_modules/a": a("1.0.0"),
        "node_modules/g": { version: "1.0.0", resolved: "git+https://e.org/g.git#1" },
      },
      {
        lockfileVersion: 2,
        dependencies: {
          a: a("1.0.0", { dependencies: { hidden: a("6.6.6") } }),
          g: { version: "git+https://e.org/g.git#1" },
          w: { version: "file:w" },
        },
      },
    );
    expect(inWords(packages)).toEqual([
      "a@1.0.0:5 direct?",
      "g@1.0.0:9 no ecosystem direct? {vcs git+https://e.org/g.git#1}",
      "hidden@6.6.6:19 direct?",
    ]);
  });

  test.each([
    ["", Malformed],
    ["[]", Malformed],
    ["{}", Malformed],
    ['{"lockfileVersion": 3, "packages": []}', Malformed],
    ['{"lockfileVersion": 1, "dependencies": "x"}', Malformed],
    ['{"lockfileVersion": 3, "packages": {"a\u0000": {}}}', Malformed],
    ['{"lockfileVersion": NaN}', Malformed],
    ['{"lockfileVersion": 4, "packages": {}}', Unsupported],
    ['{"lockfileVersion": "3", "packages": {}}', Unsupported],
    ['{"lockfileVersion": {}, "packages": {}}', Unsupported],
  ])("%j is refused", (text, kind) => expect(parse(text).thrown).toBeInstanceOf(kind));

  test("an empty lock has no packages", () => {
    expect(parse('{"lockfileVersion": 3}')).toEqual({ packages: [], practices: [], entries: [] });
    expect(parse('{"dependencies": {}}').thrown).toBeUndefined();
  });

  test("a break is told with its place in characters", () => {
    expect(parse('{"é": x}').thrown).toMatchObject({ offset: 6 });
    expect(parse('{"lockfileVersion": 4}').thrown?.message).toContain("lockfileVersion 4 of npm is not read");
  });
});

describe("hostile locks of npm", () => {
  test("names that objects have themselves are names like others", () => {
    const names = ["__proto__", "constructor", "toString", "hasOwnProperty"];
    const entries = (prefix: string, inner: string) =>
      names.map(
        (name) => `"${prefix}${name}": {"version": "1.0.0", "${inner}": {"__proto__": "1", "constructor": "1"}}`,
      );
    for (const [version, prefix, key] of [
      [3, "node_modules/", "packages"],
      [1, "", "dependencies"],
    ] as const) {
      const inner = version === 1 ? "requires" : "dependencies";
      const { packages } = parse(`{"lockfileVersion": ${version}, "${key}": {${entries(prefix, inner).join(",")}}}`);
      expect(packages.map(({ name }) => name)).toEqual(names);
      expect(packages.every(({ version: found }) => found === "1.0.0")).toBe(true);
    }
    expect(parse('{"__proto__": {"lockfileVersion": 3, "packages": {}}}').thrown).toBeInstanceOf(Malformed);
    expect(({} as { version?: string }).version).toBeUndefined();
  });

  test("the last of two members counts, as for npm, and keys with escapes have their line", () => {
    const { packages } = parse(
      '{"lockfileVersion": 3, "packages": {\n"node_modules/a": {"version": "1.0.0"},\n"node_modules/a": {"version": "2.0.0"},\n"node_modules/\\u0062": {"version": "1.0.0"},\n"node_modules/c": {"version": "1.0.0"}}}',
    );
    expect(packages.map(({ name, version }) => `${name} ${version}`)).toEqual(["a 2.0.0", "b 1.0.0", "c 1.0.0"]);
    expect(packages.slice(1).map(({ at }) => at.line)).toEqual([4, 5]);
  });

  test("names of digits, which JSON.parse moves to the front, have their line", () => {
    const { packages } = parse(
      '{"lockfileVersion": 1, "dependencies": {\n"a": {"version": "1.0.0"},\n"7": {"version": "1.0.0"},\n"b": {"version": "1.0.0"}}}',
    );
    expect(packages.map(({ name, at }) => `${name}:${at.line}`)).toEqual(["7:3", "a:2", "b:4"]);
  });

  test("names that are none are told, the first of them one by one", () => {
    const entries = Object.fromEntries(
      Array.from({ length: 50 }, (_, i) => [`node_modules/a b${i}`, { version: "1.0.0" }]),
    );
    const { entries: told } = flat({
      ...entries,
      "node_modules/x\u0000y": {},
      [`node_modules/${"x".repeat(300)}`]: {},
    });
    const unreadable = told.filter((each) => each.kind === "unreadable");
    expect(unreadable).toHaveLength(21);
    expect(unreadable[0]).toMatchObject({ reason: "malformed", detail: '"a b0" is no name of a package' });
    expect(unreadable[20]).toMatchObject({ detail: "52 entries have no readable name; the first 20 are told" });
  });

  test("packages deep inside each other, cycles and long chains end", () => {
    const path = "node_modules/a/".repeat(20_000);
    expect(flat({ [`${path}node_modules/b`]: a("1.0.0", { dependencies: { x: "1" } }) }).packages).toHaveLength(1);
    const deep = `{"lockfileVersion": 1, "dependencies": ${'{"a": {"dependencies": '.repeat(5_000)}{}${"}}".repeat(5_000)}}`;
    expect(parse(deep).thrown?.message).toContain("more than 100 packages are inside each other");
    const chain = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, i) => [
        `node_modules/p${i}`,
        { version: "1.0.0", dependencies: { [`p${(i + 1) % 20_000}`]: "1" } },
      ]),
    );
    const { packages } = flat({ "": { dependencies: { p0: "1" } }, ...chain });
    expect(packages).toHaveLength(20_000);
    expect(Math.max(...packages.map(({ via }) => via!.length))).toBeLessThan(50);
  });

  test("many packages, and brackets without end, end soon", () => {
    const started = performance.now();
    const many = Array.from({ length: 105_000 }, (_, i) => `"node_modules/p${i}":{"version":"1.0.0"}`).join(",");
    let count = 0;
    for (const entry of npmLock.parse(`{"lockfileVersion":3,"packages":{${many}}}`, {
      path: "package-lock.json",
      include: (path) => ({ missing: "absent", path }),
      siblings: () => [],
    }))
      if (entry.kind === "package") count++;
    expect(count).toBe(105_000);
    expect(parse("[".repeat(8_000_000)).thrown).toBeInstanceOf(Malformed);
    const escaped = Array.from({ length: 50_000 }, (_, i) => `"node_modules/\\u0070${i}":{"version":"1.0.0"}`).join(
      ",",
    );
    expect(parse(`{"lockfileVersion":3,"packages":{${escaped}}}`).packages).toHaveLength(50_000);
    expect(performance.now() - started).toBeLessThan(120_000);
  });
});

describeReal("real locks of npm", () => {
  test.each(["npm-v2-warehouse2023/package-lock.json", "npm-v3-ollama/package-lock.json"])(
    "%s: the packages that osv-scanner sees",
    (file) => expect(againstScanner(npmLock, file)).toEqual({ ours: [], theirs: [] }),
  );

  test("version 1, which osv-scanner does not read: the packages that a walk over it finds", () => {
    interface Node {
      version: string;
      dependencies?: Record<string, Node>;
    }
    const text = readFileSync("/work/shared/data/lockfiles/npm-v1-warehouse2019/package-lock.json", "utf8");
    const walk = (nodes: Record<string, Node>): string[] =>
      Object.entries(nodes).flatMap(([name, { version, dependencies }]) => [
        `${name}@${version}`,
        ...walk(dependencies ?? {}),
      ]);
    const expected = [...new Set(walk((JSON.parse(text) as Required<Node>).dependencies))].sort();
    const { packages, practices } = parseLock(npmLock, text, "package-lock.json");
    expect(expected).toHaveLength(1263);
    expect(packages.map(({ name, version }) => `${name}@${version}`).sort()).toEqual(expected);
    expect(practices).toEqual([]);
    const lines = text.split("\n");
    expect(packages.filter(({ name, at }) => !lines[at.line! - 1]!.includes(`"${name}": {`))).toEqual([]);
  });
});
