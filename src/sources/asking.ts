import { HttpFailure, serverOf, type HttpAnswer, type HttpRequest } from "../core/http";
import { SourceFailure, type Asking } from "./model-source";

/** Milliseconds of one request: of a question, or of a piece of content, which is at most 16 MiB. CWE-400. */
const REQUEST_MS = 120_000;
/** Times that a request is made, and milliseconds before the second; twice that before the third. */
const ATTEMPTS = 3;
const PAUSE_MS = 500;
/** Failures that may be over in a moment. A timeout is not asked again: it has taken its time. */
const PASSING: ReadonlySet<string> = new Set(["connection", "truncated", "dns"]);

/**
 * One answer, asked for again after a pause where the server or the line had a bad moment. Throws `SourceFailure`, and
 * `HttpFailure` only of kind `too-large`.
 */
export async function ask(asking: Asking, request: HttpRequest): Promise<HttpAnswer> {
  for (let attempt = 1; ; attempt++) {
    try {
      const answer = await asking.http.request({ timeoutMs: asking.timeoutMs ?? REQUEST_MS, ...request });
      if (attempt === ATTEMPTS || !(answer.status === 429 || answer.status >= 500)) return answer;
    } catch (error) {
      if (!(error instanceof HttpFailure) || error.kind === "too-large") throw error;
      if (attempt === ATTEMPTS || !PASSING.has(error.kind)) throw new SourceFailure(error.message);
    }
    await new Promise((resolve) => setTimeout(resolve, (asking.pauseMs ?? PAUSE_MS) * 2 ** (attempt - 1)));
  }
}

/** As `ask`, where an answer that is too large is a failure as well. */
export async function askSmall(asking: Asking, request: HttpRequest): Promise<HttpAnswer> {
  try {
    return await ask(asking, request);
  } catch (error) {
    throw error instanceof HttpFailure ? new SourceFailure(error.message, "lies") : error;
  }
}

/** The failure that a status means; `what` names what was asked for. */
export function refusal(answer: HttpAnswer, url: string, what: string): SourceFailure {
  const server = serverOf(url);
  const { status } = answer;
  if (status === 404 || status === 410)
    return new SourceFailure(`${server} does not have ${what} (status ${status})`, "gone");
  if (status === 401 || status === 403)
    return new SourceFailure(`${server} does not show ${what} without other credentials (status ${status})`, "refused");
  if (status >= 300 && status < 400)
    return new SourceFailure(
      `${server} says that ${what} is elsewhere (status ${status}): name the new place`,
      "refused",
    );
  return new SourceFailure(`${server} answered with status ${status} for ${what}`);
}
