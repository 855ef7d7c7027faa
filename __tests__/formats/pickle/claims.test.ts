import { joblib, pickle as pickleFormat, torchLegacy } from "../../../src/formats/pickle";
import { randomFrom } from "../../support/damage";
import { pickle } from "../../support/pickle-builder";
import { lines, scanBytes } from "../../support/scan";
import { artifactOf, contextOf } from "../../support/see";
import { JOBLIB, sample, TORCH_LEGACY } from "./samples";

const claimedBy = (bytes: Uint8Array, path = "file"): string[] =>
  [pickleFormat, joblib, torchLegacy]
    .filter((format) => format.claims({ ...artifactOf(bytes), at: { path, inside: [] } }, contextOf()))
    .map(({ id }) => id);
const text = (value: string): Uint8Array => Buffer.from(value, "latin1");

/** First lines of files that every repository has; each begins with letters that are opcodes as well. */
const TEXTS: Readonly<Record<string, string>> = {
  "a read-me": "# Model card\n\nThis model was trained on (mostly) English text.\n\n## Use\n\n    pip install x\n",
  "a title": "Introduction.\n",
  "a sentence": "Note: see the licence. It is short.\n",
  "the shortest sentence": "N.",
  "a digit and a stop": "I1\n.",
  "two answers": "No.\nNo.\n",
  "a licence": "Copyright (c) 2024 Somebody\n\nPermission is hereby granted, free of charge, to any person...\n",
  "Apache": "                                 Apache License\n                           Version 2.0, January 2004\n",
  ".gitignore": "# Byte-compiled\n__pycache__/\n*.py[cod]\n.env\n",
  ".gitattributes": "*.pt filter=lfs diff=lfs merge=lfs -text\n",
  "Python": 'import os\nimport sys\n\n\ndef main() -> None:\n    print("hi")\n',
  "a comment in Python": "cmake_minimum_required(VERSION 3.5)\nproject(x)\n",
  "C": "(void)0;\nint main(void) { return 0; }\n",
  "JavaScript": "const a = 1;\nexport default a;\n",
  "CSV": "id,name\n1,Ada\n2,Grace\n",
  "CSV of numbers": "1.0,2.0\n3.0,4.0\n",
  "JSON": '{"architectures": ["BertModel"], "hidden_size": 768}\n',
  "an empty list of JSON": "[]\n",
  "YAML": "version: 1\nname: x\n",
  "TOML": "[project]\nname = 'x'\n",
  "XML": '<?xml version="1.0"?>\n<a/>\n',
  "requirements": "numpy==1.26.4\ntorch>=2.0\n",
  "a merges file": "#version: 0.2\nĠ t\nĠ a\nh e\n",
  "a vocabulary": "[PAD]\n[UNK]\n[CLS]\nthe\nof\n",
  "a patch": "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n",
  "a certificate": "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
  "base64": "gASVCgAAAAAAAAB9lIwBYZRLAXMu\n",
  "a shell script": "#!/bin/sh\nset -e\n",
  "a table of words": "cat\ndog\n.\n",
  "a list of modules": "collections\nos\nsys\n",
  "Latin": "Lorem ipsum dolor sit amet, consectetur adipiscing elit.\n",
  "parentheses": "((((((((((\n",
  "blanks": "   \n\n  \n",
}; // prettier-ignore

describe("text is no pickle", () => {
  test.each(Object.entries(TEXTS).filter(([name]) => !["the shortest sentence", "a digit and a stop"].includes(name)))(
    "%s",
    (_, content) => {
      expect(claimedBy(text(content))).toEqual([]);
      expect(scanBytes(text(content), "docs/file").format).toBeUndefined();
    },
  );

  test.each(["the shortest sentence", "a digit and a stop"])(
    "%s reads as one to its last byte, and says nothing",
    (name) => {
      // Python would load these: `N.` is None. They are listed as pickles, without a finding.
      expect(lines(scanBytes(text(TEXTS[name]!), "notes").findings)).toEqual([]);
    },
  );
});

