import type { EnvironmentOption } from "../../core/environment-facts";
import type { Format, OpenContext } from "../../core/format";
import type { Artifact, Subject } from "../../core/subject";
import { shorten, utf8 } from "../../core/text";
import { itemsOf, member, stringOf, type JsonNode } from "../../syntax/json";
import { Lines } from "../../syntax/lines";
import { MAX_YAML, parseYaml } from "../../syntax/yaml-places";
import { wholeText } from "../hub/config";
import { secretsIn } from "../secrets";

const NAMES = ["conda.yaml", "python_env.yaml", "requirements.txt"];

/**
 * The environment that MLflow builds for a model: a conda file with its pip section, or requirements. Packages with
 * versions are the audit's business; here it is where they come from.
 */
export const mlflowEnvironment: Format = {
  id: "mlflow-environment",
  title: "environment of an MLflow model",
  extensions: [],
  text: "config",
  claims(artifact, context) {
    const name = artifact.at.path.replace(/^.*\//, "");
    const beside = artifact.at.inside.length === 0 && NAMES.includes(name);
    return beside && context.neighbours(artifact).look("MLmodel").kind === "file";
  },
  *open(artifact: Artifact, context: OpenContext): Generator<Subject> {
    const { at } = artifact;
    const { budget } = context;
    const text = utf8(wholeText(artifact, context, MAX_YAML));
    const lines = new Lines(text);
    yield* secretsIn(text, at, undefined, lines);
    for (const [requirement, start] of at.path.endsWith(".txt") ? linesOf(text) : pipLines(text)) {
      budget.spend("fields", 1);
      const option = optionOf(requirement);
      if (option === undefined) continue;
      const line = lines.lineOf(start);
      yield { kind: "environment", at: { ...at, line }, environment: { format: "mlflow-environment", option } };
    }
  },
};

function* linesOf(text: string): Generator<[string, number]> {
  let start = 0;
  for (const line of text.split("\n")) {
    yield [line, start];
    start += line.length + 1;
  }
}

/** Texts of the `pip:` lists in a conda file, and of the dependencies in a `python_env.yaml`. */
function* pipLines(text: string): Generator<[string, number]> {
  const root: JsonNode | undefined = parseYaml(text).roots[0];
  for (const node of [member(root, "dependencies"), member(root, "build_dependencies")].flatMap(itemsOf))
    for (const item of node.kind === "object" ? itemsOf(member(node, "pip")) : [node]) {
      const line = stringOf(item);
      if (line !== undefined) yield [line, item.start];
    }
}

/** A line of a requirements file: pip.pypa.io, "Requirements File Format". */
function optionOf(written: string): EnvironmentOption | undefined {
  const line = written.replace(/(^|\s)#.*$/, "").trim();
  const as = (kind: EnvironmentOption["kind"], pinned = false): EnvironmentOption => ({
    kind,
    text: shorten(line.replace(/\/\/[^/@\s]{1,200}@/g, "//"), 200),
    pinned,
  });
  if (/^(-i|--(extra-)?index-url|-f|--find-links)\b[\s=]*http:/.test(line)) return as("plain-http");
  if (/^--trusted-host\b/.test(line)) return as("trusted-host");
  if (/^--extra-index-url\b/.test(line)) return as("extra-index");
  if (/^(-i\b|--index-url\b|-f\b|--find-links\b)/.test(line)) return as("index");
  if (/(^|\s|@)(git|hg|svn|bzr)\+/.test(line)) return as("repository", /@[0-9a-f]{40}(#|$|\s)/.test(line));
  if (/(^|@\s*|\s)http:\/\//.test(line)) return as("plain-http");
  if (/(^|@\s*|\s)https:\/\//.test(line)) return as("archive", /#(.*&)?sha256=|--hash=/.test(line));
  return undefined;
}
