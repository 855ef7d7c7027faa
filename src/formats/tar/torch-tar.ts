import { LimitExceeded, type Budget } from "../../core/budget";
import { Malformed, OutOfBounds, type ByteSource } from "../../core/bytes";
import type { Format } from "../../core/format";
import { readEntries } from "./entries";
import { openTar, tar } from "./tar";

/** Members that `torch.load` asks a tar for (`legacy_load` in torch/serialization.py). */
const LOADED = ["storages", "tensors", "pickle"];
/** Members looked at for these names: torch wrote four, in no order that a reader insists on. CWE-400. */
const MAX_LOOKED_AT = 16;
/** What `open` will tell of, should the file break before its names are seen. */
const BAD_INPUT = [Malformed, OutOfBounds, LimitExceeded];

/**
 * What `torch.save` wrote before 0.1.10: a tar with `sys_info`, `pickle`, and `storages` and `tensors`,
 * where pickles (a count, then one before each array) and raw numbers alternate. `torch.load` still reads it.
 */
export const torchTar: Format = {
  id: "torch-tar",
  title: "PyTorch checkpoint in its oldest, tar form",
  refines: "tar",
  extensions: [],
  claims: (artifact, context) => tar.claims(artifact, context) && hasMembers(artifact.bytes, context.budget),
  open: (artifact, context) => openTar(artifact, context, "torch"),
};

function hasMembers(bytes: ByteSource, budget: Budget): boolean {
  const missing = new Set(LOADED);
  let looked = 0;
  try {
    for (const entry of readEntries(bytes, budget)) {
      if (entry.kind === "trailing" || ++looked > MAX_LOOKED_AT) break;
      if (entry.kind === "entry") missing.delete(entry.name);
      if (missing.size === 0) return true;
    }
  } catch (error) {
    if (!BAD_INPUT.some((type) => error instanceof type)) throw error;
  }
  return false;
}
