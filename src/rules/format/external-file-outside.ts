import type { ExternalFacts } from "../../core/external-facts";
import { defineRule } from "../../core/rule";
import { shorten } from "../../core/text";

/** Characters of a path in a message. */
const MAX_PATH = 200;

/** What is wrong with where a file would be looked for; nothing, where it is or belongs beside the model. */
const WORDS: Partial<Record<ExternalFacts["state"], string>> = {
  absolute: "an absolute path, which is a file of the machine that loads the model",
  leaves: "a path that leaves the model's directory",
  link: "a path over a link that leads out of the workspace",
  remote: "an address on the network",
  special: "a device or pipe",
};

/**
 * Why: a model that names a file outside of itself makes its loader open what the author chose on the reader's machine:
 * a secret that ends up in the weights, a device that never ends, a file that a later save overwrites.
 */
export const externalFileOutside = defineRule({
  id: "MA-FMT-014",
  name: "external-file-outside",
  on: "external",
  severity: "high",
  confidence: "high",
  since: "0.1.0",
  summary: "A model names a file outside its own directory",
  remedy: "Do not load this model. Its files belong beside it, under plain relative names.",
  *check({ external }) {
    const why = WORDS[external.state];
    if (why === undefined) return;
    const { role, path, part, state } = external;
    const whose = part === undefined ? "" : ` of ${shorten(part, MAX_PATH)}`;
    yield {
      message: `${role}${whose} is ${shorten(path, MAX_PATH)}: ${why}`,
      key: [role, path, state],
    };
  },
});
