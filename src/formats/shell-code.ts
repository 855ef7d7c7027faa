import type { Format } from "../core/format";
import type { Location } from "../core/location";
import type { Subject } from "../core/subject";
import { utf8 } from "../core/text";
import { Lines } from "../syntax/lines";
import { commandSubject, isText, runsBy } from "./python-code";
import { tellLarge } from "./python-code/read";
import { dockerScript } from "./shell-code/dockerfile";
import { pipelinesOf } from "./shell-code/pipelines";

/** Bytes of a script that are read. Self-extracting archives are larger; their script is not what they are. CWE-400. */
const MAX_BYTES = 1024 ** 2;
const HEAD = 1024;
const DOCKERFILE = /(^|\/)((Dockerfile|Containerfile)([.-][^/]*)?|[^/]*\.(dockerfile|containerfile))$/i;

/** Shell scripts, and the `RUN` lines of Dockerfiles. */
export const shellCode: Format = {
  id: "shell-code",
  title: "Shell script or Dockerfile",
  extensions: [],
  text: "code",
  claims({ at, bytes }) {
    if (at.inside.length > 0) return false;
    const named = /\.(sh|bash|zsh|ksh)$/i.test(at.path) || DOCKERFILE.test(at.path);
    return (named || runsBy(at.path, bytes, /\b(ba|da|z|k|a)?sh\b/)) && isText(bytes.window(0, HEAD));
  },
  *open(artifact, { budget }) {
    const { at, bytes } = artifact;
    const text = utf8(bytes.window(0, MAX_BYTES))
      .replace(/^\ufeff/, "")
      .replaceAll("\r\n", "\n");
    const script = DOCKERFILE.test(at.path) ? dockerScript(text) : text;
    for (const subject of shellSubjects(script, at, (line) => line)) {
      budget.spend("facts", 1);
      yield subject;
    }
    yield* tellLarge(artifact, MAX_BYTES, (part) => /curl|wget|pip|python/.test(part));
  },
};

/** The pipelines of a script as facts. `lineOf`: the file's line of a line of the script, both from 1. */
export function* shellSubjects(script: string, at: Location, lineOf: (line: number) => number): Generator<Subject> {
  const lines = new Lines(script);
  for (const { pipeline, from, to } of pipelinesOf(script))
    yield commandSubject(at, lineOf(lines.lineOf(from)), lineOf(lines.lineOf(Math.max(from, to - 1))), pipeline);
}
