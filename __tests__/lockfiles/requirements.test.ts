import { existsSync, readFileSync } from "node:fs";
import { requirements } from "../../src/lockfiles/requirements";
import { parseLock } from "../support/parse-lock";

const COMMIT = "0123456789012345678901234567890123456789";
const HASH = "a".repeat(64);
const read = (text: string, beside: Record<string, string> = {}, path = "requirements.txt") =>
  parseLock(requirements, text, path, beside);
const brief = (text: string, beside: Record<string, string> = {}, path = "requirements.txt") =>
  read(text, beside, path).packages.map(
    ({ name, version, unlocked, source, at }) =>
      `${at.path}:${at.line} ${name} ${version ?? "-"}${unlocked === undefined ? "" : ` unlocked ${unlocked}`}${source === undefined ? "" : ` ${source.kind} ${source.where}`}`,
  );
const unreadable = (text: string, beside: Record<string, string> = {}) =>
  read(text, beside).entries.flatMap((each) => (each.kind === "unreadable" ? [`${each.at.line} ${each.reason}`] : []));

describe("requirements", () => {
  test.each([
    ["requirements.txt", true],
    ["server/requirements_cuda.txt", true],
    ["dev-requirements.txt", true],
    ["requirements.in", true],
    ["requirements-dev.lock", true],
    ["requirements/main.txt", true],
    ["a/requirements/ci/x.txt", false],
    ["constraints-3.11.txt", true],
    ["MANIFEST.in", false],
    ["README.txt", false],
    ["requirements.md", false],
  ])("%s: %s", (path, claimed) => {
    expect(requirements.claims(path)).toBe(claimed);
  });

  test("reads pins, ranges, names and markers with their lines", () => {
    expect(
      brief(
        '# top\nNumPy == 1.26.4 ; python_version<"4"  # why\ntorch==2.1.0+cu118 \\\n  --hash=sha256:' +
          `${HASH}\n\nflask[async]>=2,<3\ndjango==4.*\nrequests\na===1.0\nb~=2.0`,
      ),
    ).toEqual([
      "requirements.txt:2 NumPy 1.26.4",
      "requirements.txt:3 torch 2.1.0+cu118",
      "requirements.txt:6 flask - unlocked >=2,<3",
      "requirements.txt:7 django - unlocked ==4.*",
      "requirements.txt:8 requests - unlocked requests",
      "requirements.txt:9 a 1.0",
      "requirements.txt:10 b - unlocked ~=2.0",
    ]);
  });

  test("reads addresses: what is exact has no `unlocked`, and no credentials are kept", () => {
    const text = [
      `a @ git+https://user:secret@github.com/o/a@${COMMIT}`,
      "git+ssh://git@github.com/o/b.git@main#egg=bee",
      "-e git+https://github.com/o/c",
      "https://h.example/torch-2.0.1%2Bcu118-cp310-cp310-linux_x86_64.whl",
      "https://files.pythonhosted.org/packages/a/b/c/six-1.16.0-py2.py3-none-any.whl",
      `d @ https://t:k@h.example/d-1.2.tar.gz?sig=secret#sha256=${HASH}`,
      "e @ https://h.example/e.zip",
      "./local[dev]",
      "-e .",
    ].join("\n");
    const said = brief(text);
    expect(said).toEqual([
      `requirements.txt:1 a - vcs git+https://github.com/o/a@${COMMIT}`,
      "requirements.txt:2 bee - unlocked git+ssh://git@github.com/o/b.git@main vcs git+ssh://git@github.com/o/b.git@main",
      "requirements.txt:3 c - unlocked git+https://github.com/o/c vcs git+https://github.com/o/c",
      "requirements.txt:4 torch 2.0.1+cu118 unlocked https://h.example/torch-2.0.1%2Bcu118-cp310-cp310-linux_x86_64.whl url https://h.example/torch-2.0.1%2Bcu118-cp310-cp310-linux_x86_64.whl",
      "requirements.txt:5 six 1.16.0",
      "requirements.txt:6 d 1.2 url https://h.example/d-1.2.tar.gz",
      "requirements.txt:7 e - unlocked https://h.example/e.zip url https://h.example/e.zip",
      "requirements.txt:8 local - local ./local",
      "requirements.txt:9 . - local .",
    ]);
    expect(JSON.stringify(read(text))).not.toMatch(/secret|t:k/);
  });

  test("follows includes once, beside the file that names them", () => {
    const beside = {
      "base.txt": "a==1\n-r sub/x.txt\n-r base.txt\n",
      "sub/x.txt": "-r y.txt\n--requirement ../base.txt\n",
      "sub/y.txt": "b==2",
    };
    expect(brief("-r base.txt\n-rbase.txt\nc==3", beside)).toEqual([
      "base.txt:1 a 1",
      "sub/y.txt:1 b 2",
      "requirements.txt:3 c 3",
    ]);
  });

  test("says which includes it has not read", () => {
    const text = "-r gone.txt\n-r https://h/x.txt\n-c /etc/passwd\n-r ${WHERE}/x.txt\na==1";
    expect(unreadable(text)).toEqual(["1 not-fetched", "2 unsupported", "3 unsupported", "4 unsupported"]);
  });

  test("an include outside of the workspace is never read", () => {
    const asked: string[] = [];
    const entries = [
      ...requirements.parse("-r ../../x.txt\na==1", {
        path: "requirements.txt",
        include: (path) => (asked.push(path), { missing: "outside", path }),
        siblings: () => [],
      }),
    ];
    expect(asked).toEqual(["../../x.txt"]);
    expect(entries).toMatchObject([
      { kind: "unreadable", reason: "unsupported", at: { line: 1 } },
      { kind: "package" },
      {},
    ]);
  });

  test("constraints give versions to what is asked for, and install nothing", () => {
    const { packages } = read("-c constraints.txt\ntorch\nNumpy>=1\nc==3\nd", {
      "constraints.txt": "torch==2.0.1\nnumpy==1.2\nc==4\nunasked==1\nd<2",
    });
    expect(packages.map(({ name, version, wanted, at }) => [name, version, wanted, at.path, at.line])).toEqual([
      ["torch", "2.0.1", undefined, "constraints.txt", 1],
      ["Numpy", "1.2", ">=1", "constraints.txt", 2],
      ["c", "3", undefined, "requirements.txt", 4],
      ["d", undefined, undefined, "requirements.txt", 5],
    ]);
    expect(packages.every(({ version, unlocked }) => (version === undefined) !== (unlocked === undefined))).toBe(true);
  });

  test("a constraints file by itself says its pins", () => {
    expect(brief("a==1\nb<2\nc", {}, "constraints.txt")).toEqual(["constraints.txt:1 a 1"]);
  });

  test("comments of pip-compile and uv tell who asks", () => {
    const text = `a==1\n    # via -r requirements.in\nb==1\n    # via\n    #   a\n    #   project (pyproject.toml)\nc==1 --hash=sha256:${HASH} \\\n    # via a\nd==1  # via c, x[y]\ne==1\n# about f\nf==1\n    # via theproject\n`;
    expect(read(text).packages.map(({ name, direct, via }) => [name, direct, via])).toEqual([
      ["a", true, []],
      ["b", true, []],
      ["c", false, ["a"]],
      ["d", false, ["a", "c"]],
      ["e", undefined, undefined],
      ["f", true, []],
    ]);
  });

  test("an input whose output stands beside it says nothing", () => {
    expect(brief("a==1", { "requirements.txt": "" }, "requirements.in")).toEqual([]);
    expect(brief("a==1", {}, "requirements.in")).toEqual(["requirements.in:1 a 1"]);
  });
});

