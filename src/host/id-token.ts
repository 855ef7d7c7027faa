import { SigningError } from "../core/attestation";
import { HttpFailure, serverOf, type HttpAnswer, type HttpClient } from "../core/http";
import type { Env } from "./git";

/** Milliseconds of one request: the runner's service answers in less than one second. CWE-400. */
const TIMEOUT_MS = 20_000;
/** Bytes of its answer: a token has about 1,500. CWE-400. */
const MAX_ANSWER_BYTES = 64 * 1024;
/** The first try and three more. */
const MAX_ATTEMPTS = 4;
const FIRST_WAIT_MS = 500;

export interface IdTokenOptions {
  readonly env: Env;
  readonly http: HttpClient;
  /** Told every token before anyone else has it: the job's log hides it from there on. */
  readonly mask: (secret: string) => void;
  readonly sleep?: (milliseconds: number) => Promise<void>;
  readonly timeoutMs?: number;
}

/** Whether the job may ask for ID tokens: it has `id-token: write`. */
export function hasIdTokens(env: Env): boolean {
  return Boolean(env["ACTIONS_ID_TOKEN_REQUEST_URL"]) && Boolean(env["ACTIONS_ID_TOKEN_REQUEST_TOKEN"]);
}

/**
 * Asks the runner for an ID token
 * (https://docs.github.com/actions/reference/security/oidc). The function throws `SigningError`; no message has a token or what a service said.
 */
export function createIdTokenSource(options: IdTokenOptions): (audience: string) => Promise<string> {
  const { env, http, mask, timeoutMs = TIMEOUT_MS } = options;
  const sleep = options.sleep ?? ((milliseconds) => new Promise((done) => setTimeout(done, milliseconds)));
  return async (audience) => {
    const [address = "", bearer = ""] = [env["ACTIONS_ID_TOKEN_REQUEST_URL"], env["ACTIONS_ID_TOKEN_REQUEST_TOKEN"]];
    if (address === "" || bearer === "") throw new SigningError("configuration", NO_PERMISSION);
    if (!URL.canParse(address))
      throw new SigningError("configuration", "ACTIONS_ID_TOKEN_REQUEST_URL is no address, so there is no ID token.");
    const url = new URL(address);
    url.searchParams.set("audience", audience);
    const headers = { accept: "application/json", authorization: `Bearer ${bearer}` };
    mask(bearer);
    for (let attempt = 1; ; attempt += 1) {
      const answer = await http
        .request({ method: "GET", url: url.href, headers, maxBytes: MAX_ANSWER_BYTES, timeoutMs })
        .catch((error: unknown) => {
          if (error instanceof HttpFailure) return error;
          throw new SigningError("outage", failed(url, "the request failed"));
        });
      const reason = whyAgain(answer, url);
      if (reason === undefined) return tokenIn(answer as HttpAnswer, url, mask);
      if (attempt === MAX_ATTEMPTS)
        throw new SigningError("outage", failed(url, `${reason} (tried ${MAX_ATTEMPTS} times)`));
      await sleep(FIRST_WAIT_MS * 2 ** (attempt - 1));
    }
  };
}

/** Why another try may help; undefined for an answer that another try would not change. */
function whyAgain(answer: HttpAnswer | HttpFailure, url: URL): string | undefined {
  if (answer instanceof HttpFailure) {
    if (answer.kind === "address") throw new SigningError("configuration", failed(url, answer.message));
    return answer.message;
  }
  const { status } = answer;
  return status === 408 || status === 429 || status >= 500 ? `status ${status}` : undefined;
}

function tokenIn({ status, body }: HttpAnswer, url: URL, mask: (secret: string) => void): string {
  if (status === 401 || status === 403)
    throw new SigningError(
      "refused",
      failed(url, `status ${status}; the job's request token has expired or may not ask`),
    );
  if (status !== 200) throw new SigningError("refused", failed(url, `status ${status}`));
  const token = valueIn(body);
  if (token === undefined || token === "") throw new SigningError("outage", failed(url, "its answer holds no token"));
  mask(token);
  return token;
}

function valueIn(body: Uint8Array): string | undefined {
  try {
    const answer: unknown = JSON.parse(Buffer.from(body).toString("utf8"));
    const value = typeof answer === "object" && answer !== null ? (answer as { value?: unknown }).value : undefined;
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}

function failed(url: URL, reason: string): string {
  return `GitHub's service for ID tokens at ${serverOf(url.href)} failed: ${reason}. Nothing was signed.`;
}

const NO_PERMISSION =
  "Signing needs an ID token, and this job may not ask for one. Add to the job in the workflow:\n    permissions:\n      id-token: write";
