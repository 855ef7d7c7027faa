import type { Format, OpenContext } from "../../core/format";
import type { Artifact, Subject } from "../../core/subject";
import { utf8 } from "../../core/text";
import { zipFlavour } from "../zip/flavour";
import { servedCode } from "./manifest";
import { isInRepository } from "./reviewed";

const MANIFEST = "MAR-INF/MANIFEST.json";
/** Bytes of a manifest. Real ones have some hundred. CWE-770. */
const MAX_MANIFEST = 1024 ** 2;

const asZip = zipFlavour({
  id: "mar",
  title: "TorchServe model archive",
  refines: "zip",
  extensions: [],
  recognises: (names) => names.includes(MANIFEST),
});

/** What `torch-model-archiver` writes for TorchServe: a model, the Python that serves it, and a manifest. */
export const mar: Format = { ...asZip, open };

function* open(artifact: Artifact, context: OpenContext): Generator<Subject> {
  const files = new Map<string, "reviewed" | "packaged">();
  let manifest: { readonly text: string; readonly member: Artifact } | undefined;
  for (const subject of asZip.open(artifact, context)) {
    yield subject;
    if (subject.kind !== "member") continue;
    const member = subject.artifact;
    const name = member.at.inside.at(-1)!;
    if (name === MANIFEST) manifest = { text: utf8(member.bytes.window(0, MAX_MANIFEST)), member };
    const reviewed = name.endsWith(".py") && isInRepository(member, artifact, context.neighbours(artifact));
    files.set(name, reviewed ? "reviewed" : "packaged");
  }
  if (manifest !== undefined) yield* servedCode(manifest.text, manifest.member.at, files);
}
