import { SigningError } from "../core/attestation";
import {
  HttpFailure,
  serverOf,
  waitAskedFor,
  type HttpAnswer,
  type HttpClient,
  type HttpFailureKind,
} from "../core/http";
import { parsed, textAt } from "./json-answer";
import { quoted } from "./redact";

/** Milliseconds of one request. Fulcio and Rekor answer within 1 to 5 s; a log's batch may take 15. CWE-400. */
const REQUEST_TIMEOUT_MS = 25_000;
/** The first try and three more: outages of a second pass, those of an hour do not. */
const MAX_ATTEMPTS = 4;
/** Milliseconds until no new try begins, all waits included. CWE-400. */
const MAX_TOTAL_MS = 120_000;
/** Milliseconds before the second try; each further wait is twice as long. */
const FIRST_WAIT_MS = 1_000;
/** Milliseconds that a service's `Retry-After` may make us wait. A job that waits an hour costs more than it gains. CWE-400. */
const MAX_WAIT_MS = 20_000;

/** The world as the signing clients see it; all but `http` for tests. */
export interface Network {
  readonly http: HttpClient;
  /** Milliseconds of one request. */
  readonly timeoutMs?: number;
  readonly sleep?: (milliseconds: number) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

export interface ServiceRequest {
  /** For words: `Fulcio`, `The timestamp authority`. */
  readonly service: string;
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly maxBytes: number;
  /** Statuses beside 2xx that are an answer to the caller. */
  readonly accept?: readonly number[];
  /** What must not come back in a message. */
  readonly secrets?: readonly string[];
  /** What a failure means, as a sentence; default: nothing was signed. */
  readonly undone?: string;
}

/**
 * Asks a service, again where that may help: no answer, 408, 429 and 5xx. Throws `SigningError`: `outage` where tries are used up,
 * `refused` where it says no, `configuration` where there is no such service at this address.
 */
export async function ask(network: Network, request: ServiceRequest): Promise<HttpAnswer> {
  const now = network.now ?? Date.now;
  const sleep = network.sleep ?? ((milliseconds) => new Promise((done) => setTimeout(done, milliseconds)));
  const deadline = now() + MAX_TOTAL_MS;
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await once(network, request);
    if ("answer" in outcome) return outcome.answer;
    const wait = outcome.retryAfter ?? FIRST_WAIT_MS * 2 ** (attempt - 1);
    if (!outcome.again) throw new SigningError(outcome.kind, sentence(request, outcome.reason, outcome.kind));
    if (attempt === MAX_ATTEMPTS || wait > MAX_WAIT_MS || now() + wait > deadline) {
      const asked = wait > MAX_WAIT_MS ? `; it asks to wait ${Math.ceil(wait / 1000)} s` : "";
      const tries = attempt === 1 ? "" : ` (tried ${attempt} times)`;
      throw new SigningError("outage", sentence(request, outcome.reason + asked + tries, "outage"));
    }
    await sleep(wait);
  }
}

type Outcome =
  | { readonly answer: HttpAnswer }
  | {
      readonly kind: SigningError["kind"];
      readonly reason: string;
      readonly again: boolean;
      readonly retryAfter?: number;
    };

async function once(network: Network, request: ServiceRequest): Promise<Outcome> {
  const { method, url, headers, body, maxBytes } = request;
  try {
    const answer = await network.http.request({
      method,
      url,
      headers: { accept: "application/json", ...headers },
      ...(body === undefined ? {} : { body }),
      maxBytes,
      timeoutMs: network.timeoutMs ?? REQUEST_TIMEOUT_MS,
    });
    const good = (answer.status >= 200 && answer.status < 300) || request.accept?.includes(answer.status) === true;
    return good ? { answer } : refusal(answer, request, network);
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    const kind = error.kind === "address" ? "configuration" : "outage";
    return { kind, reason: quoted(error.message, request.secrets), again: PASSING.has(error.kind) };
  }
}

/** Failures that another try may not meet. */
const PASSING: ReadonlySet<HttpFailureKind> = new Set(["connection", "dns", "refused", "timeout", "truncated"]);

function refusal(answer: HttpAnswer, request: ServiceRequest, network: Network): Outcome {
  const { status } = answer;
  const said = textAt(parsed(answer.body), "message");
  const words = said === undefined ? "" : quoted(said, request.secrets);
  const reason = `status ${status}${words === "" ? "" : `, "${words}"`}`;
  if (status === 408 || status === 429 || status >= 500) {
    const retryAfter = waitAskedFor(answer.headers.get("retry-after"), (network.now ?? Date.now)());
    return { kind: "outage", reason, again: true, ...(retryAfter === undefined ? {} : { retryAfter }) };
  }
  const elsewhere = status === 404 || status === 405 || (status >= 300 && status < 400);
  return { kind: elsewhere ? "configuration" : "refused", reason, again: false };
}

const UNDONE = "Nothing was signed.";
const NEXT: Readonly<Record<SigningError["kind"], string>> = {
  outage: " Try again later.",
  refused: "",
  configuration: " Is the address right?",
};

function sentence(
  { service, url, undone = UNDONE }: ServiceRequest,
  reason: string,
  kind: SigningError["kind"],
): string {
  const verb = kind === "refused" ? "refused" : "failed";
  return `${service} at ${serverOf(url)} ${verb}: ${reason}. ${undone}${NEXT[kind]}`;
}

/** An answer that came whole and is not what the service's API says: nothing can be built on it. */
export function brokenAnswer(service: string, url: string, what: string, undone = UNDONE): SigningError {
  return new SigningError(
    "outage",
    `${service} at ${serverOf(url)} answered with what cannot be used: ${what}. ${undone}`,
  );
}
