import { SigningError } from "../core/attestation";
import { at, parsed } from "./json-answer";
import { quoted } from "./redact";

/** Brings an OIDC token for an audience. Throws `SigningError`, or anything whose message is shown without secrets. */
export type GetIdToken = (audience: string) => Promise<string>;

/** Characters of a token. GitHub's have about 1,500; HTTP servers take no header above 8 to 16 KiB. CWE-400. */
const MAX_TOKEN = 32 * 1024;

/** Who a token speaks for. The token itself comes out by `reveal` only: printed or put into JSON, it shows nothing. */
export class IdToken {
  readonly #token: string;

  constructor(
    token: string,
    /** What the token claims, by name. */
    readonly claims: ReadonlyMap<string, unknown>,
    /** What Fulcio wants signed as proof that the key is ours: the e-mail address, else `sub`. */
    readonly subject: string,
  ) {
    this.#token = token;
  }

  /** The token, to be sent to the service it is for, and nowhere else. */
  reveal(): string {
    return this.#token;
  }

  toString(): string {
    return "an ID token";
  }

  toJSON(): string {
    return this.toString();
  }

  /** Where the token had its time, in words; undefined where it has not ended at `now` (milliseconds) or does not say. */
  expiry(now: number): string | undefined {
    const end = this.claims.get("exp");
    if (typeof end !== "number" || !Number.isFinite(end) || end * 1000 > now || end < 0) return undefined;
    return `the token expired at ${new Date(end * 1000).toISOString()}, ${Math.round(now / 1000 - end)} s ago`;
  }
}

/** Asks for a token and reads its claims. Throws `SigningError`, never with a part of the token. */
export async function requestIdToken(getIdToken: GetIdToken, audience: string): Promise<IdToken> {
  let token: string;
  try {
    token = await getIdToken(audience);
  } catch (error) {
    if (error instanceof SigningError) throw error;
    const said = quoted(error instanceof Error ? error.message : String(error));
    throw new SigningError("outage", `There is no ID token to sign with: ${said}. Nothing was signed.`);
  }
  return readIdToken(token);
}

/** The claims of a JSON Web Token (RFC 7519), without a check of its signature: Fulcio does that. */
export function readIdToken(token: string): IdToken {
  if (typeof token !== "string" || token === "") throw unreadable("it is empty");
  if (token.length > MAX_TOKEN) throw unreadable(`it is longer than ${MAX_TOKEN.toLocaleString("en-US")} characters`);
  const parts = token.split(".");
  if (parts.length !== 3) throw unreadable(`it has ${parts.length} parts instead of three`);
  const payload = parsed(Buffer.from(parts[1]!, "base64url"));
  if (typeof payload !== "object" || payload === null || Array.isArray(payload))
    throw unreadable("its second part is no JSON object");
  return new IdToken(token, new Map(Object.entries(payload)), subjectOf(payload));
}

function subjectOf(payload: object): string {
  const email = at(payload, "email");
  if (typeof email === "string" && email !== "") {
    const verified = at(payload, "email_verified");
    if (verified !== true && verified !== "true") throw unreadable("its issuer has not verified the e-mail address");
    return email;
  }
  const subject = at(payload, "sub");
  if (typeof subject !== "string" || subject === "") throw unreadable("it names no subject");
  return subject;
}

function unreadable(why: string): SigningError {
  return new SigningError("configuration", `The ID token cannot be used: ${why}. Nothing was signed.`);
}
