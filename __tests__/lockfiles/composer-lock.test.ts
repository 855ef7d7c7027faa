import { composerLock } from "../../src/lockfiles/composer-lock";
import { parseLock } from "../support/parse-lock";

const LOCK = {
  packages: [
    {
      name: "symfony/http-kernel",
      version: "v5.4.0",
      source: { type: "git", url: "https://github.com/symfony/http-kernel.git", reference: "abc" },
      dist: { type: "zip", url: "https://x", reference: "abc", shasum: "aa" },
      require: { php: ">=7", "psr/log": "^1" },
    },
    { name: "psr/log", version: "1.1.4", dist: { shasum: "" } },
    {
      name: "me/fork",
      version: "dev-master",
      source: { url: "https://u:p@example.org/fork.git", reference: "0123456" },
    },
    { name: "me/local", version: "1.0.0", dist: { type: "path", url: "../local" } },
  ],
  "packages-dev": [{ name: "phpunit/phpunit", version: "9.5.0" }],
};
const TEXT = JSON.stringify(LOCK, undefined, 2);
const MANIFEST = JSON.stringify({
  require: { "Symfony/HTTP-Kernel": "^5" },
  "require-dev": { "phpunit/phpunit": "*" },
});
const parse = (text: string, beside = {}) => parseLock(composerLock, text, "composer.lock", beside);
const named = (name: string, beside = {}) => parse(TEXT, beside).packages.find((each) => each.name === name);

describe("composer.lock", () => {
  test("claims its name", () => {
    expect(composerLock.claims("a/composer.lock")).toBe(true);
    expect(composerLock.claims("composer.json")).toBe(false);
  });

  test("a package as its tag spells the version, at its line", () =>
    expect(named("symfony/http-kernel")).toEqual({
      name: "symfony/http-kernel",
      version: "v5.4.0",
      ecosystem: "Packagist",
      purl: "pkg:composer/symfony/http-kernel@v5.4.0",
      at: { path: "composer.lock", inside: [], line: 3 },
      hashes: ["sha1:aa"],
    }));

  test("a branch is no version, but has its commit, without a password", () => {
    expect(named("me/fork")).toMatchObject({
      unlocked: "dev-master",
      source: { kind: "vcs", where: "https://example.org/fork.git@0123456" },
    });
    expect(named("me/fork")).not.toHaveProperty("version");
  });

  test("a directory is local", () => {
    expect(named("me/local")!.source).toEqual({ kind: "local", where: "../local" });
    expect(named("me/local")).not.toHaveProperty("ecosystem");
  });

  test("packages-dev is a group", () => expect(named("phpunit/phpunit")!.group).toBe("dev"));

  test("composer.json tells what is direct", () => {
    const beside = { "composer.json": MANIFEST };
    expect(named("symfony/http-kernel", beside)).toMatchObject({ direct: true });
    expect(named("psr/log", beside)).toMatchObject({ direct: false, via: ["symfony/http-kernel"] });
    expect(named("phpunit/phpunit", beside)).toMatchObject({ direct: true, group: "dev" });
    expect(named("psr/log", { "composer.json": "{" })).not.toHaveProperty("direct");
  });

  test.each(["", "[]", "{", '{"packages": [\0]}'])("%j is malformed", (text) =>
    expect(parse(text).thrown?.name).toBe("Malformed"),
  );

  test("a package without a name is said, and the others are read", () => {
    const { packages, entries } = parse('{"packages": [{"version": "1"}, 3, {"name": "a/b", "version": "1"}]}');
    expect(packages).toHaveLength(1);
    expect(entries.filter(({ kind }) => kind === "unreadable")).toHaveLength(2);
  });

  test("names of prototypes and cycles", () => {
    const text =
      '{"packages": [{"name": "__proto__", "version": "1", "require": {"__proto__": "1", "constructor": "*"}}]}';
    expect(parse(text, { "composer.json": '{"require": {"__proto__": "1"}}' }).packages).toMatchObject([
      { name: "__proto__", direct: true },
    ]);
  });

  test("the command moves the package, and the direct one that brings it", () => {
    const asked = { ecosystem: "Packagist", name: "a/b", version: "2", file: "composer.lock" } as const;
    expect(composerLock.upgrade!(asked)).toBe("composer update a/b --with-dependencies");
    expect(composerLock.upgrade!({ ...asked, direct: "c/d" })).toBe("composer update c/d a/b --with-dependencies");
  });
});
