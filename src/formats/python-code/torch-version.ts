import type { RequiredVersion } from "../../core/code-facts";
import type { Neighbours } from "../../core/neighbours";
import { latin1 } from "../../core/text";

/** Files that say which torch a project wants, by name in any directory up from the code. */
const NAMES = [
  "requirements.txt",
  "pyproject.toml",
  "setup.cfg",
  "setup.py",
  "environment.yml",
  "environment.yaml",
  "Pipfile",
  "constraints.txt",
];
const IN_DIRECTORY = /^(requirements|constraints|environment).{0,60}\.(txt|in|ya?ml)$/;
/** Directories above the code that are looked into, its own included. */
const MAX_UP = 6;
/** Files of one directory, and bytes of each, that are read. CWE-400. */
const MAX_FILES = 20;
const MAX_BYTES = 256 * 1024;

/** `torch==2.1`, `"torch>=1.13,<2.3"`, `- pytorch=2.1`, `torch = "^1.13"`; not `torchvision`. */
const TORCH =
  /(?:^|[\s"'[-])(?:py)?torch(?:\[[\w,]{0,40}\])?[ \t]{0,10}(?:=[ \t]{0,10}["']([^"'\n]{1,80})["']|((?:[<>=!~^]{1,3}[ \t]{0,4}[\w.*+]{1,40}[ \t]{0,4},?[ \t]{0,4}){1,6}))/m;

/** The version of torch that the nearest file asks for; `undefined` where none does. */
export function torchVersion(neighbours: Neighbours): RequiredVersion | undefined {
  const own = neighbours.names().filter((name) => IN_DIRECTORY.test(name) && !NAMES.includes(name));
  for (let up = 0; up < MAX_UP; up++) {
    const prefix = "../".repeat(up);
    for (const name of [...NAMES, ...(up === 0 ? own.slice(0, MAX_FILES) : [])]) {
      const found = neighbours.read(prefix + name, (bytes) => TORCH.exec(latin1(bytes.window(0, MAX_BYTES))));
      if (found === undefined || found === null) continue;
      const text = found[0]
        .trim()
        .replace(/^["'[-]+\s*/, "")
        .replace(/[,;]$/, "");
      return { text, file: prefix + name, oldDefault: isBelow26((found[1] ?? found[2] ?? "").trim()) };
    }
  }
  return undefined;
}

/** Whether the highest version that a specifier lets in is below 2.6 (PEP 440; `^` and bare versions of Poetry; `=` of conda). */
export function isBelow26(specifier: string): boolean {
  return specifier.split(",").some((part) => {
    const match = /^\s*(===?|~=|<=?|>=?|!=|\^|~|=)?\s*(\d{1,6})(?:\.(\d{1,6}))?(\.\d{1,6})?/.exec(part);
    if (match === null) return false;
    const [, operator = "==", major, minor, patch] = match;
    const [first, second] = [Number(major), Number(minor ?? 0)];
    const below = first < 2 || (first === 2 && second < 6);
    switch (operator) {
      case "<":
        return below || (first === 2 && second === 6 && (patch === undefined || patch === ".0"));
      case "^":
        return first < 2;
      case "~=":
        return patch === undefined ? first < 2 : below;
      case "~":
      case "=":
        return minor === undefined ? first < 2 : below;
      case ">":
      case ">=":
      case "!=":
        return false;
      default:
        // `==2.*` lets everything in.
        return minor === undefined && part.includes("*") ? first < 2 : below;
    }
  });
}
