import type { Inventory, InventoryContainer } from "../core/inventory";
import type { LockedPackage } from "../core/package-facts";
import { byCodePoint } from "../core/order";

/** An image, by what names it and by the inventories that are of it. */
export interface Image {
  /** As a file of the repository writes it, else as the inventory does. Unique. */
  readonly image: string;
  readonly name: string;
  readonly tag?: string;
  readonly digest?: string;
  /** Files of the repository that name it; empty where only an inventory does. */
  readonly named: readonly InventoryContainer[];
  /** What packages in it say of where they are (`PackageSource.where`). */
  readonly where: readonly string[];
  /** Files of the inventories that are of it, in order. */
  readonly inventories: readonly string[];
}

/** The image that a package was found in, as its inventory calls it. */
export function imageOf({ source }: LockedPackage): string | undefined {
  return source?.kind === "image" ? source.where : undefined;
}

/**
 * Images in the order of code points: those that the repository names, then those that only an inventory is of. The two are
 * the same where they have the same digest: a name and a tag may be of another image tomorrow.
 */
export function imagesOf({ containers, packages }: Pick<Inventory, "containers" | "packages">): Image[] {
  const inventories = new Map<string, Set<string>>();
  for (const pkg of packages) {
    const where = imageOf(pkg);
    if (where === undefined) continue;
    const paths = inventories.get(where);
    if (paths === undefined) inventories.set(where, new Set([pkg.at.path]));
    else paths.add(pkg.at.path);
  }
  const byDigest = new Map<string, string[]>();
  for (const where of [...inventories.keys()].sort(byCodePoint)) {
    const digest = digestOf(where);
    if (digest !== undefined) byDigest.set(digest, [...(byDigest.get(digest) ?? []), where]);
  }
  const pathsOf = (all: readonly string[]) =>
    [...new Set(all.flatMap((each) => [...inventories.get(each)!]))].sort(byCodePoint);
  const images = namedImages(containers).map((each): Image => {
    const where = (each.digest === undefined ? undefined : byDigest.get(each.digest)) ?? [];
    return { ...each, where, inventories: pathsOf(where) };
  });
  const joined = new Set(images.flatMap(({ where }) => where));
  const alone = [...inventories.keys()].filter((where) => !joined.has(where)).sort(byCodePoint);
  return [...images, ...alone.map((where) => suppliedImage(where, pathsOf([where])))];
}

function namedImages(containers: readonly InventoryContainer[]): Omit<Image, "where" | "inventories">[] {
  const same = new Map<string, InventoryContainer[]>();
  for (const each of containers) {
    const known = same.get(each.image);
    if (known === undefined) same.set(each.image, [each]);
    else known.push(each);
  }
  return [...same.keys()].sort(byCodePoint).map((image) => {
    const named = same.get(image)!;
    const { name, tag, digest } = named[0]!;
    return { image, name, ...(tag === undefined ? {} : { tag }), ...(digest === undefined ? {} : { digest }), named };
  });
}

/** Two inventories of one digest that call the image differently are two images: which name holds, neither says. */
function suppliedImage(where: string, inventories: readonly string[]): Image {
  const digest = digestOf(where);
  const name = digest === undefined ? where : where.slice(0, -digest.length - 1);
  return {
    image: where,
    name,
    ...(digest === undefined ? {} : { digest }),
    named: [],
    where: [where],
    inventories,
  };
}

function digestOf(where: string): string | undefined {
  return /@(sha256:[0-9a-f]{64})$/.exec(where)?.[1];
}
