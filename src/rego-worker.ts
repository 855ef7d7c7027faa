import { readFileSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import type { RegoWork } from "./app/rego/rego-thread";
import { askEngine, compileEngine } from "./policy/rego/engine";

/** The thread of rules that others wrote: one question, one answer. Whoever started it ends it when its time is up. */
const { module, maxMemoryBytes } = workerData as RegoWork;
const engine = compileEngine(readFileSync(module));
parentPort?.once("message", (request: string) => parentPort?.postMessage(askEngine(engine, request, maxMemoryBytes)));
