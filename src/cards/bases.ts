import type { BaseRelation, CardFact, Reference, Source } from "../core/card-facts";
import { hubRepository, isHubId, isShortHubId } from "../core/hub-name";
import { plainName, webAddress } from "./plain-text";

export interface BaseNamed {
  /** As the document says it. */
  readonly name: string;
  readonly revision?: string | undefined;
  readonly relation: BaseRelation;
  readonly at: Source;
  /** Names without an organisation count: the member is there to name the base and nothing else. */
  readonly short?: boolean;
}

/**
 * The base that a document names: a repository of the hub or an address. A path of the author's machine is no
 * reference, and becomes the property `local-base`.
 */
export function* baseFacts({ name: written, revision, relation, at, short = false }: BaseNamed): Generator<CardFact> {
  const name = plainName(written);
  if (name === undefined || name === "." || name === "./") return;
  const url = webAddress(name);
  const pinned = revision === undefined ? undefined : plainName(revision);
  const version = pinned === undefined ? {} : { revision: pinned };
  const reference: Reference | undefined =
    url !== undefined
      ? { name: hubRepository(url)?.id ?? url, url, ...version }
      : isHubId(name) || (short && isShortHubId(name))
        ? { name, ...version }
        : undefined;
  if (reference !== undefined) yield { kind: "base", at, reference, relation };
  else if (!/:\/\//.test(name)) yield { kind: "property", at, name: "local-base", value: name };
}
