import type { Node } from "yaml";
import type { Policy } from "../../core/policy";
import type { PolicyDocument } from "../document";

const LOGS = ["required", "optional"] as const;

/** The section `sources`: where models and their bases may come from. */
export function readSources(document: PolicyDocument, node: Node | undefined): Policy["sources"] {
  const section = document.map(node, "sources", ["allow"]);
  if (!section.has("allow")) return { allow: [] };
  const allow = document.list(section.get("allow"), "sources.allow").map((item) => {
    const pattern = document.glob(item, "a source", item);
    if (pattern.includes("://"))
      document.add(item, "a source is written without its scheme, such as huggingface.co/acme/*");
    return pattern;
  });
  return { allow: [allow] };
}

/** The section `licenses`: what a model's documents have to say, and must not say. */
export function readLicenses(document: PolicyDocument, node: Node | undefined): Policy["licenses"] {
  const section = document.map(node, "licenses", ["allow", "deny"]);
  const names = (key: string) =>
    document.list(section.get(key), `licenses.${key}`).map((item) => document.text(item, "a licence", item));
  return { allow: section.has("allow") ? [names("allow")] : [], deny: names("deny") };
}

/** The section `signatures`: whether models have to be signed, and what their signatures are held against. */
export function readSignatures(document: PolicyDocument, node: Node | undefined): Policy["signatures"] {
  const section = document.map(node, "signatures", ["require", "trusted-root", "log"]);
  const root = readInside(document, section.get("trusted-root"), "signatures.trusted-root");
  const log = section.get("log");
  return {
    require: document.flag(section.get("require"), "signatures.require", false),
    ...(root === undefined ? {} : { trustedRoot: root }),
    ...(log === undefined ? {} : { log: document.oneOf(log, "signatures.log", LOGS, "required") }),
  };
}

/** `rego`: the folder of rules of one's own. */
export function readRego(document: PolicyDocument, node: Node | undefined): Pick<Policy, "rego"> {
  const path = readInside(document, node, "rego");
  return path === undefined ? {} : { rego: path };
}

/** A path from the root of the repository, which never leaves it (CWE-22). */
function readInside(document: PolicyDocument, node: Node | undefined, what: string): string | undefined {
  const path = document.optionalText(node, what);
  if (path === undefined) return undefined;
  if (path.startsWith("/") || path.includes("\\") || path.split("/").includes(".."))
    document.add(node, `${what} must be a path inside of the repository, with / between its parts`);
  // One way to write it, on disk and in a commit: `a//b` and `a/./b` are `a/b`.
  return (
    path
      .split("/")
      .filter((part) => part !== "" && part !== ".")
      .join("/") || "."
  );
}
