import type { RegoFailureKind } from "./failure";

/** Namespaces whose functions ask the network, the machine or chance: the same evidence would not give the same verdict. */
const OUTSIDE = /^(http|net|opa|rand|uuid|providers|rego|ucast)\./;

/** What a problem of the module (`tools/rego/src/reply.rs`) is, and in words: what happened, what to write instead. */
export function problemWords(
  kind: string,
  said: string,
): { readonly failure: RegoFailureKind; readonly words: string } {
  switch (kind) {
    case "parse":
      return { failure: "parse", words: said };
    case "function":
      return { failure: "rules", words: functionWords(said) };
    case "field":
      return {
        failure: "rules",
        words: `the evidence has no field \`input.${said}\`, so the rule would never hold. Its fields: schemas/evidence.schema.json`,
      };
    case "document":
      return {
        failure: "rules",
        words: `there is no \`${said}\`, so the rule would never hold. Below \`data\` are the rules alone: write lists into a .rego file of package model_assay`,
      };
    case "shape":
      return {
        failure: "rules",
        words: `\`${said}\` must be a set of results. Write ${said} contains {"msg": "..."} if ...`,
      };
    case "package":
      return { failure: "rules", words: packageWords(said) };
    case "no-rules":
      return {
        failure: "no-rules",
        words:
          'no rule is `deny` or `warn`, so nothing would ever be refused. Write deny contains {"msg": "..."} if ...',
      };
    case "evaluation":
      return { failure: "evaluation", words: evaluationWords(said) };
    case "output":
      return { failure: "limit", words: `the results have ${said} bytes, more than are taken` };
    default:
      return {
        failure: "engine",
        words: `the Rego engine did not understand what it was asked (${said}). Please report it`,
      };
  }
}

/** A list that is `null` is the commonest of these: `opa` passes over it in silence. */
function evaluationWords(said: string): string {
  return /Got `null`\.?$/.test(said)
    ? `${said}. What is null is not known in this run: ask is_array(...) first, and deny where it is none`
    : said;
}

function functionWords(name: string): string {
  if (OUTSIDE.test(name))
    return `${name} is not there on purpose: rules see the evidence and the time of the run, and nothing outside of them`;
  return `there is no function ${name} here. It is not defined in the rules, nor one of Rego's that this engine has`;
}

function packageWords(name: string): string {
  if (name === "deny" || name === "warn")
    return `\`${name}\` is never asked in a package below model_assay. Move the rule to \`package model_assay\``;
  return `nobody asks package ${name === "" ? "(computed)" : name}. Write \`package model_assay\`, or model_assay.<name> for functions`;
}
