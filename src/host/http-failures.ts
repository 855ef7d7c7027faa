import { HttpFailure, type HttpFailureKind } from "../core/http";

/** What the codes of Node and undici mean to people. */
const CODES: Readonly<Record<string, readonly [kind: HttpFailureKind, words: (server: string) => string]>> = {
  ENOTFOUND: ["dns", (server) => `${server} cannot be found: there is no such name in DNS`],
  EAI_AGAIN: ["dns", (server) => `${server} cannot be found: DNS does not answer`],
  ECONNREFUSED: ["refused", (server) => `${server} refuses the connection`],
  EHOSTUNREACH: ["connection", (server) => `${server} cannot be reached`],
  ENETUNREACH: ["connection", (server) => `${server} cannot be reached: there is no network`],
  ETIMEDOUT: ["timeout", (server) => `${server} does not accept a connection in time`],
  UND_ERR_CONNECT_TIMEOUT: ["timeout", (server) => `${server} does not accept a connection in time`],
  UND_ERR_HEADERS_OVERFLOW: ["too-large", (server) => `the answer of ${server} has more headers than are read`],
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: ["truncated", (server) => `the answer of ${server} is not as long as it says`],
  UND_ERR_INVALID_ARG: ["address", (server) => `what was to be asked of ${server} is no request`],
  UND_ERR_PRX_TLS: ["proxy", (server) => `the certificate of ${server} is not for that name`],
};

/** Codes of TLS that tell of the certificate, by how Node and OpenSSL call them. */
const TLS = /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED|EPROTO$)/;

/**
 * A failure of the network in words. `answering`: the head of the answer was there. `proxy`: the server of the proxy that
 * was asked; what fails on the way to it is the proxy's. The library's own message is not told: it may hold addresses.
 */
export function failureOf(
  error: unknown,
  server: string,
  { answering, proxy }: { readonly answering: boolean; readonly proxy?: string },
): HttpFailure {
  if (error instanceof HttpFailure) return error;
  const { code, message } = rootOf(error);
  if (proxy !== undefined && !answering) return ofProxy(code, message, server, proxy);
  if (TLS.test(code)) return ofTls(code, server);
  const known = CODES[code];
  if (known !== undefined) return new HttpFailure(known[0], known[1](server));
  if (answering) return new HttpFailure("truncated", `the answer of ${server} ends too early`);
  return new HttpFailure("connection", `the connection to ${server} broke (${code || "no reason given"})`);
}

function ofProxy(code: string, message: string, server: string, proxy: string): HttpFailure {
  const status = /^Proxy response \((\d{3})\)/.exec(message)?.[1];
  if (status === "407") return new HttpFailure("proxy", `the proxy ${proxy} wants credentials (status 407)`);
  if (status !== undefined)
    return new HttpFailure("proxy", `the proxy ${proxy} does not connect to ${server} (status ${status})`);
  if (TLS.test(code)) return ofTls(code, `${server}, by the proxy ${proxy},`);
  const known = CODES[code];
  const words =
    known === undefined ? `the connection to ${proxy} broke (${code || "no reason given"})` : known[1](proxy);
  return new HttpFailure("proxy", `by the proxy: ${words}`);
}

function ofTls(code: string, server: string): HttpFailure {
  const advice = /SELF_SIGNED|UNABLE_TO/.test(code)
    ? "; a certificate authority of your own goes into NODE_EXTRA_CA_CERTS"
    : "";
  return new HttpFailure("tls", `the connection to ${server} cannot be trusted (${code})${advice}`);
}

/** The first error with a code, of an error and its causes; Node bundles those of several addresses of a name. */
function rootOf(error: unknown): { readonly code: string; readonly message: string } {
  let current: unknown = error;
  for (let depth = 0; depth < 4 && typeof current === "object" && current !== null; depth++) {
    const { code, cause, errors, message } = current as {
      readonly [member in "code" | "cause" | "errors" | "message"]?: unknown;
    };
    if (typeof code === "string" && code !== "") return { code, message: String(message) };
    current = Array.isArray(errors) ? errors[0] : cause;
  }
  return { code: "", message: "" };
}
