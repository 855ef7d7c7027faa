import type { FileSelection } from "../../core/host";
import type { InventoryModel } from "../../core/inventory";
import { directoryOf, homeOf, isWithin, ROOT } from "../../inventory/paths";
import { signatureOfDirectory, signaturesOfFile, type SignatureFiles } from "./signature-files";

/** The directory of a model and those around it, the nearest first. */
export function directoriesOf(model: Pick<InventoryModel, "path" | "files">): string[] {
  const found = [homeOf(model)];
  while (found.at(-1) !== ROOT) found.push(directoryOf(found.at(-1)!));
  return found;
}

/**
 * Whether a run judges a model: all of them for a tree, and those that the change or the named paths touch. The change touches a model
 * by a file of it, by a signature of it that comes or goes, and by whatever lies in a directory that is signed as a whole.
 */
export function touches(selection: FileSelection, signatures: SignatureFiles): (model: InventoryModel) => boolean {
  const { mode, changesUnknown, changedPaths, files, missing, deleted } = selection;
  if (mode === "tree" || changesUnknown === true) return () => true;
  const paths = [files, missing].flatMap((some) => some.map(({ path }) => path));
  const changed = new Set([...changedPaths, ...paths, ...deleted]);
  const within = new Map<string, boolean>();
  const changesIn = (directory: string): boolean => {
    const known = within.get(directory) ?? [...changed].some((path) => isWithin(path, directory));
    within.set(directory, known);
    return known;
  };
  return (model) =>
    model.files.some(({ path }) => changed.has(path) || signaturesOfFile(path).some((each) => changed.has(each))) ||
    directoriesOf(model).some((directory) => {
      const signature = signatureOfDirectory(directory);
      return changed.has(signature) || (signatures.has(signature) && changesIn(directory));
    });
}
