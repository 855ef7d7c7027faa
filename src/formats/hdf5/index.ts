import type { Format } from "../../core/format";
import type { Artifact } from "../../core/subject";
import { findSuperblock, openHdf5 } from "../../bytes/hdf5";
import { extensionOf } from "../model-names";
import { tar } from "../tar";
import { zip } from "../zip";
import { seeHdf5 } from "./see";

export { seeHdf5 } from "./see";

/** Extensions under which programs write HDF5 with a user block before it. */
const EXTENSIONS = [".h5", ".hdf5", ".hdf", ".he5", ".keras", ".nc", ".nc4", ".mat", ".h5ad", ".loom"];
/** What `save_weights` of Keras 3 insists on: weights, and nothing else. */
const KERAS_WEIGHTS = ".weights.h5";
/**
 * Where the superblock of a container's member is looked for: members are decoded only as far as that. Under a name
 * that promises HDF5, or none, it is looked for as far as the library does. Bytes.
 */
const LAST_IN_MEMBER = 1024 ** 2;

/** Hierarchical data: weights of Keras, tables of pandas, scientific data of all kinds. */
export const hdf5: Format = {
  id: "hdf5",
  title: "HDF5",
  extensions: [],
  claims(artifact, context) {
    const start = superblockOf(artifact);
    if (start === undefined) return false;
    // The first member of a tar begins at byte 512: then it is the member that is HDF5.
    return start === 0 || !(tar.claims(artifact, context) || zip.claims(artifact, context));
  },
  *open(artifact, context) {
    const format = nameOf(artifact).endsWith(KERAS_WEIGHTS) ? "keras-h5" : "hdf5";
    yield* seeHdf5(openHdf5(artifact.bytes, context.budget), artifact, context, format);
  },
};

/** Whether the bytes are an HDF5 file, for formats that refine this one. */
export function superblockOf(artifact: Artifact): number | undefined {
  const { bytes, depth, nested } = artifact;
  if (nested === true) return findSuperblock(bytes, 0);
  if (depth === 0) return findSuperblock(bytes, bytes.size);
  const isNamed = EXTENSIONS.includes(extensionOf(nameOf(artifact)));
  return findSuperblock(bytes, isNamed ? Number.MAX_SAFE_INTEGER : LAST_IN_MEMBER);
}

function nameOf({ at }: Artifact): string {
  return (at.inside.at(-1) ?? at.path).toLowerCase();
}
