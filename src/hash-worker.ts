import { parentPort } from "node:worker_threads";
import { pace } from "./app/counting";
import { digestFile } from "./app/digest-file";
import type { FromHashWorker } from "./app/digest-files";
import type { FileOnDisk } from "./core/host";

/** One thread that digests: a file in, its digest out, and now and then how far it is. It loads nothing that scans, so it starts at once. */
const due = pace(() => performance.now());
const post = (message: FromHashWorker) => parentPort?.postMessage(message);
const onRead = (path: string, bytes: number) => (due() ? post({ path, bytes }) : undefined);

parentPort?.on("message", (file: FileOnDisk) => post(digestFile(file, onRead)));
