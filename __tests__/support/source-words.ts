import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";

const SRC = join(__dirname, "../../src");

/** A text that a source file can say: its fixed parts in their order, with anything between two of them. */
export type Saying = readonly string[];

const told = new Map<string, readonly Saying[]>();

/** What a file of `src/` (path below it) says: its string literals, templates and concatenations. */
export function sayingsOf(file: string): readonly Saying[] {
  const known = told.get(file);
  if (known !== undefined) return known;
  const source = ts.createSourceFile(file, readFileSync(join(SRC, file), "utf8"), ts.ScriptTarget.Latest, false);
  const found: Saying[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return;
    if (ts.isExpression(node)) {
      const parts = partsOf(node);
      if (parts.length > 1 || parts[0] !== "") found.push(parts);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  told.set(file, found);
  return found;
}

/** The fixed parts of an expression that makes a text: `["", ""]` where all of it is computed, `[""]` where it makes none. */
function partsOf(node: ts.Expression): Saying {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node)) return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [node.left, node.right].map((side) => {
      const parts = partsOf(side);
      return parts.length === 1 && !ts.isStringLiteralLike(side) ? ["", ""] : parts;
    }) as [Saying, Saying];
    return [...left.slice(0, -1), `${left.at(-1)}${right[0]}`, ...right.slice(1)];
  }
  return [""];
}

/** All files of `src/` (paths below it), or of a folder of it. */
export function sourceFiles(folder = ""): string[] {
  const names = readdirSync(join(SRC, folder), { recursive: true, encoding: "utf8" });
  return names.filter((name) => name.endsWith(".ts")).map((name) => join(folder, name)).sort(); // prettier-ignore
}

/** A file and all that it imports, directly or not, of the same room (the first folder below `src/`). */
export function withImports(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const { importedFiles } = ts.preProcessFile(readFileSync(join(SRC, file), "utf8"));
  for (const { fileName } of importedFiles) {
    const base = resolve(dirname(join(SRC, file)), fileName);
    const path = [`${base}.ts`, join(base, "index.ts")].find(existsSync);
    const target = path === undefined ? undefined : relative(SRC, path);
    if (target?.split("/")[0] === file.split("/")[0]) withImports(target!, seen);
  }
  return seen;
}
