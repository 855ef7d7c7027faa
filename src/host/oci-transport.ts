import { HttpFailure, serverOf, waitAskedFor, type HttpAnswer, type HttpClient } from "../core/http";
import { OciFailure, type OciRepository } from "../core/oci";
import { authorize, isLoopback, readChallenge, type OciAction } from "./oci-auth";
import type { RegistryLogins } from "./oci-credentials";

/** Milliseconds of one request. Manifests and bundles are small. CWE-400. */
const REQUEST_TIMEOUT_MS = 30_000;
/** Blobs are often elsewhere, one redirect away. CWE-400. */
const MAX_REDIRECTS = 5;
/** Times that a request is sent where the registry is too busy. CWE-400. */
const MAX_TRIES = 3;
/** Milliseconds that all requests to registries may take together: many slow answers are as bad as one that never ends. CWE-400. */
const MAX_TOTAL_MS = 300_000;
/** Milliseconds with which no request is begun: what is left of the total may be next to nothing. */
const LEAST_MS = 50;
/** Milliseconds that a registry may have us wait between two of them. CWE-400. */
const MAX_WAIT_MS = 5_000;

export interface OciTransportOptions {
  readonly http: HttpClient;
  readonly logins: RegistryLogins;
  /** Milliseconds of one request; for tests. */
  readonly timeoutMs?: number;
  /** Milliseconds of all requests together; for tests. */
  readonly totalMs?: number;
  /** For tests. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
}

export interface OciRequest {
  readonly method: "GET" | "HEAD" | "POST" | "PUT";
  readonly place: OciRepository;
  readonly action: OciAction;
  /** Path from the root of the registry, or a whole address that the registry named. */
  readonly to: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly maxBytes: number;
}

export interface OciAnswer extends HttpAnswer {
  /** Where the answer came from, after redirects. */
  readonly url: URL;
}

/** Requests to registries: authorization, redirects, and another try where one is of use. Throws `OciFailure`, and nothing else. */
export class OciTransport {
  private readonly authorizations = new Map<string, string>();
  private spent = 0;

  constructor(private readonly options: OciTransportOptions) {}

  async send(request: OciRequest): Promise<OciAnswer> {
    const key = JSON.stringify([request.place.registry, request.place.repository, request.action]);
    const first = await this.patiently(request, this.authorizations.get(key));
    if (first.status !== 401 || first.url.origin !== baseOf(request.place).origin) return first;
    const { registry } = request.place;
    const challenge = readChallenge(first.headers.get("www-authenticate"));
    const login = this.options.logins.find(registry);
    const authorization = await authorize(this.options.http, challenge, request.place, request.action, login).catch(
      (error: unknown) => Promise.reject(this.withHelper(error, registry)),
    );
    this.authorizations.set(key, authorization);
    const answer = await this.patiently(request, authorization);
    if (answer.status === 401 || answer.status === 403)
      throw this.withHelper(
        new OciFailure(
          "refused",
          `${registry} does not let ${request.place.repository} be ${request.action === "pull" ? "read" : "written"} (status ${answer.status})${login === undefined ? ": there is no login for it in Docker's config.json" : ""}`,
        ),
        registry,
      );
    return answer;
  }

  private withHelper(error: unknown, registry: string): unknown {
    const { logins } = this.options;
    if (!(error instanceof OciFailure) || error.kind !== "refused" || logins.find(registry) !== undefined) return error;
    if (logins.helperFor(registry) === undefined) return error;
    return new OciFailure(
      "refused",
      `${error.message}; Docker's config.json leaves it to a credential helper, and none is run from here: write the login itself into a config.json, and name its folder in DOCKER_CONFIG`,
    );
  }

  private async patiently(request: OciRequest, authorization: string | undefined): Promise<OciAnswer> {
    for (let tried = 1; ; tried++) {
      const answer = await this.follow(request, authorization);
      const busy = answer.status === 429 || (answer.status >= 500 && answer.status !== 501);
      if (!busy) return answer;
      if (tried === MAX_TRIES)
        throw new OciFailure("unavailable", `${answer.url.host} answers ${answer.status}, ${MAX_TRIES} times`);
      const asked = waitAskedFor(answer.headers.get("retry-after"), Date.parse(answer.headers.get("date") ?? "")) ?? 0;
      await (this.options.sleep ?? sleep)(Math.min(MAX_WAIT_MS, asked > 0 ? asked : 250 * 2 ** tried));
    }
  }

  /** What was for the registry (authorization) is sent to no other server. Only reading follows redirects. */
  private async follow(request: OciRequest, authorization: string | undefined): Promise<OciAnswer> {
    const base = baseOf(request.place);
    let url = addressOf(request.to, base);
    for (let hops = 0; ; hops++) {
      const answer = await this.once(request, url, url.origin === base.origin ? authorization : undefined);
      const reads = request.method === "GET" || request.method === "HEAD";
      if (!reads || ![301, 302, 303, 307, 308].includes(answer.status)) return { ...answer, url };
      if (hops === MAX_REDIRECTS)
        throw new OciFailure("malformed", `${base.host} redirects more than ${MAX_REDIRECTS} times`);
      url = addressOf(answer.headers.get("location") ?? "", url, base);
    }
  }

  private async once(request: OciRequest, url: URL, authorization: string | undefined): Promise<HttpAnswer> {
    const { method, body, headers, maxBytes } = request;
    const total = this.options.totalMs ?? MAX_TOTAL_MS;
    if (total - this.spent < LEAST_MS)
      throw new OciFailure(
        "unavailable",
        `registries took more than ${total / 1000} s in all; the last was ${url.host}`,
      );
    const started = performance.now();
    try {
      return await this.options.http.request({
        method,
        url: url.href,
        maxBytes,
        timeoutMs: Math.min(this.options.timeoutMs ?? REQUEST_TIMEOUT_MS, total - this.spent),
        headers: { ...headers, ...(authorization === undefined ? {} : { authorization }) },
        ...(body === undefined ? {} : { body }),
      });
    } catch (error) {
      if (!(error instanceof HttpFailure))
        throw new OciFailure("unavailable", `the request to ${serverOf(url.href)} failed`);
      throw new OciFailure(error.kind === "too-large" ? "too-large" : "unavailable", error.message);
    } finally {
      this.spent += performance.now() - started;
    }
  }
}

/** Registries are spoken to by https; by http only on this machine. */
export function baseOf({ registry }: OciRepository): URL {
  const host = registry === "docker.io" ? "registry-1.docker.io" : registry;
  if (!URL.canParse(`https://${host}/`)) throw new OciFailure("malformed", "the registry is no host");
  const address = new URL(`https://${host}/`);
  return isLoopback(address.hostname) ? new URL(`http://${host}/`) : address;
}

/** An address that a registry named. It may not lead from the outside to this machine, nor away from https. */
function addressOf(text: string, from: URL, registry = from): URL {
  if (text === "" || !URL.canParse(text, from.href))
    throw new OciFailure("malformed", `${from.host} names no address to go on to`);
  const url = new URL(text, from);
  const local = isLoopback(registry.hostname) && isLoopback(url.hostname);
  if (url.username !== "" || url.password !== "")
    throw new OciFailure("malformed", `${from.host} names an address with a user in it`);
  if (url.protocol !== "https:" && !(local && url.protocol === "http:"))
    throw new OciFailure("refused", `${from.host} sends us on to ${url.host}, which is not reached by https`);
  return url;
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