test("noise is no pickle", () => {
  const random = randomFrom(7);
  const claimed = Array.from({ length: 500 }, () => Uint8Array.from({ length: 256 }, () => random() & 0xff)).filter(
    (bytes) => claimedBy(bytes).length > 0,
  );
  expect(claimed).toEqual([]);
});

test.each<[string, Uint8Array]>([
  ["an image", Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "latin1")],
  ["a program", Buffer.from("\x7fELF\x02\x01\x01\0\0\0\0", "latin1")],
  ["zeros", new Uint8Array(1000)],
  ["ones", new Uint8Array(1000).fill(0xff)],
  ["floats", new Uint8Array(new Float32Array(200).map((_, i) => i / 7).buffer)],
  ["a zip", Buffer.from("PK\x03\x04\x14\0\0\0\0\0", "latin1")],
  ["nothing", new Uint8Array(0)],
  ["one byte", text("N")],
  ["a bare PROTO", Uint8Array.of(0x80, 4)],
  ["PROTO of the future", Uint8Array.of(0x80, 9, 0x4e, 0x2e)],
])("%s is no pickle", (_, bytes) => {
  expect(claimedBy(bytes)).toEqual([]);
});

describe("content decides, whatever the name", () => {
  test.each([0, 1, 2, 3, 4, 5])("a stream of protocol %i to its end", (protocol) => {
    expect(claimedBy(pickle(protocol).push([1, "two", null, true]).stop(), "LICENSE")).toEqual(["pickle"]);
  });

  test("a call of an import, even where the stream breaks later", () => {
    for (const protocol of [0, 2, 4])
      expect(claimedBy(pickle(protocol).call("os", "system", "id").raw([0xff]).bytes(), "x.txt")).toEqual(["pickle"]);
  });

  test("protocol 0 as text, without any sign in front", () => {
    expect(claimedBy(text("cos\nsystem\n(S'id'\ntR."), "notes.md")).toEqual(["pickle"]);
    expect(claimedBy(text("(S'id'\nios\nsystem\n."), "notes.md")).toEqual(["pickle"]);
  });

  test("a long stream that is cut short", () => {
    const p = pickle(4).emptyList().mark();
    for (let i = 0; i < 300; i++) p.int(i);
    expect(claimedBy(p.bytes(), "x")).toEqual(["pickle"]);
  });
});

describe("a name that promises a pickle lets a broken one count", () => {
  const broken = pickle(4).string("a").bytes();

  test.each(["a.pkl", "A.PKL", "m.pickle", "m.dill", "m.joblib", "m.pt", "m.bin"])("%s", (path) => {
    expect(claimedBy(broken, path)).toContain("pickle");
    expect(lines(scanBytes(broken, path).findings)).toEqual([
      `high MA-SYS-001 ${path} @ 0x5: cannot be read to its end: the stream ends without a STOP. The 0 imports before it are reported. Is the file complete?`,
    ]);
  });

  test("another name does not", () => {
    expect(claimedBy(broken, "m.txt")).toEqual([]);
  });

  test("and text under such a name is said to be none", () => {
    expect(lines(scanBytes(text("Hello, world\n"), "m.pkl").findings)).toEqual([
      "high MA-SYS-007 m.pkl: the name promises pickle, the content is text",
    ]);
  });
});

describe("what refines a pickle", () => {
  test.each(Object.entries(JOBLIB))("joblib: %s", (_, base64) => {
    expect(claimedBy(sample(base64))).toEqual(["pickle", "joblib"]);
    expect(scanBytes(sample(base64)).format).toBe("joblib");
  });

  test.each(Object.entries(TORCH_LEGACY))("torch-legacy: %s", (_, base64) => {
    expect(claimedBy(sample(base64))).toEqual(["pickle", "torch-legacy"]);
    expect(scanBytes(sample(base64)).format).toBe("torch-legacy");
  });

  test("a joblib file without arrays is a pickle", () => {
    expect(scanBytes(pickle(4).push([1, 2]).stop(), "m.joblib").format).toBe("pickle");
  });
});
