import { parentPort, workerData } from "node:worker_threads";
import type { SelectedFile } from "./core/host";
import { SpillArea } from "./host/spill-file";
import type { WorkerSetup } from "./app/pool";
import { ruleContext } from "./app/rule-context";
import { scanFile } from "./app/scan-file";

/** One thread of the scan: a batch of files in, what was seen of each out. */
const { context: data, repository, sha512 = false, digestAll = false } = workerData as WorkerSetup;
const context = ruleContext(data, repository);
const place = { context, spills: new SpillArea(), root: repository.root, sha512, digestAll };

parentPort?.on("message", (batch: readonly SelectedFile[]) => {
  parentPort?.postMessage(batch.map((file) => scanFile(file, place)));
});
