import { SigningError } from "../core/attestation";
import { shorten } from "../core/text";
import { SIGSTORE_AUDIENCE, type RekorEndpoint, type SigningEndpoints } from "./endpoints";
import { at, parsed, textAt } from "./json-answer";

/** Characters of a client trust config. That of the public instance has about 30,000. CWE-400. */
const MAX_CONFIG = 4 * 1024 * 1024;
/** Services of one kind that are looked at. CWE-400. */
const MAX_SERVICES = 64;

const SIGNING_CONFIG = "application/vnd.dev.sigstore.signingconfig.v0.2+json";

/** An instance of one's own: where to sign, and what to verify with. */
export interface TrustConfig {
  readonly endpoints: SigningEndpoints;
  /** The trusted root, as JSON; absent where the file is a bare signing config. */
  readonly trustedRoot?: string;
}

/**
 * Reads a `ClientTrustConfig` (https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_trustroot.proto), or the signing config
 * in it alone, v0.2. `name`: the file, for words. `now`: milliseconds since 1970. Throws `SigningError` of kind `configuration`.
 */
export function readTrustConfig(text: string, name: string, now: number): TrustConfig {
  if (text.length > MAX_CONFIG) throw wrong(name, `it is longer than ${MAX_CONFIG.toLocaleString("en-US")} characters`);
  const document = parsed(text.replace(/^\uFEFF/, ""));
  if (typeof document !== "object" || document === null || Array.isArray(document))
    throw wrong(name, "it is no JSON object");
  const config = at(document, "signingConfig") ?? document;
  const type = textAt(config, "mediaType");
  if (type !== SIGNING_CONFIG) {
    const found = type === undefined ? "names no media type" : `is of the type ${shorten(type, 200)}`;
    throw wrong(name, `its signing config ${found}; only ${SIGNING_CONFIG} is read`);
  }
  const fulcio = firstOf(servicesOf(config, "caUrls", name), [1], now);
  if (fulcio === undefined)
    throw wrong(name, "it names no certificate authority (caUrls) of API version 1 that is valid now");
  const rekor = wantedOf(config, "rekorTlogUrls", "rekorTlogConfig", [2, 1], name, now);
  const tsa = wantedOf(config, "tsaUrls", "tsaConfig", [1], name, now);
  const log = rekor && ({ url: rekor.url, version: rekor.version === 2 ? 2 : 1 } satisfies RekorEndpoint);
  if (log === undefined && tsa === undefined)
    throw wrong(
      name,
      "it names neither a log nor a timestamp authority, so nothing would prove when something was signed",
    );
  if (log?.version === 2 && tsa === undefined)
    throw wrong(name, "its log is a Rekor v2, which says no time, and it names no timestamp authority (tsaUrls)");
  const trustedRoot = at(document, "trustedRoot");
  return {
    endpoints: {
      name: `the Sigstore of ${name}`,
      fulcio: fulcio.url,
      ...(log === undefined ? {} : { rekor: log }),
      ...(tsa === undefined ? {} : { tsa: timestampAddress(tsa.url) }),
      audience: SIGSTORE_AUDIENCE,
    },
    ...(trustedRoot === undefined ? {} : { trustedRoot: JSON.stringify(trustedRoot) }),
  };
}

/** Signing configs name the whole address; a host alone means the path that the authority of Sigstore has. */
function timestampAddress(url: string): string {
  return new URL(url).pathname === "/" ? `${url}/api/v1/timestamp` : url;
}

interface Service {
  readonly url: string;
  readonly version: number;
  readonly operator: string;
  readonly start: number;
  readonly end: number;
}

function servicesOf(config: unknown, field: string, name: string): Service[] {
  const list = at(config, field) ?? [];
  if (!Array.isArray(list) || list.length > MAX_SERVICES)
    throw wrong(name, `its ${field} is no list of at most ${MAX_SERVICES} services`);
  return list.map((each) => serviceOf(each, field, name));
}

function serviceOf(value: unknown, field: string, name: string): Service {
  const url = textAt(value, "url") ?? "";
  const address = URL.canParse(url) ? new URL(url) : undefined;
  if (
    address === undefined ||
    !isSafe(address) ||
    address.username !== "" ||
    address.search !== "" ||
    address.hash !== ""
  )
    throw wrong(name, `a service of its ${field} has no address of https without user and query`);
  const version = at(value, "majorApiVersion");
  const start = dateAt(value, "start") ?? -Infinity;
  const end = dateAt(value, "end") ?? Infinity;
  if (Number.isNaN(start) || Number.isNaN(end)) throw wrong(name, `a service of its ${field} has a date that is none`);
  const operator = textAt(value, "operator") ?? "";
  return { url: url.replace(/\/+$/, ""), version: typeof version === "number" ? version : 0, operator, start, end };
}

/** A token goes there: over TLS, or not beyond this machine. */
function isSafe({ protocol, hostname }: URL): boolean {
  return protocol === "https:" || (protocol === "http:" && ["127.0.0.1", "[::1]", "localhost"].includes(hostname));
}

function dateAt(value: unknown, field: string): number | undefined {
  const date = at(value, "validFor", field);
  return date === undefined || date === null ? undefined : typeof date === "string" ? Date.parse(date) : NaN;
}

/** Of those that are valid now: the highest version, then the one that began last. */
function firstOf(services: readonly Service[], versions: readonly number[], now: number): Service | undefined {
  for (const version of versions) {
    const fit = services.filter((each) => each.version === version && each.start <= now && now <= each.end);
    fit.sort((a, b) => (a.start === b.start ? 0 : b.start - a.start));
    if (fit[0] !== undefined) return fit[0];
  }
  return undefined;
}

/** One service where the config wants one. `ALL` and `EXACT` of more than one are asked of nobody by us, so they are refused. */
function wantedOf(
  config: unknown,
  field: string,
  selectorField: string,
  versions: readonly number[],
  name: string,
  now: number,
): Service | undefined {
  const services = servicesOf(config, field, name);
  if (services.length === 0) return undefined;
  const selector = at(config, selectorField, "selector") ?? "ANY";
  const count = at(config, selectorField, "count");
  const valid = services.filter((each) => each.start <= now && now <= each.end);
  const operators = new Set(valid.map((each) => each.operator));
  const one =
    selector === "ANY" || (selector === "EXACT" && count === 1) || (selector === "ALL" && operators.size === 1);
  if (!one) throw wrong(name, `its ${selectorField} wants more than one service, and one is all that this tool asks`);
  const found = firstOf(services, versions, now);
  if (found === undefined)
    throw wrong(name, `none of its ${field} is valid now with an API version of ${versions.toSorted().join(" or ")}`);
  return found;
}

function wrong(name: string, why: string): SigningError {
  return new SigningError("configuration", `${name} is no Sigstore configuration to sign with: ${why}.`);
}
