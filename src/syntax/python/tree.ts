import { Unsupported } from "../../core/bytes";
import { spelledForParser } from "./spelling";
import type * as Common from "@lezer/common";
import type * as LezerPython from "@lezer/python";

/** Loaded on first use: it takes 25 ms, and most scans meet no Python. */
// eslint-disable-next-line @typescript-eslint/no-require-imports
const lezer = (): typeof LezerPython => require("@lezer/python") as typeof LezerPython;

/** Nodes of one tree. A file of 4 MiB of numbers and commas has four million. CWE-770. */
const MAX_NODES = 8_000_000;
/** Steps of the parser for one file. The largest that people write take some 400,000; an error costs many. CWE-400. */
const MAX_STEPS = 800_000;
/** Steps to come to an end behind that. */
const MAX_LAST_STEPS = 50_000;
/**
 * Brackets inside each other, those in strings and comments counted as well. CPython's tokenizer stops at 200
 * (`MAXLEVEL`), and the parser here slows down with them. CWE-674.
 */
const MAX_BRACKETS = 1000;

/** A node's number. Children have lower numbers than their parent, and the order is otherwise that of the text. */
export type Node = number;
export const NO_NODE: Node = -1;

/**
 * A Python file's syntax tree in flat arrays, so that nothing that walks it can run out of stack. The parser goes on
 * after errors, so that a file of another version of Python, or a template, still has its good parts in the tree.
 */
export class PythonTree {
  readonly root: Node;
  /** Where the parser stopped, in characters: the end of the text, or where it had taken too many steps. */
  get end(): number {
    return this.tos[this.root]!;
  }
  /** Nodes that the parser put where it could not go on. */
  readonly errors: number;

  private constructor(
    readonly text: string,
    private readonly types: readonly string[],
    private readonly froms: Int32Array,
    private readonly tos: Int32Array,
    private readonly parents: Int32Array,
    private readonly firsts: Int32Array,
    private readonly nexts: Int32Array,
  ) {
    this.root = types.length - 1;
    this.errors = types.reduce((count, type) => (type === ERROR ? count + 1 : count), 0);
  }

  get size(): number {
    return this.types.length;
  }
  type(node: Node): string {
    return this.types[node] ?? "";
  }
  from(node: Node): number {
    return this.froms[node]!;
  }
  to(node: Node): number {
    return this.tos[node]!;
  }
  parent(node: Node): Node {
    return this.parents[node]!;
  }
  first(node: Node): Node {
    return this.firsts[node]!;
  }
  next(node: Node): Node {
    return this.nexts[node]!;
  }
  /** The text of a node, at most `atMost` characters of it. */
  source(node: Node, atMost = Number.MAX_SAFE_INTEGER): string {
    return this.text.slice(this.froms[node], Math.min(this.tos[node]!, this.froms[node]! + atMost));
  }
  *children(node: Node): Generator<Node> {
    for (let child = this.first(node); child !== NO_NODE; child = this.next(child)) yield child;
  }
  childOf(node: Node, type: string): Node {
    for (let child = this.first(node); child !== NO_NODE; child = this.next(child))
      if (this.types[child] === type) return child;
    return NO_NODE;
  }

  /** Throws `Unsupported` for a text that is beyond the limits. */
  static parse(text: string): PythonTree {
    if (deepest(text) > MAX_BRACKETS)
      throw new Unsupported(
        `Python code with more than ${MAX_BRACKETS} brackets inside each other, which Python itself refuses`,
      );
    try {
      return PythonTree.flatten(text, parseTree(spelledForParser(text)));
    } catch (error) {
      // The tree that the parser makes of 2,500 nodes inside each other can be broken (seen with @lezer/common 1.5.5).
      if (error instanceof TypeError || error instanceof RangeError)
        throw new Unsupported("Python code that is nested too deep for the parser here");
      throw error;
    }
  }

  private static flatten(text: string, tree: Common.Tree): PythonTree {
    const types: string[] = [];
    const [froms, tos, parents, firsts, nexts] = [0, 1, 2, 3, 4].map(() => [] as number[]) as Five;
    // For each open node: its first child, and the last one so far.
    const open: { first: Node; last: Node }[] = [{ first: NO_NODE, last: NO_NODE }];
    tree.iterate({
      enter: () => void open.push({ first: NO_NODE, last: NO_NODE }),
      leave: (node) => {
        const id = types.push(node.name) - 1;
        if (id > MAX_NODES) throw new Unsupported(`Python code with more than ${MAX_NODES} syntax nodes`);
        const { first } = open.pop()!;
        froms.push(node.from);
        tos.push(node.to);
        parents.push(NO_NODE);
        firsts.push(first);
        nexts.push(NO_NODE);
        for (let child = first; child !== NO_NODE; child = nexts[child]!) parents[child] = id;
        const up = open.at(-1)!;
        if (up.last === NO_NODE) up.first = id;
        else nexts[up.last] = id;
        up.last = id;
      },
    });
    const flat = [froms, tos, parents, firsts, nexts].map((list) => Int32Array.from(list));
    return new PythonTree(text, types, flat[0]!, flat[1]!, flat[2]!, flat[3]!, flat[4]!);
  }
}

/**
 * The parser takes one step a token in good code, and several to find its way behind an error. Where a file takes too
 * many, what was read up to there is its tree.
 */
function parseTree(text: string): Common.Tree {
  const parse = lezer().parser.startParse(text);
  for (let steps = 0; steps < MAX_STEPS + MAX_LAST_STEPS; steps++) {
    if (steps === MAX_STEPS) parse.stopAt(parse.parsedPos);
    const tree = parse.advance();
    if (tree !== null) return tree;
  }
  throw new Unsupported(`Python code that takes the parser more than ${MAX_STEPS} steps`);
}

const ERROR = "⚠";
type Five = [number[], number[], number[], number[], number[]];

/** The most brackets that are open at once, read without regard to strings and comments. */
function deepest(text: string): number {
  let [depth, most] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x28 || code === 0x5b || code === 0x7b) most = Math.max(most, ++depth);
    else if ((code === 0x29 || code === 0x5d || code === 0x7d) && depth > 0) depth--;
  }
  return most;
}
