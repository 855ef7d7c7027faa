import { defineRule, type Report } from "../../core/rule";
import { shorten } from "../../core/text";
import type { Hdf5Fact } from "../../core/hdf5-facts";
import { reportMany } from "../report-many";

/** Characters of a path in a message. */
const MAX_PATH = 200;
/**
 * Filters that The HDF Group has registered (github.com/HDFGroup/hdf5_plugins, docs/RegisteredFilterPlugins.md): hzip, LZO,
 * bzip2, and from LZF to FFMPEG. Those of PyTables, h5py, hdf5plugin and netCDF are among them.
 */
const REGISTERED = new Set([257, 305, 307, ...Array.from({ length: 31 }, (_, i) => 32000 + i)]);

/**
 * Why: for a filter or a kind of link that it does not have, the HDF5 library looks for a plugin and loads what it
 * finds in its plugin path. The file says which; one that nobody registered is there for a plugin of its author.
 */
export const hdf5Plugin = defineRule({
  id: "MA-FMT-051",
  name: "hdf5-plugin",
  on: "hdf5",
  severity: "medium",
  confidence: "medium",
  since: "0.1.0",
  summary: "Reading an HDF5 file needs a plugin that is not a registered one",
  remedy:
    "Load it with the environment variable HDF5_PLUGIN_PRELOAD=:: (no plugins), or have the data written again without the filter or link.",
  *check({ hdf5 }) {
    yield* reportMany(hdf5.seen, tell, (more) => ({
      message: `and ${more} more of the same in this file`,
      key: ["more"],
    }));
  },
});

function tell({ what, part, detail, id }: Hdf5Fact): Report | undefined {
  const isPlugin = what === "user-link" || (what === "filter" && (id === undefined || !REGISTERED.has(id)));
  if (!isPlugin) return undefined;
  const shown = shorten(part, MAX_PATH);
  const message = what === "filter" ? `${shown} needs the ${detail}` : `${shown} ${detail}`;
  return { message, key: [what, `${id ?? 0}`, part] };
}
