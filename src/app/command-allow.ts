import { ConfigurationError } from "../core/host";
import { withAllowedGlobal } from "../policy/edit";
import { escapeTerminal } from "../report/escape-terminal";
import { judgeGlobal } from "../rules/pickle/globals/judge";
import type { Arguments } from "./arguments";
import { MAX_POLICY_BYTES, policyPath, readEdited, shownPath, textOf, writePolicy } from "./policy/policy-file";
import { readPolicy } from "./read-policy";

/** `allow NAME --reason TEXT [--until DAY]`: writes the line that lets a pickle import NAME. A name that runs code is refused. */
export async function allowCommand(args: Arguments): Promise<number> {
  const [name] = args.operands;
  if (name === undefined || args.operands.length > 1 || args.reason === undefined)
    throw new ConfigurationError(
      'allow needs one dotted name and a reason: model-assay allow mylib.nets.Net --reason "our own class"',
    );
  const dot = name.lastIndexOf(".");
  if (judgeGlobal(name.slice(0, dot), name.slice(dot + 1)).verdict === "dangerous")
    throw new ConfigurationError(
      `allow: ${name} runs code, which no allowance covers. To let one file pass until a day: model-assay waive FINDING --reason TEXT --until DAY`,
    );
  const path = policyPath(args.config);
  const before = textOf(path, MAX_POLICY_BYTES) ?? "version: 1\n";
  const entry = { name, reason: args.reason, ...(args.until === undefined ? {} : { until: args.until }) };
  await readPolicy(before, path);
  const after = await withAllowedGlobal(before, entry);
  await readEdited(after, path, "allow");
  writePolicy(path, after, "replace");
  const until = args.until === undefined ? "" : ` until ${args.until}`;
  process.stdout.write(`${escapeTerminal(`${shownPath(path)}: ${name} is allowed${until}.`)}\n`);
  process.stdout.write("In a pull request this takes effect once it is on the base branch.\n");
  return 0;
}
