import { hdf5Sample, SAMPLE_NAMES } from "../support/hdf5-samples";
import type { Sample } from "./samples";

/** HDF5 files of every part of the format; one of a megabyte, mostly zeros, would take the time of all others. */
export const HDF5: readonly Sample[] = SAMPLE_NAMES.filter((name) => name !== "pytables").map((name) => ({
  name: `${name}.h5`,
  bytes: hdf5Sample(name),
}));
