import type { ByteSource } from "../../core/bytes";
import type { Format, OpenContext } from "../../core/format";
import type { Artifact, Subject } from "../../core/subject";
import { isSurely, probeFile } from "./probe";
import { PickleStreams, startsWithTorchMagic } from "./streams";

const EXTENSIONS = [".pkl", ".pickle", ".pck", ".pcl", ".dill", ".cpkl", ".cloudpickle"];
const JOBLIB_EXTENSIONS = [".joblib", ".jbl"];
/** Bytes in which joblib's array wrapper is named if there is one; big forests name it in the first hundred. */
const JOBLIB_HEAD = 64 * 1024;

function promisesPickle(artifact: Artifact): boolean {
  if (artifact.nested === true) return false;
  const name = (artifact.at.inside.at(-1) ?? artifact.at.path).toLowerCase();
  return [...EXTENSIONS, ...JOBLIB_EXTENSIONS, ".pt", ".pth", ".bin", ".ckpt"].some((extension) =>
    name.endsWith(extension),
  );
}

/** What was found of an artifact's bytes: more than one format asks, and trying a pickle takes as long as reading it. */
const claimed = new WeakMap<ByteSource, boolean>();

function claimsPickle(artifact: Artifact): boolean {
  let known = claimed.get(artifact.bytes);
  if (known === undefined) {
    known = isPickle(artifact);
    claimed.set(artifact.bytes, known);
  }
  return known;
}

/** Content decides; a name that promises a pickle only lets a broken one count too. */
function isPickle(artifact: Artifact): boolean {
  const probe = probeFile(artifact.bytes);
  if (isSurely(probe, artifact.bytes)) return true;
  return probe !== undefined && promisesPickle(artifact) && (probe.proto || probe.imports || probe.stopped);
}

function open(isTorch: boolean): Format["open"] {
  return (artifact: Artifact, context: OpenContext): Iterable<Subject> =>
    new PickleStreams(artifact, context, isTorch).open();
}

/** Any pickle, protocols 0 to 5, with or without a name that says so. */
export const pickle: Format = {
  id: "pickle",
  title: "Python pickle",
  extensions: EXTENSIONS,
  claims: claimsPickle,
  open: open(false),
};

function namesWrapper({ buffer, byteOffset, byteLength }: Uint8Array): boolean {
  return Buffer.from(buffer, byteOffset, byteLength).includes("NumpyArrayWrapper", 0, "latin1");
}

/** joblib's raw form: a pickle with the bytes of arrays between its opcodes. */
export const joblib: Format = {
  id: "joblib",
  title: "joblib dump",
  refines: "pickle",
  extensions: JOBLIB_EXTENSIONS,
  claims: (artifact) => claimsPickle(artifact) && namesWrapper(artifact.bytes.window(0, JOBLIB_HEAD)),
  open: open(false),
};

/** What torch.save wrote before version 1.6: five pickles, then the storages. */
export const torchLegacy: Format = {
  id: "torch-legacy",
  title: "PyTorch checkpoint (before 1.6)",
  refines: "pickle",
  extensions: [],
  claims: (artifact, context) => startsWithTorchMagic(artifact.bytes, context),
  open: open(true),
};
