import { ConfigurationError } from "../../core/host";
import { utcDay } from "../../core/time";
import { printJson } from "../../report/print-json";
import type { Arguments } from "../arguments";
import { organisationOf } from "../organisation/request";
import { checkOutput, emit } from "../output";

const USAGE = `policy is one of:
  model-assay policy check [FILE]   what is wrong in it, with line and column
  model-assay policy init           write one for this repository
  model-assay policy test [DIR]     run the examples beside it
  model-assay policy input [DIR]    what rules in Rego see of a gate`;

/** `policy check`, `init`, `test`, `input`: 0, or 2 for a policy that cannot be used, or 1 where a test fails. */
export async function policyCommand(args: Arguments): Promise<number> {
  const [verb, operand, ...more] = args.operands;
  if (more.length > 0) throw new ConfigurationError(`policy ${verb} takes one name. ${USAGE}`);
  if (args.format !== "text" && args.format !== "json")
    throw new ConfigurationError(`format: policy has text and json, not "${args.format}"`);
  checkOutput(args.output);
  const today = utcDay(new Date());
  if (verb === "check") return check(args, operand, today);
  if (verb === "test") return test(args, operand, today);
  if (verb === "input") return (await import("./command-input")).inputCommand(args, operand);
  if (verb === "init" && operand === undefined) return init(args, today);
  if (verb === "init") throw new ConfigurationError("policy init takes no name. To say where: --config FILE");
  throw new ConfigurationError(USAGE);
}

async function check(args: Arguments, file: string | undefined, today: string): Promise<number> {
  const { checkPolicy, checkWords } = await import("./check");
  const result = await checkPolicy(file ?? args.config, today, organisationOf(args, process.env).organisation);
  emit(args.format === "json" ? printJson(result) : checkWords(result), args.output);
  return result.problems.length > 0 ? 2 : 0;
}

async function test(args: Arguments, directory: string | undefined, today: string): Promise<number> {
  const { runPolicyTests, testWords } = await import("./run-tests");
  const files = await runPolicyTests(directory, args.config, today);
  const passed = files.every(({ tests }) => tests.every((each) => each.passed));
  const result = { passed, files };
  emit(args.format === "json" ? printJson(result) : testWords(files), args.output);
  return passed ? 0 : 1;
}

async function init(args: Arguments, today: string): Promise<number> {
  const { initPolicy } = await import("./init");
  process.stdout.write(await initPolicy(args.config, today));
  return 0;
}
