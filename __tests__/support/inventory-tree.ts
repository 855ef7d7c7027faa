import { createHash } from "node:crypto";
import type { CardFact } from "../../src/core/card-facts";
import type { CardReader } from "../../src/core/card-reader";
import type { Inventory } from "../../src/core/inventory";
import { buildInventory, type InventoryInput, type TreeFile } from "../../src/inventory";

/** A file by its text alone, or by parts of what the host says of it. */
export type Leaf = string | Partial<TreeFile>;

export const digest = (text: string): string => createHash("sha256").update(text).digest("hex");

/** A tree written down as data: paths and contents. */
export function treeOf(leaves: Readonly<Record<string, Leaf>>): TreeFile[] {
  return Object.entries(leaves).map(([path, leaf]) =>
    typeof leaf === "string"
      ? { path, size: leaf.length, sha256: digest(leaf), text: leaf }
      : { path, size: leaf.text?.length ?? 7, sha256: digest(path), ...leaf },
  );
}

/** Weights as the scan gives them, with what their header says. */
export const weights = (format: string, ...card: CardFact[]): Partial<TreeFile> => ({ format, size: 64, card });

export function inventoryOf(leaves: Readonly<Record<string, Leaf>>, more: Partial<InventoryInput> = {}): Inventory {
  const subject = { name: "repository", dirty: false };
  return buildInventory({ subject, files: treeOf(leaves), packages: [], origins: [], missing: [], ...more });
}

/** Reads lines `kind: value` of cards and configurations whose name ends with `name`, so that tests need no real reader. */
export function lineReader(name: string): CardReader {
  return {
    id: `lines-of-${name}`,
    title: name,
    claims: (path) => path.endsWith(name),
    *read(text, path) {
      for (const [index, line] of text.split("\n").entries()) {
        const [, kind, value] = /^(\w+): (.*)$/.exec(line) ?? [];
        const at = { path, line: index + 1 };
        if (kind === "base") {
          const [reference, relation = "unknown"] = value!.split(" as ");
          yield { kind, at, reference: { name: reference! }, relation } as CardFact;
        } else if (kind === "dataset") yield { kind, at, reference: { name: value! } };
        else if (kind === "sha256") {
          const [file, hex] = value!.split(" ");
          yield { kind: "digest", at, path: file!, algorithm: "sha256", value: hex! };
        } else if (kind !== undefined) yield { kind, at, value } as CardFact;
      }
    },
  };
}

/** Milliseconds of the processor's time, so that other work on the machine does not count. */
export function costOf(run: () => unknown): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
