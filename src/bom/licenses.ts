import { LicenseExpression, NamedLicense, SpdxLicense, type License } from "@cyclonedx/cyclonedx-library/Models";
import { fixupSpdxId, isSupportedSpdxId } from "@cyclonedx/cyclonedx-library/SPDX";
import { addressOf } from "./address";
import { MAX_LIST_LENGTH, oneLine } from "./clean";

/** A licence as a document says it. */
export interface SaidLicense {
  readonly value: string;
  readonly url?: string;
}

/**
 * SPDX ids, one expression, or names with their address, each once and in the order said. An expression stands alone in
 * CycloneDX 1.6; beside other licences it is a name.
 */
export function licensesOf(said: readonly SaidLicense[]): License[] {
  const distinct = new Map<string, SaidLicense>();
  for (const { value, url } of said.slice(0, MAX_LIST_LENGTH)) {
    const name = oneLine(value);
    const known = distinct.get(name);
    if (name !== "" && known?.url === undefined)
      distinct.set(name, { value: name, ...(url === undefined ? {} : { url }) });
  }
  const all = [...distinct.values()];
  return all.map((each) => licenseOf(each, all.length === 1));
}

function licenseOf({ value, url }: SaidLicense, alone: boolean): License {
  const id = spdxId(value);
  const address = url === undefined ? undefined : addressOf(url);
  const options = address === undefined ? {} : { url: address };
  if (id !== undefined) return new SpdxLicense(id, options);
  const expression = alone ? spdxExpression(value) : undefined;
  return expression === undefined ? new NamedLicense(value, options) : new LicenseExpression(expression);
}

/** The id as the SPDX list spells it. The library looks in a plain object, which knows `constructor` too. */
export function spdxId(text: string): string | undefined {
  const id: unknown = fixupSpdxId(text);
  return typeof id === "string" && isSupportedSpdxId(id) ? id : undefined;
}

/** An SPDX expression (SPDX 2.3, annex D) with ids as the list spells them; absent for what is none. */
export function spdxExpression(text: string): string | undefined {
  const tokens = text.match(/[()]|[^\s()]+/g) ?? [];
  const out: string[] = [];
  let depth = 0;
  let wanted = true; // an id or `(` has to come next
  for (const token of tokens) {
    if (token === "(" && wanted) depth++;
    else if (token === ")" && !wanted && depth > 0) depth--;
    else if (/^(AND|OR|WITH)$/.test(token) && !wanted) wanted = true;
    else {
      const id = wanted ? elementOf(token) : undefined;
      if (id === undefined) return undefined;
      out.push(id);
      wanted = false;
      continue;
    }
    out.push(token);
  }
  if (wanted || depth !== 0 || out.length < 3) return undefined;
  return out.join(" ").replaceAll("( ", "(").replaceAll(" )", ")");
}

function elementOf(token: string): string | undefined {
  if (/^(DocumentRef-[A-Za-z0-9.-]+:)?LicenseRef-[A-Za-z0-9.-]+$/.test(token)) return token;
  return spdxId(token) ?? (token.endsWith("+") && spdxId(token.slice(0, -1)) !== undefined ? token : undefined);
}
