import { pipfileLock } from "../../src/lockfiles/pipfile-lock";
import { parseLock } from "../support/parse-lock";
import { againstScanner, describeReal } from "../support/real-lock";

const SOURCE = { name: "pypi", url: "https://pypi.org/simple", verify_ssl: true };
const lock = (sections: object, sources: unknown = [SOURCE]) =>
  JSON.stringify({ _meta: { "pipfile-spec": 6, sources }, ...sections }, null, 1);
const parse = (text: string, pipfile?: string) =>
  parseLock(pipfileLock, text, "srv/Pipfile.lock", pipfile === undefined ? {} : { Pipfile: pipfile });

describe("Pipfile.lock", () => {
  test("claims its name", () => {
    expect(["Pipfile.lock", "a/Pipfile.lock", "pipfile.lock", "Pipfile"].map(pipfileLock.claims)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  test("packages of all sections, production first", () => {
    const text = lock({
      develop: { pytest: { version: "==7.0", index: "pypi" }, idna: { version: "==3.4" } },
      default: { Requests: { hashes: ["sha256:aa", 5], version: "==2.31.0", markers: "python_version > '3'" } },
      docs: { sphinx: { version: "==4" } },
    });
    const { packages } = parse(text);
    expect(packages.map(({ name, version, group, direct }) => [name, version, group, direct])).toEqual([
      ["Requests", "2.31.0", undefined, undefined],
      ["pytest", "7.0", "dev", undefined],
      ["idna", "3.4", "dev", undefined],
      ["sphinx", "4", "docs", undefined],
    ]);
    expect(packages[0]).toEqual({
      name: "Requests",
      version: "2.31.0",
      ecosystem: "PyPI",
      purl: "pkg:pypi/requests@2.31.0",
      at: {
        path: "srv/Pipfile.lock",
        inside: [],
        line: text.split("\n").findIndex((line) => line.includes("Requests")) + 1,
      },
      hashes: ["sha256:aa"],
    });
  });

  test("what the Pipfile asks for is direct", () => {
    const text = lock({
      default: { requests: { version: "==2" }, idna: { version: "==3" } },
      develop: { black: { version: "==1" } },
    });
    const pipfile =
      '[packages]\nRequests = {version = ">=2", extras = ["x"]}\n[dev-packages]\nblack = "*"\n[requires]\nidna = "1"\n';
    expect(parse(text, pipfile).packages.map(({ name, direct, wanted }) => [name, direct, wanted])).toEqual([
      ["requests", true, ">=2"],
      ["idna", false, undefined],
      ["black", true, undefined],
    ]);
    expect(parse(text, "[packages").packages[0]).not.toHaveProperty("direct");
  });

  test("sources", () => {
    const sources = [SOURCE, { name: "mine", url: "https://${USER}:pw@mirror.example/simple", verify_ssl: false }];
    const { packages, practices, entries } = parse(
      lock(
        {
          default: {
            a: { version: "==1", index: "mine" },
            b: { git: "https://tok@github.com/o/b.git", ref: "0123" },
            c: { path: "../c", editable: true },
            self: { path: ".", editable: true },
            "7e3b": { editable: true, path: "." },
            d: { file: "https://example.org/d.whl?t=1" },
            e: { file: "file:///srv/e.whl" },
            f: { version: "*" },
          },
        },
        sources,
      ),
    );
    expect(
      packages.map(({ name, ecosystem, source, unlocked }) => [name, ecosystem, source?.kind, source?.where, unlocked]),
    ).toEqual([
      ["a", "PyPI", "index", "https://mirror.example/simple", undefined],
      ["b", undefined, "vcs", "git+https://github.com/o/b.git@0123", undefined],
      ["c", undefined, "local", "../c", undefined],
      ["d", undefined, "url", "https://example.org/d.whl", undefined],
      ["e", undefined, "local", "file:///srv/e.whl", undefined],
      ["f", "PyPI", undefined, undefined, "*"],
    ]);
    expect(practices.map(({ kind, what }) => [kind, what])).toEqual([
      ["other-index", "https://mirror.example/simple"],
      ["no-verification", "https://mirror.example/simple"],
    ]);
    expect(entries.find(({ kind }) => kind === "practice")).toMatchObject({ at: { line: 10 } });
  });

  test("where there is only one index, packages come from it", () => {
    const { packages } = parse(
      lock({ default: { a: { version: "==1" } } }, [{ name: "m", url: "https://m.example/simple" }]),
    );
    expect(packages[0]!.source).toEqual({ kind: "index", where: "https://m.example/simple" });
  });

  test("the command", () => {
    const asked = { ecosystem: "PyPI", name: "a", version: "2", file: "Pipfile.lock" } as const;
    expect(pipfileLock.upgrade!(asked)).toBe("pipenv upgrade a==2");
    expect(pipfileLock.upgrade!({ ...asked, version: "`id`" })).toBeUndefined();
  });
});

describe("hostile Pipfile.lock", () => {
  test.each([
    ["no JSON", "{"],
    ["a list", "[]"],
    ["something else", '{"a": 1}'],
    ["deep", '{"default":'.repeat(5_000)],
    ["of many values", `{"_meta": {}, "default": [${"1,".repeat(2_100_000)}1]}`],
  ])("%s is malformed", (_, text) => expect(parse(text).thrown?.name).toBe("Malformed"));

  test("what is not a package is said, and the others count", () => {
    const text =
      '{"_meta": {"sources": {"a": 1}}, "default": {"a": 1, "a b": {}, "c": {"version": 1.0}, "__proto__": {"version": "==1"}, "constructor": {"version": "==2", "index": "__proto__"}}, "develop": [1], "__proto__": {"d": {"version": "==3"}}}';
    expect(
      parse(text).entries.map((each) =>
        each.kind === "package" ? `${each.pkg.name} ${each.pkg.group ?? ""}` : each.kind,
      ),
    ).toEqual(["unreadable", "unreadable", "unreadable", "__proto__ ", "constructor ", "unreadable", "d __proto__"]);
  });

  test("both of two members of one name count", () => {
    const text =
      '{"_meta": {}, "default": {"a": {"version": "==1"}, "a": {"version": "==2"}}, "default": {"b": {"version": "==3"}}}';
    expect(parse(text).packages.map(({ name, version }) => `${name} ${version}`)).toEqual(["a 1", "a 2", "b 3"]);
  });
});

describeReal("a real Pipfile.lock", () => {
  test("has the packages that osv-scanner sees, and one from a repository", () => {
    expect(againstScanner(pipfileLock, "pipfile-dspy/Pipfile.lock")).toEqual({ ours: ["- dspy"], theirs: [] });
  });
});
