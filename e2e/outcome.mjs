/** What a run of the action left behind, in one form for both runners. */
import { existsSync, readFileSync } from "node:fs";

/**
 * @typedef {{ level: string, file?: string, message: string, properties: Record<string, string> }} Annotation
 * @typedef {{ failed: boolean, outputs: Record<string, string>, annotations: Annotation[], summary: string,
 *             lines: string[], report?: any, sarif?: any }} Outcome
 */

export function readJson(path) {
  return path && existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
}

/** A workflow command as the runner reads it: the first of a line, white space before it allowed. */
export function parseCommand(line) {
  const match = /^\s*::([^\s:]+)(?: (.*?))?::(.*)$/.exec(line);
  if (!match) return undefined;
  const properties = Object.fromEntries(
    (match[2] ?? "")
      .split(",")
      .filter((pair) => pair.includes("="))
      .map((pair) => [pair.slice(0, pair.indexOf("=")), unescape(pair.slice(pair.indexOf("=") + 1), true)]),
  );
  return { name: match[1], properties, message: unescape(match[3], false) };
}

export function toAnnotation({ name, properties, message }) {
  return { level: name, file: properties.file, message, properties };
}

/** The runner undoes `%25` last. */
function unescape(text, property) {
  const some = property ? text.replaceAll("%3A", ":").replaceAll("%2C", ",") : text;
  return some.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
}

/** `GITHUB_OUTPUT`: `name=value`, or `name<<delimiter`, lines, delimiter. */
export function parseOutputs(text) {
  const outputs = {};
  const lines = text.split("\n");
  for (let i = 0; i < lines.length; i++) {
    const heredoc = /^([\w-]+)<<(.+)$/.exec(lines[i]);
    const plain = /^([\w-]+)=(.*)$/.exec(lines[i]);
    if (heredoc) {
      const end = lines.indexOf(heredoc[2], i + 1);
      outputs[heredoc[1]] = lines.slice(i + 1, end).join("\n");
      i = end;
    } else if (plain) outputs[plain[1]] = plain[2];
  }
  return outputs;
}
