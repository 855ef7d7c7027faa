import { Malformed } from "../core/bytes";
import type { Format } from "../core/format";
import type { Artifact, Subject } from "../core/subject";
import { utf8 } from "../core/text";
import { parseJson } from "../syntax/json";
import { isText } from "./python-code";
import { readPython, tellLarge } from "./python-code/read";
import { mayTell } from "./python-code/words";
import { shellSubjects } from "./shell-code";
import { notebookCode } from "./notebook/cells";

/** Bytes of a notebook that are read; most of a large one are pictures in its outputs. CWE-400. */
const MAX_BYTES = 64 * 1024 ** 2;
/** Characters of code in one notebook. CWE-400. */
const MAX_CODE = 2 * 1024 ** 2;
const HEAD = 1024;

/** Jupyter notebooks: the code cells as one Python module, and their shell lines. Outputs are not looked at. */
export const notebook: Format = {
  id: "notebook",
  title: "Jupyter notebook",
  extensions: [],
  text: "code",
  claims({ at, bytes }) {
    return at.inside.length === 0 && /\.ipynb$/i.test(at.path) && isText(bytes.window(0, HEAD));
  },
  *open(artifact: Artifact, context): Generator<Subject> {
    const { at, bytes } = artifact;
    if (bytes.size > MAX_BYTES) {
      yield* tellLarge(artifact, MAX_BYTES);
      return;
    }
    const text = utf8(bytes.read(0, bytes.size));
    if (!mayTell(text) && !/pip|curl|wget|hf |huggingface/.test(text)) return;
    context.budget.spend("held", bytes.size);
    try {
      const code = notebookCode(text, parseJson(text));
      if (code.python.length > MAX_CODE)
        yield unread(artifact, `a notebook with more than ${MAX_CODE} characters of code`);
      else {
        const { python, lines } = code;
        const neighbours = context.neighbours(artifact);
        yield* readPython({ text: python, at, context, neighbours, lineOf: (line) => lines[line - 1] ?? 1 });
        for (const { script, lines: own } of code.scripts)
          for (const subject of shellSubjects(script, at, (line) => own[line - 1] ?? 1)) {
            context.budget.spend("facts", 1);
            yield subject;
          }
      }
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      yield unread(artifact, `a notebook that cannot be read: ${error.message}`);
    } finally {
      context.budget.release("held", bytes.size);
    }
  },
};

function unread({ at }: Artifact, detail: string): Subject {
  return { kind: "unreadable", at, reason: "unsupported", detail };
}
