import type { Node, PythonTree } from "./tree";

/** An identifier as Python takes it: NFKC (PEP 3131), so that 𝐩𝐢𝐜𝐤𝐥𝐞 is pickle. */
export function nameOf(tree: PythonTree, node: Node): string {
  const text = tree.source(node, 1000);
  return /^[\x00-\x7f]*$/.test(text) ? text : text.normalize("NFKC");
}

/** One name that an import statement binds. */
export interface Imported {
  readonly module: string;
  /** Absent for `import module`. */
  readonly name?: string;
  readonly as?: string;
}

/** Words of an import statement that are no part of a name. */
const RESERVED = new Set(["from", "import", "as", "(", ")", ",", "*", "⚠"]);

/** What an import statement brings: `import a.b as c, d`, `from ..m import x as y, z`, `from m import *`. */
export function* importsOf(tree: PythonTree, node: Node): Generator<Imported> {
  const words = [...tree.children(node)].map((child) => {
    const type = tree.type(child);
    return type === "VariableName" ? nameOf(tree, child) : type === "Ellipsis" ? "..." : type;
  });
  let at = 1;
  const dotted = () => {
    let name = "";
    for (; at < words.length && !RESERVED.has(words[at]!); at++) {
      if (!words[at]!.startsWith(".") && name !== "" && !name.endsWith(".")) break;
      name += words[at]!;
    }
    return name;
  };
  const module = words[0] === "from" ? dotted() : undefined;
  while (at < words.length) {
    const name = dotted();
    if (name === "") {
      if (module !== undefined && words[at] === "*") yield { module, name: "*" };
      at++;
      continue;
    }
    const as = words[at] === "as" ? words[at + 1] : undefined;
    if (as !== undefined) at += 2;
    yield { module: module ?? name, ...(module === undefined ? {} : { name }), ...(as === undefined ? {} : { as }) };
  }
}
