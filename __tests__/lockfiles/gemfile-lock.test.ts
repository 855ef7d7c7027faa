import { gemfileLock } from "../../src/lockfiles/gemfile-lock";
import { parseLock } from "../support/parse-lock";

const TEXT = `GIT
  remote: https://user:secret@github.com/o/forked.git
  revision: 0123456789012345678901234567890123456789
  branch: main
  specs:
    forked (1.0.0)
      rack

PATH
  remote: .
  specs:
    mine (0.1.0)
      rails

PATH
  remote: engines/x
  specs:
    x (0.2.0)

GEM
  remote: https://rubygems.org/
  specs:
    nokogiri (1.15.0-arm64-darwin)
      racc (~> 1.4)
    nokogiri (1.15.0-x86_64-linux)
      racc (~> 1.4)
    racc (1.7.0)
    rack (3.0.0.beta1)
    rails (7.0.4)
      nokogiri (>= 1.6)

PLATFORMS
  arm64-darwin
  x86_64-linux

DEPENDENCIES
  forked!
  mine!
  rails (~> 7.0)

CHECKSUMS
  nokogiri (1.15.0-arm64-darwin) sha256=aa
  nokogiri (1.15.0-x86_64-linux) sha256=bb

RUBY VERSION
   ruby 3.2.2p53

BUNDLED WITH
   2.4.10
`;
const parse = (text: string) => parseLock(gemfileLock, text, "Gemfile.lock");
const named = (name: string) => parse(TEXT).packages.find((each) => each.name === name);

describe("Gemfile.lock", () => {
  test.each([
    ["Gemfile.lock", true],
    ["a/gems.locked", true],
    ["Gemfile", false],
    ["MyGemfile.lock", false],
  ])("claims %s: %s", (path, claimed) => expect(gemfileLock.claims(path)).toBe(claimed));

  test("each gem once, whatever the platforms, without the project's own", () =>
    expect(parse(TEXT).packages.map(({ name, version }) => `${name} ${version}`)).toEqual([
      "forked 1.0.0",
      "x 0.2.0",
      "nokogiri 1.15.0",
      "racc 1.7.0",
      "rack 3.0.0.beta1",
      "rails 7.0.4",
    ]));

  test("a gem with its line, its way in and its hashes", () => {
    expect(named("nokogiri")).toEqual({
      name: "nokogiri",
      version: "1.15.0",
      ecosystem: "RubyGems",
      purl: "pkg:gem/nokogiri@1.15.0",
      at: { path: "Gemfile.lock", inside: [], line: 23 },
      direct: false,
      via: ["rails"],
      hashes: ["sha256:aa", "sha256:bb"],
    });
    expect(named("rails")).toMatchObject({ direct: true, wanted: "~> 7.0" });
    expect(named("racc")).toMatchObject({ via: ["rails", "nokogiri"] });
  });

  test("version control keeps its commit, and no password", () =>
    expect(named("forked")!.source).toEqual({
      kind: "vcs",
      where: "https://github.com/o/forked.git@0123456789012345678901234567890123456789",
    }));

  test("a directory is local, and nobody is asked about it", () => {
    expect(named("x")!.source).toEqual({ kind: "local", where: "engines/x" });
    expect(named("x")).not.toHaveProperty("ecosystem");
  });

  test("another index is a source and worth a word, once", () => {
    const text = "GEM\n  remote: https://u:p@gems.example.org/\n  specs:\n    a (1)\n    b (2)\n";
    const { packages, practices } = parse(text);
    expect(packages.map(({ source }) => source?.where)).toEqual([
      "https://gems.example.org/",
      "https://gems.example.org/",
    ]);
    expect(practices).toMatchObject([{ kind: "other-index", what: "https://gems.example.org/" }]);
    expect(parse(TEXT).practices).toEqual([]);
  });

  test.each([
    ["GEM\n  specs:\n<<<<<<< HEAD\n", /a merge that was not finished/],
    ["GEM\n\0", /NUL byte/],
    [`GEM\n    ${"a".repeat(20_000)} (1)\n`, /more than 16384 characters/],
  ])("%# is malformed", (text, message) => expect(parse(text).thrown?.message).toMatch(message));

  test("a line that is no gem is said, and the others are read", () => {
    const { entries, packages } = parse("GEM\n  specs:\n    rails\n    a (1)\n");
    expect(entries[0]).toMatchObject({
      kind: "unreadable",
      at: { line: 3 },
      detail: "line 3 is no gem with a version",
    });
    expect(packages).toHaveLength(1);
    expect(parse(`GEM\n  specs:\n${"    x\n".repeat(100)}`).entries).toHaveLength(20);
  });

  test("cycles, names of prototypes and many gems", () => {
    const loop =
      "GEM\n  specs:\n    a (1)\n      b\n    b (1)\n      a\n    __proto__ (1)\n\nDEPENDENCIES\n  a\n  constructor\n";
    expect(parse(loop).packages.map(({ name }) => name)).toEqual(["a", "b", "__proto__"]);
    const many = Array.from({ length: 200_001 }, (_, i) => `    g${i} (1)\n`).join("");
    expect(parse(`GEM\n  specs:\n${many}`).thrown?.message).toMatch(/more gems than any project/);
  });

  test("the command", () =>
    expect(gemfileLock.upgrade!({ ecosystem: "RubyGems", name: "rack", version: "3.1", file: "Gemfile.lock" })).toBe(
      "bundle update --conservative rack",
    ));
});
