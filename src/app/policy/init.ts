import { lstatSync } from "node:fs";
import { ConfigurationError } from "../../core/host";
import { openWorkspace } from "../../host/workspace";
import { readPolicy } from "../read-policy";
import { firstPolicy } from "./first-policy";
import { policyPath, shownPath, writePolicy } from "./policy-file";
import { survey } from "./survey";

/**
 * Writes a policy for the repository around the working directory; answers with what to do next. Throws `ConfigurationError` where
 * there is one already, a broken link included: nobody's policy is overwritten.
 */
export async function initPolicy(named: string | undefined, today: string): Promise<string> {
  const path = policyPath(named);
  if (lstatSync(path, { throwIfNoEntry: false }) !== undefined)
    throw new ConfigurationError(
      `${shownPath(path)} is there already, and stays as it is. To look at it: model-assay policy check`,
    );
  const { root } = openWorkspace(".", process.env);
  const text = firstPolicy(await survey(openWorkspace(root, process.env), process.env), today);
  await readPolicy(text, path);
  writePolicy(path, text, "create");
  return `${shownPath(path)}: written. Read it, then: model-assay gate. In a pull request it decides once it is on the base branch.\n`;
}
