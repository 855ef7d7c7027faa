import type { AllowedGlobal, DependencyIgnore, Waiver } from "../core/policy";

/**
 * The policy text with one more allowed global; comments and order of the file stay as they are.
 * A name that is there already has its reason and day replaced.
 */
export async function withAllowedGlobal(text: string, { name, reason, until }: AllowedGlobal): Promise<string> {
  const entry = { name, reason, ...(until === undefined ? {} : { until }) };
  return withEntry(text, ["pickle", "allow"], entry, ["name"]);
}

/** The policy text with one more waiver; one for the same rule, path, content and finding is replaced. */
export async function withWaiver(text: string, waiver: Omit<Waiver, "line">): Promise<string> {
  const { rule, path, sha256, finding, reason, until, approvedBy } = waiver;
  const entry = {
    rule,
    path,
    ...(sha256 === undefined ? {} : { sha256 }),
    ...(finding === undefined ? {} : { finding }),
    reason,
    until,
    ...(approvedBy === undefined ? {} : { "approved-by": approvedBy }),
  };
  return withEntry(text, ["waivers"], entry, ["rule", "path", "sha256", "finding"]);
}

/** The policy text with one more ignored advisory; the same one of the same package is replaced. */
export async function withIgnoredAdvisory(text: string, ignore: DependencyIgnore): Promise<string> {
  const { id, package: name, reason, until } = ignore;
  return withEntry(text, ["dependencies", "ignore"], { id, package: name, reason, until }, ["id", "package"]);
}

/** Adds an entry to the list at `path`, which is made where it is missing; one that is the same in `keys` is replaced. */
async function withEntry(
  text: string,
  path: readonly string[],
  values: Readonly<Record<string, string>>,
  keys: readonly string[],
): Promise<string> {
  const { parseDocument, isMap, isSeq } = await import("yaml");
  const document = parseDocument(text);
  const entry = document.createNode(values);
  const list = document.getIn(path);
  if (isSeq(list)) {
    const same = (item: unknown) => isMap(item) && keys.every((key) => item.get(key) === values[key]);
    const at = list.items.findIndex(same);
    if (at >= 0) list.items[at] = entry;
    else list.add(entry);
    // `waivers: []` is how an empty list is written: an entry in it has lines of its own.
    if (list.items.length === 1) list.flow = false;
  } else document.setIn(path, document.createNode([entry]));
  return document.toString({ lineWidth: 0 });
}
