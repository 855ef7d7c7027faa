import { parentPort, workerData } from "node:worker_threads";
import type { SelectedFile } from "./core/host";
import { SpillArea } from "./host/spill-file";
import { pace } from "./app/counting";
import type { FromWorker, WorkerSetup } from "./app/pool";
import { ruleContext } from "./app/rule-context";
import { scanFile } from "./app/scan-file";

/** One thread of the scan: a batch of files in, what was seen of each out; in between, now and then, how far it is in the one it reads. */
const { context: data, repository, sha512 = false, digestAll = false } = workerData as WorkerSetup;
const context = ruleContext(data, repository);
const due = pace(() => performance.now());
const post = (message: FromWorker) => parentPort?.postMessage(message);
const onRead = (path: string, bytes: number) => (due() ? post({ path, bytes }) : undefined);
const place = { context, spills: new SpillArea(), root: repository.root, sha512, digestAll, onRead };

parentPort?.on("message", (batch: readonly SelectedFile[]) => post(batch.map((file) => scanFile(file, place))));