describe("practices", () => {
  const kinds = (text: string, path?: string) =>
    read(text, {}, path).practices.map(({ kind, what }) => `${kind} ${what}`);

  test("pins without hashes are said once, at the first", () => {
    expect(kinds("a==1\nb==2")).toEqual(["no-hashes a"]);
    expect(kinds("a==1\nb>2")).toEqual([]);
    expect(kinds("a==1", "x.in")).toEqual([]);
    expect(kinds(`a==1 --hash=sha256:${HASH}`)).toEqual([]);
  });

  test("where some have hashes, the first that lacks one is said", () => {
    expect(kinds(`a==1 --hash=sha256:${HASH}\nb==2\nc==3\n-e .`)).toEqual(["no-hashes b"]);
    expect(kinds("--require-hashes\nb==2")).toEqual(["no-hashes b"]);
  });

  test("indexes, without credentials", () => {
    expect(
      kinds(
        "-i https://u:p@corp.example/simple\n--extra-index https://x.example\n--trusted-host=x.example\n-f http://h.example/links\na",
      ),
    ).toEqual([
      "other-index https://corp.example/simple",
      "extra-index https://x.example",
      "no-verification x.example",
      "extra-index http://h.example/links",
      "no-verification http://h.example/links",
    ]);
    expect(kinds("-i https://pypi.org/simple\n-f ./wheels\na")).toEqual([]);
    expect(read("a==1\n-i https://u:p@corp.example/simple").packages[0]!.source).toEqual({
      kind: "index",
      where: "https://corp.example/simple",
    });
  });
});

