import type { CodeFacts, PipelineUse } from "../core/code-facts";
import type { Format, OpenContext } from "../core/format";
import type { Artifact, Subject } from "../core/subject";
import { pythonText } from "../syntax/python/source";
import { readPython, tellLarge } from "./python-code/read";

/** Bytes of Python that are parsed. Source that people write is below 1 MB; what is larger is data. CWE-400. */
const MAX_BYTES = 4 * 1024 ** 2;
const HEAD = 1024;

/** Python source. What its calls do with models are facts; the file itself is no artifact. */
export const pythonCode: Format = {
  id: "python-code",
  title: "Python source",
  extensions: [],
  text: "code",
  claims({ at, bytes }) {
    // Python refuses source with a NUL; what has one under this name is something else.
    return at.inside.length === 0 && /\.pyw?$/i.test(at.path) && isText(bytes.window(0, HEAD));
  },
  *open(artifact: Artifact, context: OpenContext) {
    const { at, bytes } = artifact;
    if (bytes.size > MAX_BYTES) {
      yield* tellLarge(artifact, MAX_BYTES);
      return;
    }
    const text = pythonText(bytes.read(0, bytes.size));
    yield* readPython({ text, at, context, neighbours: context.neighbours(artifact), lineOf: (line) => line });
  },
};

export function isText(head: Uint8Array): boolean {
  return head.length > 0 && !head.includes(0);
}

/** A shell command as a subject, at a line. */
export function commandSubject(at: Subject["at"], line: number, endLine: number, use: PipelineUse): Subject {
  const code: CodeFacts = { language: "shell", endLine, use };
  return { kind: "code", at: { ...at, line }, code };
}
