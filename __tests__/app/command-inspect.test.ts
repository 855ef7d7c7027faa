import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readArguments } from "../../src/app/arguments";
import { inspectCommand } from "../../src/app/inspect/command-inspect";
import { isInspected, MAX_TENSORS, type Inspection } from "../../src/core/inspection";
import { removeRepos, temporaryDirectory } from "../support/repo";
import { entry, floats, safetensorsFile } from "../support/safetensors-builder";

afterAll(removeRepos);

const FIRST_GATE = join(__dirname, "..", "..", "examples", "first-gate", "models");

function inspected(...args: string[]): string {
  const output = join(temporaryDirectory(), "out");
  expect(inspectCommand(readArguments(["inspect", ...args, "-o", output]))).toBe(0);
  return readFileSync(output, "utf8");
}

function written(name: string, content: Uint8Array | string): string {
  const path = join(temporaryDirectory(), name);
  writeFileSync(path, content);
  return path;
}

test("a checkpoint is shown with its members, and its pickle as the Python that loading it amounts to", () => {
  const text = inspected(join(FIRST_GATE, "detector.pt"));
  expect(text).toMatch(/^\S+detector\.pt\n {2}torch, \d[\d.]* k?B, sha256 [0-9a-f]{64}\n/);
  expect(text).toMatch(
    /\ndetector\/data\.pkl {2}\(pickle, \d+ B\)\n {2}pickle, protocol 2, \d+ opcodes, 4 persistent ids\n/,
  );
  expect(text).toMatch(/\n {4}0x2: import (os|posix)\.system {2}# GLOBAL\n/);
  expect(text).toContain(`os.system("echo 'this ran because somebody loaded the model'")  # REDUCE`);
  expect(text).toMatch(/0x[0-9a-f]+: end\n/);
});

test("it says nothing of what to think of it", () => {
  const text = inspected(join(FIRST_GATE, "detector.pt"));
  expect(text).not.toMatch(/MA-[A-Z]{3}|critical|dangerous|unsafe|high/i);
});

test("tensors are shown with dtype and shape, metadata with key and value", () => {
  const path = written(
    "m.safetensors",
    safetensorsFile(
      {
        __metadata__: { format: "pt" },
        "layer.0.weight": entry("F32", [2, 3], 0, 24),
        bias: entry("F32", [], 24, 28),
      },
      28,
    ),
  );
  const text = inspected(path);
  expect(text).toContain("  2 tensors, 7 parameters: F32 7\n");
  expect(text).toContain("    format = pt\n");
  expect(text).toContain("  layer.0.weight  F32 [2, 3]\n  bias  F32 []\n");
});

test("of many tensors the first are shown, and JSON has all", () => {
  const tensors = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`t${at}`, 1]));
  const path = written("m.safetensors", floats(tensors));
  expect(inspected(path)).toContain("  and 10 more tensors: --format json has their names\n");
  const { parts } = JSON.parse(inspected(path, "--format", "json")) as Inspection;
  expect(parts[0]!.tensors).toHaveLength(50);
  expect(parts[0]!.tensors[49]).toEqual({ name: "t49", dtype: "F32", elements: 1, shape: [1], begin: 196, end: 200 });
});

test("names that a terminal or a log would act on are shown and not obeyed", () => {
  const path = written("m.safetensors", floats({ "\u001b[2J\n::error::x\u202e": 1 }));
  const text = inspected(path);
  expect(text).not.toMatch(/\u001b|\u202e|^::error/m);
  expect(text).toContain("\\u{1b}[2J");
});

test("a file of no known format is said to be one", () => {
  expect(inspected(written("notes.txt", "hello"))).toContain(
    "  no model format that is known here, 5 B, sha256 2cf24d",
  );
});

test("what breaks off is shown as far as it goes", () => {
  const path = written("a.pkl", Buffer.from("\x80\x02cos\nsystem\n)R", "latin1"));
  expect(inspected(path)).toMatch(/import os\.system {2}# GLOBAL\n.*os\.system\(\) {2}# REDUCE\n.*cannot be read on: /);
});

test("several files come one after another", () => {
  const text = inspected(join(FIRST_GATE, "labels.npy"), join(FIRST_GATE, "encoder.pt"));
  expect(text).toMatch(/labels\.npy\n[\s\S]*\n\n\S+encoder\.pt\n/);
});

test.each([
  [[], "inspect takes files: model-assay inspect models/detector.pt"],
  [["/nowhere/m.pt"], "inspect: there is no file /nowhere/m.pt"],
  [[FIRST_GATE], `inspect: ${FIRST_GATE} is a directory. What is in it: model-assay bom ${FIRST_GATE}`],
  [[join(FIRST_GATE, "encoder.pt"), "--format", "html"], 'format: "html" is not one of text, json'],
])("%j is wrong usage", (args, words) => {
  expect(() => inspectCommand(readArguments(["inspect", ...args]))).toThrow(words);
});

test("a link is not followed", () => {
  const path = join(temporaryDirectory(), "link.pt");
  symlinkSync(join(FIRST_GATE, "encoder.pt"), path);
  expect(() => inspected(path)).toThrow(`inspect: ${path} is a symbolic link. Name the file that it leads to`);
});

test("kinds that are no fact of a file are left out, and the bound is far beyond real files", () => {
  expect(isInspected({ kind: "file", at: { path: "a", inside: [] }, claimedBy: [], head: new Uint8Array() })).toBe(
    false,
  );
  expect(MAX_TENSORS).toBeGreaterThanOrEqual(100_000);
});
