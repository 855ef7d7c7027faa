import { Malformed, Unsupported } from "../../core/bytes";
import type { LockEntry, LockfileSyntax } from "../../core/lockfile";
import { parseFastYaml } from "../../syntax/fast-yaml";
import { member, stringOf, type JsonNode } from "../../syntax/json";
import { Lines } from "../../syntax/lines";
import { reachPackages } from "../dependency-graph";
import { baseName, isSafeToType } from "../npm/command";
import { entriesOf } from "../npm/entries";
import { readPackages } from "./packages";

/** The lock of pnpm (https://github.com/pnpm/spec/tree/master/lockfile), versions 5 to 9; there was no 7 or 8. */
export const pnpmLock: LockfileSyntax = {
  id: "pnpm-lock",
  title: "pnpm-lock.yaml of pnpm",
  claims: (path) => baseName(path) === "pnpm-lock.yaml",
  *parse(text, context): Generator<LockEntry> {
    // pnpm 11 puts what it needs itself into a document of its own before the project's.
    const documents = parseFastYaml(text);
    if (documents.length === 0) throw new Malformed("it is no lockfile of pnpm: it is empty", 0);
    const lines = new Lines(text);
    for (const root of documents) {
      checkVersion(root);
      const { seen, graph, total } = readPackages(root);
      yield* entriesOf(seen, reachPackages(graph), context, lines, total);
    }
  },
  upgrade({ name, version, direct }) {
    if (!isSafeToType(name, version)) return undefined;
    const isDirect = direct === undefined || direct === name;
    return isDirect ? `pnpm update ${name}@${version}` : `pnpm update --depth Infinity ${name}`;
  },
};

function checkVersion(root: JsonNode): void {
  const version = member(root, "lockfileVersion");
  if (version === undefined) throw new Malformed("it is no lockfile of pnpm: it has no lockfileVersion", root.start);
  const said = stringOf(version) ?? "";
  if (!/^[569](?:\.\d+)?(?:-[a-zA-Z]+)?$/.test(said))
    throw new Unsupported(
      `lockfileVersion ${JSON.stringify(said.slice(0, 40))} of pnpm is not read; \`pnpm install --lockfile-only\` of pnpm 9 or 10 writes one that is`,
    );
}
