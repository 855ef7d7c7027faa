import { ComponentType, ExternalReferenceType } from "@cyclonedx/cyclonedx-library/Enums";
import {
  ExternalReference,
  ExternalReferenceRepository,
  PropertyRepository,
} from "@cyclonedx/cyclonedx-library/Models";
import type { Reference, Said, Source } from "../core/card-facts";
import { byCodePoint } from "../core/order";
import { addressOf } from "./address";
import { oneLine } from "./clean";
import { occurrencesOf } from "./facts";
import { MlComponent } from "./model/component";
import { asModels, propertiesOf } from "./properties";
import { isCommit } from "../core/commit";
import { huggingFacePurl, ociPurl, pageOf } from "./purls";
import { refOf } from "./refs";

/** A model that is served by address, with every place that names it. */
export interface ServedModel {
  /** As the manifests write it. */
  readonly address: string;
  readonly reference: Reference;
  readonly places: readonly Source[];
}

/** `hf://org/name:revision`, as KServe writes the revision; the hub has no colons in names. */
const KSERVE_HUB = /^hf:\/\/([^:@]+)[:@]([^:@]+)$/;
const OCI = /^oci:\/\/([^@]+)@(sha256:[0-9a-f]{64})$/;

/** Each address once, in the order of code points. */
export function servedModels(served: readonly Said<Reference>[]): ServedModel[] {
  const places = new Map<string, Source[]>();
  for (const { value, at } of served) {
    const known = places.get(value.url ?? value.name);
    if (known === undefined) places.set(value.url ?? value.name, [at]);
    else known.push(at);
  }
  return [...places.keys()]
    .sort(byCodePoint)
    .map((address) => ({ address, reference: referenceOf(address), places: places.get(address)! }));
}

function referenceOf(address: string): Reference {
  const [, name, revision] = KSERVE_HUB.exec(address) ?? [];
  return name === undefined || revision === undefined ? { name: address } : { name: `hf://${name}`, revision };
}

/** What tells a version for ever: the hub's commit, or the digest of an image that a model is packed into. */
export function servedPurl({ address, reference }: ServedModel): string | undefined {
  const [, name, digest] = OCI.exec(address) ?? [];
  return name === undefined ? huggingFacePurl(reference) : ociPurl(name, digest);
}

/** The address for people and tools; absent where it is none that leads anywhere from outside (`pvc://`). */
export function servedPage({ reference }: ServedModel): string | undefined {
  return pageOf("model", reference);
}

/** Models that are not in this repository: it deploys them by their address. */
export function servedOf(served: readonly Said<Reference>[]): MlComponent[] {
  return servedModels(served).map((model) => {
    const { address, reference, places } = model;
    const { revision } = reference;
    const [purl, page] = [servedPurl(model), servedPage(model)];
    const component = new MlComponent(ComponentType.MachineLearningModel, oneLine(address) || "?", {
      bomRef: refOf("served", address),
      ...(isCommit(revision) ? { version: revision.toLowerCase() } : {}),
      ...(purl === undefined ? {} : { purl }),
      externalReferences: new ExternalReferenceRepository(
        page === undefined ? [] : [new ExternalReference(page, ExternalReferenceType.Distribution)],
      ),
      properties: new PropertyRepository(
        asModels(
          propertiesOf([
            ["use", "served"],
            ["address", addressOf(address) === page ? undefined : address],
            ["revision", revision],
            ["pinned", isCommit(revision) ? "commit" : purl === undefined ? "no" : "digest"],
          ]),
        ),
      ),
    });
    component.isExternal = true;
    component.seen = { occurrences: occurrencesOf(places) };
    return component;
  });
}
