import { gzipSync } from "node:zlib";
import { BufferSource } from "../src/bytes/sources";
import { LimitExceeded } from "../src/core/budget";
import { Malformed, OutOfBounds, Unsupported } from "../src/core/bytes";
import type { Format } from "../src/core/format";
import { defineRule } from "../src/core/rule";
import type { Subject } from "../src/core/subject";
import { RULES } from "../src/rules";
import { scanArtifact, type ScanResult } from "../src/scan";
import { pickle } from "./support/pickle-builder";
import { lines, NO_CONTEXT, scanBytes } from "./support/scan";
import { tar } from "./support/tar-builder";
import { zip } from "./support/zip-builder";

const EVIL = pickle(4).call("os", "system", "id").stop();
const HARMLESS = pickle(4).push([1, 2]).stop();
const text = (value: string): Uint8Array => Buffer.from(value, "latin1");

describe("what a file is", () => {
  test.each<[string, Uint8Array, string]>([
    ["a pickle", HARMLESS, "pickle"],
    ["a zip", zip([{ name: "a.txt", data: "x" }]), "zip"],
    ["a PyTorch checkpoint is its own format, not a zip", zip([{ name: "m/data.pkl", data: HARMLESS }, { name: "m/version", data: "3" }]), "torch"],
    ["a TorchScript program is not a checkpoint too", zip([{ name: "m/data.pkl", data: HARMLESS }, { name: "m/code/a.py", data: "x" }, { name: "m/version", data: "3" }]), "torchscript"],
    ["a gzip", gzipSync(HARMLESS), "gzip"],
    ["a tar", tar([{ name: "a.pkl", data: HARMLESS }]), "tar"],
  ])("%s", (_, bytes, format) => {
    const result = scanBytes(bytes, "some/file");
    expect([result.format, lines(result.findings)]).toEqual([format, []]);
  }); // prettier-ignore

  test("two unrelated formats are a polyglot, opened as both", () => {
    const inside = zip([{ name: "b.pkl", data: EVIL }]);
    const both = Buffer.concat([HARMLESS, inside]);
    const result = scanBytes(both, "m.pkl");
    expect(result.format).toBe("pickle+zip");
    expect(lines(result.findings)).toContainEqual(
      "high MA-ARC-010 m.pkl: is pickle and zip at once: readers may take it for either",
    );
    expect(lines(result.findings)).toContainEqual(expect.stringMatching(/^critical MA-PKL-001 m\.pkl > b\.pkl/));
  });

  test("text, pictures and the like are not listed", () => {
    for (const path of ["README.md", "a.js", "LICENSE", "data.csv"])
      expect(scanBytes(text("hello world\n"), path)).toEqual({ members: 0, findings: [] });
  });

  test("code is looked at, and is no artifact", () => {
    const code = "import pickle\nmodel = pickle.load(open('m.pkl', 'rb'))\n";
    const result = scanBytes(text(code), "a.py");
    expect(result.format).toBeUndefined();
    expect(result.text).toBe(true);
    expect(lines(result.findings)).toEqual([expect.stringMatching(/^medium MA-LDR-002 a\.py:2: /)]);
  });
});

describe("a name that promises what the content is not", () => {
  test.each([
    ["m.pkl", "hello", "the name promises pickle, the content is text"],
    ["m.pt", "<!DOCTYPE html>", "the name promises torch, the content is a web page, as a failed download leaves it"],
    ["m.npz", "\x7fELF\0\0", "the name promises npz, the content is a Linux program"],
  ])("%s", (path, content, message) => {
    const result = scanBytes(text(content), path);
    expect(result.format).toBe("unknown");
    expect(lines(result.findings)).toEqual([`high MA-SYS-007 ${path}: ${message}`]);
  });

  test("a member of an archive is held to its name as well", () => {
    const bytes = zip([{ name: "m.pkl", data: "hello" }, { name: "notes.txt", data: "hello" }, { name: "empty.pkl" }]);
    expect(lines(scanBytes(bytes, "a.zip").findings)).toEqual([
      "high MA-SYS-007 a.zip > m.pkl: the name promises pickle, the content is text",
    ]);
  });
});

describe("a model that is not read", () => {
  test.each([
    ["m.mlmodel", "Core ML"],
    ["m.msgpack", "Flax or another msgpack"],
    ["m.pdmodel", "Paddle"],
    ["m.bin", "unknown content under a name that models use"],
  ])("%s is listed as not scanned", (path, detail) => {
    const result = scanBytes(text("some bytes"), path);
    expect(result).toMatchObject({ format: "unknown", notScanned: { reason: "unsupported", detail } });
    expect(lines(result.findings)).toEqual([expect.stringMatching(/^info MA-SYS-005/)]);
  });

  test.each(["m.pkl", "m.safetensors", "m.bin"])("an empty %s is listed as empty", (path) => {
    expect(scanBytes(new Uint8Array(0), path)).toEqual({
      members: 0,
      findings: [],
      format: "empty",
      notScanned: { reason: "empty", detail: "0 bytes" },
    });
  });

  test("an empty file of another name is nothing", () => {
    expect(scanBytes(new Uint8Array(0), "__init__.py").format).toBeUndefined();
  });

  test("a 7z under a model's name", () => {
    const result = scanBytes(Uint8Array.of(0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4), "m.pt");
    expect(result).toMatchObject({ format: "7z", notScanned: { reason: "unsupported" } });
    expect(lines(result.findings)).toContainEqual(expect.stringMatching(/^high MA-ARC-011/));
  });
});

