import { ConfigurationError } from "../core/host";
import { printJson } from "../report/print-json";
import type { Arguments } from "./arguments";
import { addModel } from "./lock/add";
import { readLock, type LockRequest } from "./lock/request";
import { LockSetting, timeOf } from "./lock/setting";
import { lockWords, type LockReport, type Verdict } from "./lock/telling";
import { updateModels } from "./lock/update";
import { verifyModels } from "./lock/verify";
import { checkOutput, emit } from "./output";
import { progressLine } from "./progress-line";

const EXIT: Readonly<Record<Verdict, number>> = { pass: 0, fail: 1, incomplete: 3 };

/** `lock add SOURCE`, `lock verify [PATH...]`, `lock update [PATH...]`: the manifest of where models came from. */
export async function lockCommand(args: Arguments): Promise<number> {
  if (args.format !== "text" && args.format !== "json")
    throw new ConfigurationError(`format: lock has text and json, not "${args.format}"`);
  checkOutput(args.output);
  const lock = readLock(args.lock ?? {});
  const line = progressLine(args.quiet);
  const watch = { onProgress: line.draw, onAsking: line.asking };
  const setting = new LockSetting(".", process.env, lock, watch);
  try {
    const report = await run(setting, args.operands, lock).finally(line.done);
    emit(args.format === "json" ? printJson(report) : lockWords(report), args.output);
    return EXIT[report.verdict];
  } finally {
    await setting.close();
  }
}

function run(setting: LockSetting, [verb, ...rest]: readonly string[], lock: LockRequest): Promise<LockReport> {
  const time = timeOf(process.env, Date.now);
  if (verb === "add" && rest.length === 1) return addModel(setting, rest[0]!, lock, time);
  if (verb === "verify") return verifyModels(setting, rest, lock);
  if (verb === "update") return updateModels(setting, rest, lock, time);
  throw new ConfigurationError(
    "lock is one of: lock add SOURCE [--path DIR], lock verify [PATH...] [--remote], lock update [PATH...]",
  );
}
