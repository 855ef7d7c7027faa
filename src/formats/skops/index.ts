import { shorten, utf8 } from "../../core/text";
import type { Artifact, Subject } from "../../core/subject";
import type { OpenContext } from "../../core/format";
import { parseJson } from "../../syntax/json";
import { zipFlavour } from "../zip/flavour";
import { skopsFacts } from "./schema";

const SCHEMA = "schema.json";
/** Bytes of a schema. A forest of a thousand trees has some 20 MB. CWE-770. */
const MAX_SCHEMA = 256 * 1024 ** 2;

/** What `skops.io.dump` writes: a tree of types in JSON, with arrays beside it. */
export const skops = zipFlavour({
  id: "skops",
  title: "skops file",
  refines: "zip",
  extensions: [".skops"],
  recognises: (names) => names.includes(SCHEMA),
  also: seeSchema,
});

function* seeSchema(member: Artifact, _: Artifact, { budget }: OpenContext): Generator<Subject> {
  const { at, bytes } = member;
  if (at.inside.at(-1) !== SCHEMA) return;
  if (bytes.window(MAX_SCHEMA, 1).length > 0) {
    yield { kind: "unreadable", at, reason: "limit", detail: `a schema of more than ${MAX_SCHEMA} bytes` };
    return;
  }
  budget.spend("held", bytes.size);
  try {
    const tree = parseJson(utf8(bytes.read(0, bytes.size)));
    yield { kind: "skops", at, skops: skopsFacts(tree, budget) };
  } catch (error) {
    const detail = shorten(error instanceof Error ? error.message : String(error), 200);
    yield { kind: "unreadable", at, reason: "malformed", detail };
  } finally {
    budget.release("held", bytes.size);
  }
}
