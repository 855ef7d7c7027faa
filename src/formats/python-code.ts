import type { ByteSource } from "../core/bytes";
import type { CodeFacts, PipelineUse } from "../core/code-facts";
import type { Format, OpenContext } from "../core/format";
import type { Artifact, Subject } from "../core/subject";
import { latin1 } from "../core/text";
import { pythonText } from "../syntax/python/source";
import { readPython, tellLarge } from "./python-code/read";

/** Bytes of Python that are parsed. The largest that people write (a test of torch) have 1.3 MB; the rest is data. CWE-400. */
const MAX_BYTES = 2 * 1024 ** 2;
const HEAD = 1024;

/** Python source. What its calls do with models are facts; the file itself is no artifact. */
export const pythonCode: Format = {
  id: "python-code",
  title: "Python source",
  extensions: [],
  text: "code",
  claims({ at, bytes }) {
    // Python refuses source with a NUL; what has one under this name is something else.
    if (at.inside.length > 0) return false;
    return (/\.pyw?$/i.test(at.path) || runsBy(at.path, bytes, /\bpython[\d.]*\b/)) && isText(bytes.window(0, HEAD));
  },
  *open(artifact: Artifact, context: OpenContext) {
    const { at, bytes } = artifact;
    const text = pythonText(bytes.window(0, MAX_BYTES));
    yield* readPython({ text, at, context, neighbours: context.neighbours(artifact), lineOf: (line) => line });
    yield* tellLarge(artifact, MAX_BYTES);
  },
};

export function isText(head: Uint8Array): boolean {
  return head.length > 0 && !head.includes(0);
}

/** Whether a file without an extension says in its first line (`#!/usr/bin/env python3`) what runs it. */
export function runsBy(path: string, bytes: ByteSource, interpreter: RegExp): boolean {
  if (/\.[^/]*$/.test(path)) return false;
  const head = bytes.window(0, 2);
  if (head[0] !== 0x23 || head[1] !== 0x21) return false;
  return interpreter.test(latin1(bytes.window(0, 256)).split("\n", 1)[0]!);
}

/** A shell command as a subject, at a line. */
export function commandSubject(at: Subject["at"], line: number, endLine: number, use: PipelineUse): Subject {
  const code: CodeFacts = { language: "shell", endLine, use };
  return { kind: "code", at: { ...at, line }, code };
}