describe("members go round again", () => {
  test("through several containers, with their places", () => {
    const bytes = gzipSync(tar([{ name: "x.zip", data: zip([{ name: "m/a.pkl", data: EVIL }]) }]));
    const result = scanBytes(bytes, "a.tar.gz");
    expect(lines(result.findings)).toEqual([
      expect.stringMatching(/^critical MA-PKL-001 a\.tar\.gz > a\.tar > x\.zip > m\/a\.pkl @ 0xe: calls os\.system/),
    ]);
    expect(result.members).toBe(3);
  });

  test("constants are looked at and not counted as members", () => {
    expect(scanBytes(pickle(4).binbytes(HARMLESS).stop()).members).toBe(0);
  });

  test("twelve levels deep and no further", () => {
    const nest = (levels: number, inner: Uint8Array): Uint8Array =>
      levels === 0 ? inner : nest(levels - 1, gzipSync(inner));
    expect(lines(scanBytes(nest(11, EVIL), "m.gz").findings).join()).toContain("os.system");
    const deep = lines(scanBytes(nest(13, EVIL), "m.gz").findings);
    expect(deep).toEqual([expect.stringMatching(/^high MA-SYS-002 .*more than 12 containers inside each other/)]);
  });
});

describe("a format that cannot go on", () => {
  const seen: Subject = { kind: "trailing", at: { path: "m", inside: [] }, bytes: 1, after: "something" };

  function scanWith(error: unknown, open?: Format["open"]): ScanResult {
    const failing: Format = {
      id: "odd",
      title: "Odd",
      extensions: [],
      claims: () => true,
      open: open ?? function* () { yield seen; throw error; },
    }; // prettier-ignore
    const tools = { formats: [failing], rules: RULES, context: NO_CONTEXT, spill: () => fail("no spill") };
    return scanArtifact({ path: "m", inside: [] }, new BufferSource(text("x")), tools);
  }

  test.each<[string, unknown, string]>([
    ["malformed", new Malformed("the header lies", 5), "high MA-SYS-001 m @ 0x5: cannot be read to its end: the header lies"],
    ["out of bounds", new OutOfBounds(8, 4, 10), "high MA-SYS-001 m: cannot be read to its end: the file needs 4 bytes at 0x8, but there are 2"],
    ["a limit", new LimitExceeded("members", 500_000), "more than 500,000 archive members"],
    ["unsupported", new Unsupported("method 99"), "info MA-SYS-005 m: is not read here yet: method 99"],
    ["our own failure", new TypeError("x is undefined"), "x is undefined"],
    ["what is no error at all", "a text", "a text"],
  ])("%s is a finding, and what it saw before counts", (_, error, words) => {
    const told = lines(scanWith(error).findings);
    expect(told[0]).toContain("1 bytes follow something");
    expect(told).toHaveLength(2);
    expect(told[1]).toContain(words);
  }); // prettier-ignore

  test("only what is not supported makes the file not scanned", () => {
    expect(scanWith(new Unsupported("method 99")).notScanned).toEqual({ reason: "unsupported", detail: "method 99" });
    expect(scanWith(new Malformed("x")).notScanned).toBeUndefined();
  });

  test("findings beyond a thousand are counted, not kept", () => {
    const many = scanWith(undefined, function* () {
      for (let i = 0; i < 1500; i++) yield { ...seen, at: { path: "m", inside: [`${i}`] } } as Subject;
    });
    expect(many.findings).toHaveLength(1000);
    expect(lines(many.findings).at(-1)).toContain("501 more findings in this file are not listed");
  });

  test("a file that is odd without end is not followed to it: a damaged zip of 4 kB once made 160,000 findings", () => {
    let seenOf = 0;
    const endless = scanWith(undefined, function* () {
      for (; seenOf < 1_000_000; seenOf++) yield { ...seen, at: { path: "m", inside: [`${seenOf}`] } } as Subject;
    });
    expect(seenOf).toBeLessThan(20_000);
    expect(endless.findings).toHaveLength(1000);
    expect(lines(endless.findings).at(-1)).toMatch(/^high MA-SYS-002 .* the rest of it was not looked at$/);
  });
});

test("a rule sees the beginning of the file", () => {
  const heads: Uint8Array[] = [];
  const rule = defineRule({
    id: "MA-XXX-001", name: "x", on: "file", severity: "info", confidence: "high", since: "0", summary: "", remedy: "",
    *check({ head }) { heads.push(head); },
  }); // prettier-ignore
  const format: Format = { id: "f", title: "F", extensions: [], claims: () => true, open: () => [] };
  const tools = { formats: [format], rules: [rule as never], context: NO_CONTEXT, spill: () => fail("no spill") };
  scanArtifact({ path: "m", inside: [] }, new BufferSource(new Uint8Array(10_000).fill(7)), tools);
  expect(heads.map(({ length }) => length)).toEqual([4096]);
});

test("scratch files are closed, whatever happens", () => {
  let open = 0;
  const spill = () => {
    open++;
    return { write: () => undefined, read: () => undefined, close: () => void open-- };
  };
  const format: Format = {
    id: "f", title: "F", extensions: [], claims: () => true,
    *open(_, context) { context.spill(); context.spill(); throw new Malformed("x"); },
  }; // prettier-ignore
  scanArtifact({ path: "m", inside: [] }, new BufferSource(text("x")), {
    formats: [format],
    rules: [],
    context: NO_CONTEXT,
    spill,
  });
  expect(open).toBe(0);
});

function fail(message: string): never {
  throw new Error(message);
}
