import {
  HttpFailure,
  serverOf,
  waitAskedFor,
  type HttpAnswer,
  type HttpClient,
  type HttpFailureKind,
} from "../core/http";
import type { ApiLimits } from "./api-limits";

/** What a request to the API ended as, where it is no answer to the question. */
export class ApiFailure extends Error {
  override readonly name = "ApiFailure";
  constructor(
    message: string,
    /** The status, where the server gave one. */
    readonly status?: number,
  ) {
    super(message);
  }
}

/** An answer that cannot be one: no JSON, or of another shape. */
export class WrongAnswer extends Error {
  override readonly name = "WrongAnswer";
}

export interface ApiMachine {
  readonly http: HttpClient;
  /** Milliseconds from any fixed point. */
  readonly clock: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly limits: ApiLimits;
}

/** Where another try may help. What the network, a proxy or a certificate refuses stays refused. */
const PASSING: ReadonlySet<HttpFailureKind> = new Set([
  "connection",
  "dns",
  "refused",
  "timeout",
  "truncated",
  "encoding",
]);
const PASSING_STATUS: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);
/** Characters of a server's own words that are passed on. */
const MAX_WORDS = 200;

/** Why a try failed. */
interface Miss {
  readonly words: string;
  readonly status?: number;
  /** Times that this kind of failure is tried. */
  readonly attempts: number;
  /** Milliseconds that the server asks to wait. */
  readonly wait?: number;
}

/** Requests to the API that share a deadline, a pause that the server asks for, and a bound for what they bring. */
export class ApiRequests {
  private pausedUntil = -Infinity;
  private bytes = 0;
  readonly server: string;

  constructor(
    private readonly base: string,
    private readonly machine: ApiMachine,
    private readonly deadline: number,
  ) {
    this.server = serverOf(base);
  }

  /**
   * Asks until there is an answer that `read` takes; it gets the JSON and its text, and throws `WrongAnswer`. Throws
   * `ApiFailure` where there is none in time.
   */
  async json<T>(path: string, body: unknown, maxBytes: number, read: (value: unknown, text: string) => T): Promise<T> {
    const { clock, sleep, limits, random } = this.machine;
    let miss: Miss | undefined;
    for (let tries = 1; ; tries++) {
      await this.pause(miss);
      const outcome = await this.attempt(path, body, maxBytes, read);
      if ("value" in outcome) return outcome.value;
      ({ miss } = outcome);
      if (tries >= miss.attempts) throw this.failure(miss, tries);
      const backOff = limits.backOffMs * 2 ** (tries - 1) * (0.5 + random());
      const wait = backOff + (miss.wait ?? 0);
      if (miss.wait !== undefined) this.pausedUntil = Math.max(this.pausedUntil, clock() + miss.wait);
      if (clock() + wait >= this.deadline) throw this.failure(miss, tries, miss.wait);
      await sleep(wait);
    }
  }

  /** Waits while the server wants to be left alone, which counts for all requests. */
  private async pause(miss: Miss | undefined): Promise<void> {
    const { clock, sleep } = this.machine;
    const wait = this.pausedUntil - clock();
    if (this.pausedUntil >= this.deadline)
      throw new ApiFailure(`${this.server} asks to wait longer than a look-up may take${lastTry(miss)}`);
    if (wait > 0) await sleep(wait);
    if (clock() >= this.deadline) throw new ApiFailure(`${this.tooLong()}${lastTry(miss)}`);
  }

  private async attempt<T>(
    path: string,
    body: unknown,
    maxBytes: number,
    read: (value: unknown, text: string) => T,
  ): Promise<{ readonly value: T } | { readonly miss: Miss }> {
    const { http, clock, limits } = this.machine;
    if (this.bytes >= limits.totalBytes)
      throw new ApiFailure(`${this.server} gave more than ${limits.totalBytes.toLocaleString("en-US")} bytes`);
    let answer: HttpAnswer;
    try {
      answer = await http.request({
        method: body === undefined ? "GET" : "POST",
        url: `${this.base}${path}`,
        headers: { accept: "application/json", ...(body === undefined ? {} : { "content-type": "application/json" }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        maxBytes,
        timeoutMs: Math.min(limits.requestMs, this.deadline - clock()),
      });
    } catch (error) {
      return { miss: missOf(error, limits) };
    }
    this.bytes += answer.body.length;
    if (answer.status !== 200) return { miss: this.refused(answer) };
    try {
      const text = decode(answer.body);
      return { value: read(parse(text), text) };
    } catch (error) {
      if (!(error instanceof WrongAnswer)) throw error;
      const words = `the answer of ${this.server} makes no sense: ${error.message}`;
      return { miss: { words, attempts: limits.attemptsAtSense } };
    }
  }

  private refused(answer: HttpAnswer): Miss {
    const { status } = answer;
    const passing = PASSING_STATUS.has(status);
    const wait = passing ? retryAfter(answer.headers) : undefined;
    const redirect = status >= 300 && status < 400 ? ", a redirect, which is not followed" : "";
    return {
      words: `${this.server} answered with status ${status}${redirect}${passing ? "" : wordsOf(answer)}`,
      status,
      attempts: passing ? this.machine.limits.attempts : 1,
      ...(wait === undefined ? {} : { wait }),
    };
  }

  private failure({ words, status }: Miss, tries: number, wait?: number): ApiFailure {
    const asked =
      wait === undefined ? "" : ` and asks to wait ${Math.ceil(wait / 1000)} s, longer than a look-up may take`;
    return new ApiFailure(`${words}${asked}${tries > 1 ? ` (tried ${tries} times)` : ""}`, status);
  }

  private tooLong(): string {
    return `${this.server} gave no whole answer within the ${this.machine.limits.totalMs / 1000} s that a look-up may take`;
  }
}

const lastTry = (miss: Miss | undefined) => (miss === undefined ? "" : `; the last try: ${miss.words}`);

function missOf(error: unknown, limits: ApiLimits): Miss {
  if (!(error instanceof HttpFailure)) return { words: "the request failed for a reason unknown", attempts: 1 };
  return { words: error.message, attempts: PASSING.has(error.kind) ? limits.attempts : 1 };
}

function decode(body: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw new WrongAnswer("it is no UTF-8");
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new WrongAnswer(text.trim() === "" ? "it is empty" : "it is no whole JSON");
  }
}

/** What the server says itself: `{"code":3,"message":"Invalid ecosystem."}`. */
function wordsOf({ body }: HttpAnswer): string {
  try {
    const said = (JSON.parse(Buffer.from(body.subarray(0, 4_096)).toString()) as { message?: unknown } | null)?.message;
    return typeof said === "string" && said !== "" ? `: ${said.slice(0, MAX_WORDS)}` : "";
  } catch {
    return "";
  }
}

/**
 * Milliseconds of a `Retry-After` (RFC 9110, 10.2.3): seconds, or a date. A date is measured against the `Date` of the
 * same answer, so that it does not matter which of the two clocks is wrong; without one it tells nothing.
 */
export function retryAfter(headers: ReadonlyMap<string, string>): number | undefined {
  return waitAskedFor(headers.get("retry-after"), Date.parse(headers.get("date") ?? ""));
}
