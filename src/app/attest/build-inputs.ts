import type { BuildInput } from "../../attest/provenance";
import { isCommit } from "../../core/commit";
import type { Inventory } from "../../core/inventory";

/** What the models were made of, as far as a digest or commit says which content it was. */
export function buildInputs({ models, datasets, stages }: Inventory): BuildInput[] {
  const inputs = new Map<string, BuildInput>();
  const add = (input: BuildInput) => inputs.set(JSON.stringify(input), input);
  for (const { bases, datasets: named } of models) {
    for (const { value } of bases)
      if (isHubCommit(value.reference))
        add({ kind: "hub-model", name: value.reference.name, commit: value.reference.revision.toLowerCase() });
    for (const { value } of named)
      if (isHubCommit(value)) add({ kind: "hub-dataset", name: value.name, commit: value.revision.toLowerCase() });
  }
  for (const { files } of datasets)
    for (const { path, sha256, md5 } of files)
      if (sha256 !== undefined || md5 !== undefined)
        add({ kind: "data", path, ...(sha256 === undefined ? {} : { sha256 }), ...(md5 === undefined ? {} : { md5 }) });
  for (const { path, md5 } of stages.flatMap((stage) => stage.inputs))
    if (md5 !== undefined) add({ kind: "data", path, md5 });
  return [...inputs.values()];
}

function isHubCommit(reference: {
  name: string;
  revision?: string;
  url?: string;
}): reference is { name: string; revision: string } {
  return isCommit(reference.revision) && /^[\w.-]+\/[\w.-]+$/.test(reference.name);
}
