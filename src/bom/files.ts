import { ComponentType, HashAlgorithm } from "@cyclonedx/cyclonedx-library/Enums";
import { ComponentRepository, HashDictionary, PropertyRepository } from "@cyclonedx/cyclonedx-library/Models";
import type { InventoryFile } from "../core/inventory";
import { byCodePoint } from "../core/order";
import { oneLine } from "./clean";
import { canRunCode, weightsFormat } from "./less-safe";
import { MlComponent } from "./model/component";
import { asModels, propertiesOf } from "./properties";
import { type References, refOf } from "./refs";

const MIME = /^[-+a-z0-9.]+\/[-+a-z0-9.]+$/;
const SHA256 = /^[0-9a-f]{64}$/;
const SHA512 = /^[0-9a-f]{128}$/;

/** Files as components of type `file`, in the order of their paths. `refs` learns the reference of each path. */
export function filesOf(
  files: readonly InventoryFile[],
  references: References,
  refs: Map<string, string>,
): ComponentRepository {
  const sorted = [...files].sort((a, b) => byCodePoint(a.path, b.path));
  return new ComponentRepository(sorted.map((file) => fileComponent(file, references, refs)));
}

function fileComponent(file: InventoryFile, references: References, refs: Map<string, string>): MlComponent {
  const bomRef = references.claim(refOf("file", file.path));
  if (!refs.has(file.path)) refs.set(file.path, bomRef);
  const hashes = new HashDictionary();
  if (file.sha256 !== undefined && SHA256.test(file.sha256)) hashes.set(HashAlgorithm["SHA-256"], file.sha256);
  if (file.sha512 !== undefined && SHA512.test(file.sha512)) hashes.set(HashAlgorithm["SHA-512"], file.sha512);
  const component = new MlComponent(ComponentType.File, oneLine(file.path) || "?", {
    bomRef,
    hashes,
    properties: new PropertyRepository(
      asModels(
        propertiesOf([
          ["role", file.role],
          ["format", file.format],
          ["runs-code-when-loaded", runsCode(file) ? "can" : undefined],
          ["size", file.size],
          ["md5", file.md5],
          ["digest-from", file.digestFrom],
          ["content", file.sha256 === undefined ? "not read" : undefined],
        ]),
      ),
    ),
  });
  if (MIME.test(file.mime)) component.mimeType = file.mime;
  return component;
}

/** Weights in a format whose readers call what the file names. */
function runsCode({ role, path, format }: InventoryFile): boolean {
  return role === "weights" && canRunCode(weightsFormat(path, format));
}

/** Whether the digest of every one is of content that was read. */
export function allRead(files: readonly InventoryFile[]): boolean {
  return files.length > 0 && files.every((file) => file.sha256 !== undefined && file.digestFrom === undefined);
}
