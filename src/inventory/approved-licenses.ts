import { spdxId } from "../cards/licenses";
import type { Source } from "../core/card-facts";
import type { Inventory, InventoryFact, InventoryModel } from "../core/inventory";
import type { Policy } from "../core/policy";
import { factsOf } from "./document-facts";
import { licenseKey, isSaidLicense } from "../core/license-words";
import { placeOf } from "./wanted-evidence";

/** Parts of one expression. The longest of real models have some ten; more is held for a name. CWE-674. */
const MAX_TOKENS = 200;

/** How SPDX names its exceptions (https://spdx.org/licenses/exceptions-index.html). `Commons-Clause` is none: it takes rights away. */
const GIVES_RIGHTS = /(?:^|-)exception(?:-|$)|^Linux-syscall-note$/i;

type LicenseFact = InventoryFact & { readonly kind: "license" };

export interface UnapprovedLicense {
  readonly fact: LicenseFact;
  readonly at: Source;
  readonly model: InventoryModel;
}

/**
 * What the licences of an inventory's models are that the policy does not let in. Every licence that a document says of a model has
 * to be allowed by every list, and none may be denied. A tokenizer alone needs none, but may have none that is denied.
 */
export function unapprovedLicenses({ models }: Inventory, policy: Policy["licenses"]): UnapprovedLicense[] {
  if (policy.allow.length + policy.deny.length === 0) return [];
  const lists = policy.allow.map(keysOf);
  const denied = keysOf(policy.deny);
  return models.flatMap((model) => {
    const told = (fact: Pick<LicenseFact, "why" | "license">, at: Source): UnapprovedLicense => {
      return { fact: { kind: "license", path: model.path, ...fact }, at, model };
    };
    const said = factsOf(model.facts, "license").filter(({ value }) => isSaidLicense(value));
    if (said.length === 0)
      return lists.length === 0 || model.kind === "tokenizer" ? [] : [told({ why: "unsaid" }, placeOf(model))];
    const once = new Map(said.map((fact) => [keyOf(fact.value), fact] as const).reverse());
    return [...once.values()].reverse().flatMap(({ value, at }) => {
      if (namesAny(value, denied)) return [told({ why: "denied", license: value }, at)];
      return lists.every((keys) => isAllowed(value, keys)) ? [] : [told({ why: "not-allowed", license: value }, at)];
    });
  });
}

const keyOf = (name: string): string => licenseKey(spdxId(name) ?? name);
const keysOf = (names: readonly string[]): ReadonlySet<string> => new Set(names.map(keyOf));

/** Whether a licence, or any part of an expression, is one of these. */
function namesAny(text: string, keys: ReadonlySet<string>): boolean {
  return keys.has(keyOf(text)) || tokensOf(text).some((token) => token !== "" && keys.has(keyOf(token)));
}

/** Of `A OR B` one is enough, of `A AND B` all have to be. What is no expression is one name. */
function isAllowed(text: string, keys: ReadonlySet<string>): boolean {
  if (keys.has(keyOf(text))) return true;
  const tokens = tokensOf(text);
  return tokens.length > 2 && tokens.length <= MAX_TOKENS && new Expression(tokens, keys).holds();
}

function tokensOf(text: string): string[] {
  return text.match(/[()]|[^\s()]+/g) ?? [];
}

/** An SPDX expression (SPDX 2.3, annex D), evaluated as it is read. An exception gives rights, so its licence alone counts; what is none has to be listed as a whole. */
class Expression {
  private at = 0;
  private broken = false;

  constructor(
    private readonly tokens: readonly string[],
    private readonly keys: ReadonlySet<string>,
  ) {}

  /** False as well for what is no expression. */
  holds(): boolean {
    const holds = this.either();
    return holds && !this.broken && this.at === this.tokens.length;
  }

  private either(): boolean {
    let holds = this.both();
    while (this.takes("OR")) holds = this.both() || holds;
    return holds;
  }

  private both(): boolean {
    let holds = this.one();
    while (this.takes("AND")) holds = this.one() && holds;
    return holds;
  }

  private one(): boolean {
    if (this.takes("(")) {
      const holds = this.either();
      if (!this.takes(")")) this.broken = true;
      return holds;
    }
    const token = this.tokens[this.at++];
    if (token === undefined || /^(?:and|or|with|\(|\))$/i.test(token)) this.broken = true;
    if (this.takes("WITH") && !GIVES_RIGHTS.test(this.tokens[this.at++] ?? "")) this.broken = true;
    return token !== undefined && this.keys.has(keyOf(token));
  }

  private takes(word: string): boolean {
    const found = this.tokens[this.at]?.toUpperCase() === word;
    if (found) this.at++;
    return found;
  }
}
