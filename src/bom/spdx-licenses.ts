import type { CardFact } from "../core/card-facts";
import { addressOf } from "./address";
import { byCodePoint } from "../core/order";
import { MAX_LIST_LENGTH, oneLine } from "./clean";
import { spdxExpression, spdxId } from "./licenses";
import { shortDigest, slug } from "./spdx-ids";
import type { SpdxExtractedLicense } from "./spdx-types";

/** Licences that SPDX's list does not have, gathered while a document is written. */
export class ExtractedLicenses {
  readonly #found = new Map<string, SpdxExtractedLicense>();

  /** An expression of what the documents of one thing declare; `NOASSERTION` where they say none. Several are all of them. */
  declared(facts: readonly CardFact[]): string {
    const said = new Map<string, string | undefined>();
    for (const fact of facts) {
      const name = fact.kind === "license" ? oneLine(fact.value) : "";
      if (fact.kind === "license" && name !== "") said.set(name, said.get(name) ?? fact.url);
    }
    const all = [...said].slice(0, MAX_LIST_LENGTH).map(([name, url]) => this.#expression(name, url));
    const distinct = [...new Set(all)].sort(byCodePoint);
    if (distinct.length < 2) return distinct[0] ?? "NOASSERTION";
    return distinct.map((each) => (each.includes(" ") ? `(${each})` : each)).join(" AND ");
  }

  list(): SpdxExtractedLicense[] {
    return [...this.#found.values()].sort((a, b) => byCodePoint(a.licenseId, b.licenseId));
  }

  #expression(name: string, url: string | undefined): string {
    const known = spdxId(name) ?? spdxExpression(name);
    // References of a card point into a document that is not this one.
    if (known !== undefined && !known.includes("Ref-")) return known;
    const licenseId = `LicenseRef-${slug(name)}-${shortDigest(name)}`;
    const address = url === undefined ? undefined : addressOf(url);
    this.#found.set(licenseId, {
      licenseId,
      name,
      extractedText: `The model's documents say "${name}". The text of the licence was not read.`,
      ...(address === undefined ? {} : { seeAlsos: [address] }),
    });
    return licenseId;
  }
}
