import { ConfigurationError } from "../../core/host";
import { shorten } from "../../core/text";
import { RegoFailure } from "../../policy/rego/failure";
import { isRuleFile, MAX_RULE_BYTES, MAX_RULE_FILES, type RuleFolder } from "../../policy/rego/rule-files";
import type { PolicyRepository } from "./policy-repository";
import type { PolicyReference } from "./reference";

/** Entries that GitHub lists of a folder; it says nothing of those beyond (https://docs.github.com/rest/repos/contents). */
const MAX_LISTED_BY_GITHUB = 1000;

/**
 * The folder of rules at the commit of the policy, all of it in memory. `folder` from the root of that repository. Throws
 * `ConfigurationError` and `PolicyUnavailable`; what is wrong inside of the rules is found where they are evaluated.
 */
export async function fetchRules(
  repository: PolicyRepository,
  reference: PolicyReference,
  folder: string,
): Promise<RuleFolder> {
  const { owner, repository: name } = reference;
  const called = folder === "." ? `${owner}/${name}` : `${owner}/${name}/${folder}`;
  const names = namesIn(await repository.listing(folder), called);
  if (names.length > MAX_RULE_FILES)
    throw new ConfigurationError(`policy: ${called} has ${names.length} .rego files, more than ${MAX_RULE_FILES}`);
  const inside = folder === "." ? "" : `${folder}/`;
  const read = async (file: string) => [file, await repository.text(`${inside}${file}`, MAX_RULE_BYTES)] as const;
  const texts = new Map(await Promise.all(names.map(read)));
  return {
    path: called,
    owner: `${owner}/${name}`,
    names: () => names,
    read: (file) => {
      const text = texts.get(file);
      if (text === undefined) throw new RegoFailure("parse", `${called}/${file}: was not fetched`);
      return Buffer.from(text, "utf8");
    },
  };
}

/** The rules of a listing, as GitHub's contents API gives one: a list of entries with name and type. */
function namesIn(listing: unknown, called: string): string[] {
  if (!Array.isArray(listing)) throw new ConfigurationError(`policy: rego: ${called} is no folder at that commit`);
  if (listing.length >= MAX_LISTED_BY_GITHUB)
    throw new ConfigurationError(
      `policy: rego: ${called} has more entries than GitHub lists (${MAX_LISTED_BY_GITHUB}). Give the rules a folder of their own`,
    );
  return listing.flatMap((entry: unknown) => {
    const { name, type } = (entry ?? {}) as { name?: unknown; type?: unknown };
    if (
      typeof name !== "string" ||
      typeof type !== "string" ||
      name.includes("/") ||
      name === "" ||
      /^\.\.?$/.test(name)
    )
      throw new ConfigurationError(`policy: rego: GitHub's list of ${called} has an entry without a name`);
    if (!isRuleFile(name)) return [];
    if (type !== "file")
      throw new ConfigurationError(
        `policy: rego: ${called}/${shorten(name, 200)} is a ${shorten(type, 40)}. Put the rules themselves there`,
      );
    return [name];
  });
}
