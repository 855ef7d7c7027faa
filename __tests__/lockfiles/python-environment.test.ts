import { readEnvironment, type InstalledMetadata } from "../../src/lockfiles/python-environment";

const SITE = "venv/lib/python3.12/site-packages";

function installed(
  name: string,
  version: string,
  more: Partial<InstalledMetadata> = {},
  headers = "",
): InstalledMetadata {
  return {
    path: `${SITE}/${name}-${version}.dist-info/METADATA`,
    metadata: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n${headers}\nName: a text below the headers\n`,
    ...more,
  };
}

function read(...entries: readonly InstalledMetadata[]) {
  const all = [...readEnvironment(entries)];
  return { all, packages: all.flatMap((entry) => (entry.kind === "package" ? [entry.pkg] : [])) };
}

describe("python-environment", () => {
  test("names and versions of the metadata, with their place", () => {
    expect(read(installed("Jinja2", "3.1.6")).packages).toEqual([
      {
        name: "Jinja2",
        version: "3.1.6",
        ecosystem: "PyPI",
        purl: "pkg:pypi/jinja2@3.1.6",
        at: { path: `${SITE}/Jinja2-3.1.6.dist-info/METADATA`, inside: [], line: 3 },
      },
    ]);
  });

  test("headers have no case, may go on in the next line, and end with an empty one", () => {
    const metadata =
      "metadata-version: 1.1\r\nNAME: torch\r\nSummary: long\r\n  Name: not this\r\nversion:2.0.1+cu118\r\n\r\nVersion: 9\r\n";
    expect(read({ path: "x/METADATA", metadata }).packages[0]).toMatchObject({
      name: "torch",
      version: "2.0.1+cu118",
      at: { line: 5 },
    });
  });

  test("the first of two counts, as for Python", () => {
    expect(
      read({ path: "x/METADATA", metadata: "Name: a\nVersion: 1\nVersion: 2\nName: b\n" }).packages[0],
    ).toMatchObject({
      name: "a",
      version: "1",
    });
  });

  test("what the metadata leaves out, the folder says", () => {
    const path = `${SITE}/old_thing-1.2-py3.11.egg-info`;
    expect(read({ path, metadata: "Summary: x\n" }).packages[0]).toMatchObject({ name: "old_thing", version: "1.2" });
  });

  test("what was asked for is direct, and the rest has its way from there", () => {
    const { packages } = read(
      installed(
        "transformers",
        "4.40",
        { requested: true },
        "Requires-Dist: tokenizers (<0.20,>=0.19)\nRequires-Dist: Torch ; extra == 'torch'\n",
      ),
      installed("tokenizers", "0.19", {}, "Requires-Dist: huggingface-hub<1.0,>=0.16.4\n"),
      installed("huggingface_hub", "0.23"),
      installed("torch", "2.0.1"),
    );
    expect(packages.map(({ name, direct, via }) => [name, direct, via])).toEqual([
      ["transformers", true, []],
      ["tokenizers", undefined, ["transformers"]],
      ["huggingface_hub", undefined, ["transformers", "tokenizers"]],
      ["torch", undefined, undefined],
    ]);
  });

  test("editable projects and folders are local, repositories have their commit", () => {
    const { packages } = read(
      installed("mine", "0.1", { directUrl: '{"url":"file:///home/me/mine","dir_info":{"editable":true}}' }),
      installed("theirs", "1", {
        directUrl:
          '{"url":"https://user:pw@example.org/t.git","vcs_info":{"vcs":"git","requested_revision":"main","commit_id":"0123abcd"}}',
      }),
    );
    expect(packages.map(({ ecosystem, source, purl }) => [ecosystem, source, purl])).toEqual([
      [undefined, { kind: "local", where: "file:///home/me/mine" }, "pkg:pypi/mine@0.1"],
      [
        undefined,
        { kind: "vcs", where: "https://example.org/t.git@0123abcd" },
        "pkg:pypi/theirs@1?vcs_url=https:%2F%2Fexample.org%2Ft.git%400123abcd",
      ],
    ]);
  });

  test.each([
    ["hashes", { hashes: { sha256: "ab".repeat(32) } }],
    ["the older hash", { hash: `sha256=${"ab".repeat(32)}` }],
  ])("an archive is what it says it is, with %s", (_, archive_info) => {
    const directUrl = JSON.stringify({ url: "https://download.pytorch.org/whl/torch-2.0.1.whl?token=x", archive_info });
    expect(read(installed("torch", "2.0.1", { directUrl })).packages[0]).toMatchObject({
      ecosystem: "PyPI",
      version: "2.0.1",
      source: { kind: "url", where: "https://download.pytorch.org/whl/torch-2.0.1.whl" },
      hashes: [`sha256:${"ab".repeat(32)}`],
    });
  });

  test("conda's packages name the folder they were built in, which is nobody's here", () => {
    const directUrl = '{"url":"file:///croot/numpy_1/work","dir_info":{}}';
    const [pkg] = read(installed("numpy", "1.26", { directUrl, installer: "conda\n" })).packages;
    expect(pkg).toMatchObject({ ecosystem: "PyPI", version: "1.26" });
    expect(pkg!.source).toBeUndefined();
  });

  test("one package of two versions is there twice", () => {
    expect(read(installed("a", "1"), installed("a", "2")).packages).toHaveLength(2);
  });

  test.each([
    [
      "no name",
      { path: "x/METADATA", metadata: "Version: 1\n" },
      "the metadata has no Name that Python packages can have",
    ],
    ["a name that is none", installed("../a", "1"), "the metadata has no Name that Python packages can have"],
    ["no version", { path: "x/METADATA", metadata: "Name: a\n" }, "the metadata of a has no Version"],
    [
      "a broken address",
      installed("a", "1", { directUrl: "{" }),
      "direct_url.json of a: it is no JSON: a key is missing",
    ],
    ["no address", installed("a", "1", { directUrl: "{}" }), "direct_url.json of a: direct_url.json has no url"],
    [
      "a link that leads out",
      { path: "x", problem: "not-fetched", detail: "a link leads out" } as const,
      "a link leads out",
    ],
  ])("%s is said, and the others are read", (_, entry, detail) => {
    const { all, packages } = read(entry, installed("b", "1"));
    expect(all[0]).toMatchObject({ kind: "unreadable", at: { path: entry.path }, detail });
    expect(packages.map(({ name }) => name)).toEqual(["b"]);
  });

  test("hostile metadata ends soon", () => {
    const start = performance.now();
    read(
      { path: "x", metadata: `Name: a\nVersion: 1\n${" x\n".repeat(500_000)}` },
      { path: "x", metadata: `Name: a\nVersion: 1\n${"Requires-Dist: a\n".repeat(100_000)}` },
      { path: "x", metadata: `Name: ${"a-".repeat(500_000)}\n` },
      { path: "-".repeat(500_000), metadata: "" },
    );
    expect(performance.now() - start).toBeLessThan(120_000);
  });
});
