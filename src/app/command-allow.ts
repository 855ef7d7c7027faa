import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigurationError } from "../core/host";
import { openWorkspace } from "../host/workspace";
import { withAllowedGlobal } from "../policy/edit";
import { POLICY_FILE } from "../policy/file";
import type { Arguments } from "./arguments";
import { readPolicy } from "./read-policy";

/** `allow NAME --reason TEXT [--until DAY]`: writes the line that lets a pickle import NAME. */
export async function allowCommand(args: Arguments): Promise<number> {
  const [name] = args.operands;
  if (name === undefined || args.operands.length > 1 || args.reason === undefined)
    throw new ConfigurationError(
      'allow needs one dotted name and a reason: model-assay allow mylib.nets.Net --reason "our own class"',
    );
  const path = args.config ?? join(openWorkspace(".", process.env).root, POLICY_FILE);
  const before = existsSync(path) ? readFileSync(path, "utf8") : "version: 1\n";
  const entry = { name, reason: args.reason, ...(args.until === undefined ? {} : { until: args.until }) };
  await readPolicy(before, path);
  const after = await withAllowedGlobal(before, entry);
  await readPolicy(after, path);
  writeFileSync(path, after);
  process.stdout.write(
    `${path}: ${name} is allowed. In a pull request this takes effect once it is on the base branch.\n`,
  );
  return 0;
}
