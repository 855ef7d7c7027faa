import type { OpenContext } from "../../core/format";
import type { Artifact, Subject } from "../../core/subject";
import { utf8 } from "../../core/text";
import { isTorchZip, torch, torchReader } from "../torch";
import { zipFlavour } from "../zip/flavour";
import { operatorsIn } from "./operators";

/** What `torch.jit.save` adds: the program's source and its constants. */
const PROGRAM = /^[^/]+\/(code\/|constants\.pkl$)/i;
const SOURCE = /^[^/]+\/code\/.*\.py$/i;
/** Bytes of one source file. The largest real ones, of unrolled networks, have some MB. CWE-770. */
const MAX_SOURCE = 64 * 1024 ** 2;

/** A compiled program (`torch.jit.save`); its pickles are read by C++ and name classes of `code/`. */
export const torchscript = zipFlavour({
  id: "torchscript",
  title: "TorchScript program",
  refines: torch.id,
  extensions: [".pt", ".pth"],
  recognises: (names) => names.some((name) => PROGRAM.test(name)) && isTorchZip(names),
  reader: torchReader,
  also: seeSource,
});

function* seeSource({ at, bytes }: Artifact, _: Artifact, { budget }: OpenContext): Generator<Subject> {
  if (!SOURCE.test(at.inside.at(-1)!)) return;
  if (bytes.window(MAX_SOURCE, 1).length > 0) {
    yield { kind: "unreadable", at, reason: "limit", detail: `source of more than ${MAX_SOURCE} bytes` };
    return;
  }
  const operators = operatorsIn(utf8(bytes.read(0, bytes.size)), budget);
  if (operators.length === 0) return;
  yield { kind: "graph", at, graph: { format: "torchscript", operators, inputs: [], outputs: [], metadata: {} } };
}
