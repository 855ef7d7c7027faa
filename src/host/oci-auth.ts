import { OciFailure, type OciRepository } from "../core/oci";
import { HttpFailure, serverOf, type HttpClient } from "../core/http";
import type { RegistryCredentials } from "./oci-credentials";

/** What the token is for. */
export type OciAction = "pull" | "pull,push";

/** Characters of a `WWW-Authenticate` header. CWE-770. */
const MAX_CHALLENGE = 8_192;
/** Bytes of a token service's answer. Real ones have some 5 kB. CWE-770. */
const MAX_TOKEN_BYTES = 256 * 1024;
/** Milliseconds for one token. CWE-400. */
const TOKEN_TIMEOUT_MS = 20_000;

export interface Challenge {
  readonly scheme: "bearer" | "basic";
  readonly realm?: string;
  readonly service?: string;
}

/** The first `Bearer` or `Basic` challenge of a `WWW-Authenticate` header (RFC 9110, 11.6.1). */
export function readChallenge(header: string | undefined): Challenge | undefined {
  const text = (header ?? "").slice(0, MAX_CHALLENGE);
  const scheme = /(?:^|,)\s*(bearer|basic)(?=\s|,|$)/i.exec(text);
  if (scheme === null) return undefined;
  const parameters = new Map<string, string>();
  for (const [, name, value] of text.slice(scheme.index).matchAll(/\b([a-z]+)="([^"]*)"/gi))
    if (!parameters.has(name!.toLowerCase())) parameters.set(name!.toLowerCase(), value!);
  const [realm, service] = [parameters.get("realm"), parameters.get("service")];
  return {
    scheme: scheme[1]!.toLowerCase() as Challenge["scheme"],
    ...(realm === undefined ? {} : { realm }),
    ...(service === undefined ? {} : { service }),
  };
}

/** Whether it is this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

/**
 * What to send to a registry that wants to know who asks: the value of `Authorization`, for this repository and action.
 *
 * A token service gets the registry's credentials, as Docker's clients do it: the registry that names it could ask for
 * them itself. It must be reached by https; by http only on this machine, for a registry on this machine, so that no registry
 * elsewhere makes us ask local services. Throws `OciFailure`.
 */
export async function authorize(
  http: HttpClient,
  challenge: Challenge | undefined,
  place: OciRepository,
  action: OciAction,
  credentials: RegistryCredentials | undefined,
): Promise<string> {
  const basic =
    credentials === undefined
      ? undefined
      : `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`, "utf8").toString("base64")}`;
  if (challenge === undefined)
    throw new OciFailure("refused", `${place.registry} wants credentials in a way that is not known here`);
  if (challenge.scheme === "basic") {
    if (basic === undefined) throw new OciFailure("refused", `${place.registry} wants a user and a password`);
    return basic;
  }
  const address = realmOf(challenge, place);
  if (challenge.service !== undefined) address.searchParams.set("service", challenge.service);
  address.searchParams.set("scope", `repository:${place.repository}:${action}`);
  const answer = await askForToken(http, address, basic);
  return `Bearer ${tokenOf(answer, address.host)}`;
}

function realmOf({ realm }: Challenge, { registry }: OciRepository): URL {
  if (realm === undefined || !URL.canParse(realm))
    throw new OciFailure("malformed", `${registry} names no address for tokens`);
  const address = new URL(realm);
  const local = isLoopback(address.hostname) && isLoopback(new URL(`http://${registry}/`).hostname);
  if (address.username !== "" || address.password !== "")
    throw new OciFailure("malformed", `${registry} names an address for tokens with a user in it`);
  if (address.protocol !== "https:" && !(local && address.protocol === "http:"))
    throw new OciFailure("refused", `${registry} names ${address.host} for tokens, which is not reached by https`);
  return address;
}

async function askForToken(http: HttpClient, address: URL, basic: string | undefined): Promise<Uint8Array> {
  const server = serverOf(address.href);
  try {
    const { status, body } = await http.request({
      method: "GET",
      url: address.href,
      headers: { accept: "application/json", ...(basic === undefined ? {} : { authorization: basic }) },
      maxBytes: MAX_TOKEN_BYTES,
      timeoutMs: TOKEN_TIMEOUT_MS,
    });
    if (status === 200) return body;
    if (status === 429 || status >= 500)
      throw new OciFailure("unavailable", `${server} gave no token (status ${status})`);
    throw new OciFailure("refused", `${server} gave no token (status ${status})`);
  } catch (error) {
    if (error instanceof HttpFailure) throw new OciFailure("unavailable", error.message);
    throw error;
  }
}

/** A token goes into a header: what would end that is none. Its text is never shown. */
function tokenOf(body: Uint8Array, server: string): string {
  try {
    const { token, access_token: other } = JSON.parse(Buffer.from(body).toString("utf8")) as Record<string, unknown>;
    const found = token ?? other;
    if (typeof found === "string" && /^[\x21-\x7e]+$/.test(found)) return found;
  } catch {
    // The same words as for an answer without a token.
  }
  throw new OciFailure("malformed", `${server} answered, but with no token`);
}