describe("what is no requirement", () => {
  test.each(["torch 2.0", "torch=2.0", "--unknown", "-r", "a --hash='", "a==1\0", "--pre=1", "--requir x"])(
    "%j",
    (line) => {
      expect(unreadable(`${line}\nb==1`)).toEqual(["1 malformed"]);
      expect(brief(`${line}\nb==1`)).toContain("requirements.txt:2 b 1");
    },
  );

  test("lines that only Python sees are lines", () => {
    expect(brief("a==1\u2028b==2\u0085c==3\rd==4\ne==5")).toEqual(
      ["a 1", "b 2", "c 3", "d 4"].map((each) => `requirements.txt:1 ${each}`).concat("requirements.txt:2 e 5"),
    );
  });

  test("prose in a folder of requirements is no lockfile, in a file of that name it is an unreadable one", () => {
    const prose = "This is the list of things.\nWe want them all, now.\n";
    expect(read(prose, {}, "requirements/notes.txt").entries).toEqual([]);
    expect(unreadable(prose)).toEqual(["1 malformed", "2 malformed"]);
  });

  test("many bad lines are a count", () => {
    const { entries } = read("a b\n".repeat(5000));
    expect(entries).toHaveLength(21);
    expect(entries[20]).toMatchObject({ detail: "5000 lines are no requirements that pip reads" });
  });
});

describe("hostile input", () => {
  test("costs little", () => {
    const start = Date.now();
    const long = 10 * 1024 ** 2;
    for (const text of [
      "a".repeat(long),
      `a==${"1".repeat(long)}`,
      `a ${"--hash=sha256:a ".repeat(long / 16)}`,
      `a${" ".repeat(long)}#`,
      `${" #".repeat(long / 2)}`,
      "\\\n".repeat(long / 2),
      `a \\\n${"# x\\\n".repeat(long / 5)}`,
      `-r ${"../".repeat(long / 3)}x`,
      `a # via ${"b,".repeat(long / 2)}`,
      `https://${"@".repeat(long)}`,
    ])
      read(text);
    expect(Date.now() - start).toBeLessThan(120_000);
  });

  test("too many lines, includes and depth are limits", () => {
    const lines = read("a==1\n".repeat(200_001));
    expect(lines.packages).toHaveLength(200_000);
    expect(lines.entries.filter((each) => each.kind === "unreadable")).toMatchObject([{ reason: "limit" }]);
    const chain = Object.fromEntries(
      Array.from({ length: 60 }, (_, i) => [`r${i}.txt`, `-r r${i + 1}.txt\np${i}==1\n`]),
    );
    expect(unreadable("-r r0.txt", chain)).toEqual(["1 limit"]);
    const wide = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`r${i}.txt`, `p${i}==1\n`]));
    expect(
      unreadable(
        Object.keys(wide)
          .map((name) => `-r ${name}`)
          .join("\n"),
        wide,
      ),
    ).toHaveLength(101);
  });

  test("names of prototypes are names", () => {
    const text = "__proto__x==1\nconstructor==1 # via tostring\ntostring==2 # via -r x.in\nhasOwnProperty";
    expect(read(text).packages.map(({ name }) => name)).toEqual(["constructor", "tostring", "hasOwnProperty"]);
  });
});

const DATA = "/work/shared/data/lockfiles";
(existsSync(DATA) ? describe : describe.skip)("real files, as osv-scanner reads them", () => {
  test.each([
    ["req-tgi/requirements_cuda.txt", 118],
    ["req-hashes-warehouse2023/main.txt", 141],
  ])("%s", (file, count) => {
    const { packages, entries } = read(readFileSync(`${DATA}/${file}`, "utf8"));
    const scanned = JSON.parse(readFileSync(`${DATA}/${file}.osv-scanner.json`, "utf8")) as {
      name: string;
      version: string;
    }[];
    const sorted = (list: readonly { name: string; version?: string }[]) =>
      list.map(({ name, version }) => `${name.toLowerCase()} ${version}`).sort();
    expect(packages).toHaveLength(count);
    expect(sorted(packages)).toEqual(sorted(scanned));
    expect(packages.every(({ direct }) => direct !== undefined)).toBe(true);
    expect(entries.filter(({ kind }) => kind === "unreadable")).toEqual([]);
  });
});

test("says how to move", () => {
  expect(requirements.upgrade!({ ecosystem: "PyPI", name: "torch", version: "2.8.0", file: "requirements.txt" })).toBe(
    "edit requirements.txt: torch==2.8.0",
  );
});

test("a file that many lines include is looked up once, and not under any number of spellings", () => {
  let looked = 0;
  const include = () => {
    looked++;
    return { text: "torch==1.0\n", path: "sub.txt" };
  };
  const parsed = (text: string) => [
    ...requirements.parse(text, { path: "requirements.txt", include, siblings: () => [] }),
  ];
  const kinds = (text: string) => parsed(text).map((each) => (each.kind === "unreadable" ? each.reason : each.kind));
  expect(kinds("-r sub.txt\n".repeat(300)).filter((kind) => kind === "package")).toHaveLength(1);
  expect(looked).toBe(1);
  const spelled = Array.from({ length: 2010 }, (_, i) => `-r a${i}/../sub.txt\n`).join("");
  expect(kinds(spelled).filter((kind) => kind === "limit")).toHaveLength(10);
  expect(looked).toBe(2001);
});
