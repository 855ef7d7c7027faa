import { parentPort } from "node:worker_threads";
import { digestFile } from "./app/digest-file";
import type { FileOnDisk } from "./core/host";

/** One thread that digests: a file in, its digest out. It loads nothing that scans, so it starts at once. */
parentPort?.on("message", (file: FileOnDisk) => parentPort?.postMessage(digestFile(file)));
