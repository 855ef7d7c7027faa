import type { RunReport } from "../core/report";
import { openWorkspace } from "../host/workspace";
import type { Arguments } from "./arguments";
import { progressLine } from "./progress-line";
import { run } from "./run";

/** What the whole tree around the working directory has now, for commands that are about one finding of it. Fetches nothing from Git LFS. */
export function freshReport({ config, audit, overrides, quiet }: Arguments): Promise<RunReport> {
  const line = progressLine(quiet);
  return run({
    directory: openWorkspace(".", process.env).root,
    env: process.env,
    useEvent: false,
    paths: [],
    overrides,
    scan: true,
    lfsMaxBytes: 0,
    onProgress: line.draw,
    onAsking: line.asking,
    ...(config === undefined ? {} : { config }),
    ...(audit === undefined ? {} : { audit }),
  }).finally(line.done);
}
