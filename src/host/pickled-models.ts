import { trackedNames } from "./diff";
import type { Workspace } from "./workspace";

/** Names that pickled models have. */
const PICKLED = /\.(?:pkl|pickle|pt|pth|ckpt|joblib|dill)$|(?:^|\/)(?:pytorch|adapter)_model[^/]*\.bin$/i;

/** Tracked files with the name of a pickled model; 0 outside of a repository. Names only: nothing is opened. */
export function countPickledModels({ git }: Workspace): number {
  if (git === undefined) return 0;
  return trackedNames(git, "").files.filter((name) => PICKLED.test(name.toString("latin1"))).length;
}
