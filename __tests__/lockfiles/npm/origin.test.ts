import { elsewhere, isElsewhere, originOf, registryAt, withoutCredentials } from "../../../src/lockfiles/npm/origin";

const NPM = "https://registry.npmjs.org";

describe("where a package comes from", () => {
  test.each([
    [`${NPM}/ms/-/ms-2.0.0.tgz`, "ms", "2.0.0"],
    [`${NPM}/@babel/core/-/core-7.0.0-beta.1.tgz`, "@babel/core", "7.0.0-beta.1"],
    [`${NPM}/@babel%2fcore/-/core-7.0.0.tgz`, "@babel/core", "7.0.0"],
    ["https://registry.yarnpkg.com/ms/-/ms-2.0.0.tgz#5608aeadfc00be6c2901df5f9861788de0d597c8", "ms", "2.0.0"],
    ["http://registry.npmjs.org/JSONStream/-/JSONStream-1.3.5.tgz", "JSONStream", "1.3.5"],
    [`${NPM}/old/-/other-file.tgz`, "old", ""],
  ])("%s is npm's own registry", (address, name, version) =>
    expect(originOf(address)).toEqual({ kind: "registry", archive: { name, version } }),
  );

  test.each([undefined, "", "ms-2.0.0.tgz#5608", "https://npm.jsr.io/~/11/@jsr/std__path/1.0.8.tgz", `${NPM}/a`])(
    "%s is npm's too",
    (address) => expect(originOf(address)).toEqual({ kind: "registry" }),
  );

  test.each([
    ["https://npm.pkg.github.com/download/@a/b/1.0.0/0123", "npm.pkg.github.com"],
    ["https://me:pw@nexus.example.org:8443/repository/npm/ms/-/ms-2.0.0.tgz", "nexus.example.org:8443"],
    ["https://gitlab.com/api/v4/projects/1/packages/npm/@a/b/-/@a/b-1.0.0.tgz", "gitlab.com"],
    ["https://registry.npmmirror.com/ms/download/ms-2.0.0.tgz?cache=0", "registry.npmmirror.com"],
    ["https://registry.npmjs.org.evil.example/ms/-/ms-2.0.0.tgz", "registry.npmjs.org.evil.example"],
    ["https://registry.npmjs.org@evil.example/ms/-/ms-2.0.0.tgz", "evil.example"],
  ])("%s is another registry", (address, host) => expect(originOf(address)).toEqual({ kind: "registry", host }));

  test.each([
    ["git+ssh://git@github.com/a/b.git#0123", "vcs", "git+ssh://git@github.com/a/b.git#0123"],
    ["git+https://token@github.com/a/b.git#0123", "vcs", "git+https://github.com/a/b.git#0123"],
    ["git@github.com:a/b.git#commit=0123", "vcs", "git@github.com:a/b.git#commit=0123"],
    ["github:a/b#0123", "vcs", "github:a/b#0123"],
    ["a/b#semver:^1", "vcs", "a/b#semver:^1"],
    ["https://example.org/a/b.git#main", "vcs", "https://example.org/a/b.git#main"],
    ["https://codeload.github.com/a/b/tar.gz/0123", "vcs", "https://codeload.github.com/a/b/tar.gz/0123"],
    [
      "https://cdn.sheetjs.com/xlsx-0.20.1/xlsx-0.20.1.tgz",
      "url",
      "https://cdn.sheetjs.com/xlsx-0.20.1/xlsx-0.20.1.tgz",
    ],
    [
      "https://github.com/a/b/releases/download/v1/b-1.0.0.tgz",
      "url",
      "https://github.com/a/b/releases/download/v1/b-1.0.0.tgz",
    ],
    ["https://[bad", "url", "https://[bad"],
    ["file:./local", "local", "./local"],
    ["../other", "local", "../other"],
    ["link:/opt/x", "local", "/opt/x"],
    ["C:\\x", "local", "C:\\x"],
  ])("%s is %s", (address, kind, where) => expect(originOf(address)).toEqual({ kind, where }));

  test("no user, password or query is told", () => {
    expect(withoutCredentials("https://u:p%40ss@h.example/a?token=1#2")).toBe("https://h.example/a#2");
    expect(withoutCredentials("https://u:p@ss@h.example/a")).toBe("https://h.example/a");
    expect(withoutCredentials("npm:a@1")).toBe("npm:a@1");
  });

  test("what the lock calls one of a registry is looked up, whatever its address", () => {
    expect(registryAt("https://u@evil.example/x.tgz")).toEqual({ kind: "registry", host: "evil.example" });
    expect(registryAt("file:x.tgz")).toEqual({ kind: "local", where: "x.tgz" });
    expect(elsewhere("runtime:22.0.0")).toEqual({ kind: "url", where: "runtime:22.0.0" });
  });

  test.each([
    ["^1.0.0", false],
    ["latest", false],
    [">=1 <2 || ~3.0", false],
    ["file:x", true],
    [`${NPM}/ms/-/ms-2.0.0.tgz`, true],
    ["a/b", true],
  ])("the range %s asks elsewhere: %s", (range, expected) => expect(isElsewhere(range)).toBe(expected));

  test("long addresses cost no more than their length", () => {
    const started = performance.now();
    for (const part of ["@", "/", "/-/", "a/", "-", "%", ":", "git+", "?", "#"])
      for (const prefix of ["https://", `${NPM}/`, "", "git+"]) originOf(prefix + part.repeat(300_000));
    expect(performance.now() - started).toBeLessThan(120_000);
  });
});
