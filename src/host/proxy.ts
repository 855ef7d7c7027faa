import { HttpFailure } from "../core/http";
import type { Env } from "./git";

/** A proxy as the environment names it. */
export interface Proxy {
  /** Scheme, host and port; no credentials. */
  readonly origin: string;
  /** Host and port, for words. */
  readonly server: string;
  /** The value of `Proxy-Authorization`, where the environment gives credentials. */
  readonly authorization?: string;
}

/**
 * The proxy for an address, by `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`; the lower-case names go before, as in curl.
 * undici's own reading of them (`EnvHttpProxyAgent`) is not used: it prints a warning into every log, asks for a
 * tunnel where plain HTTP does, and does not take `example.com` in `NO_PROXY` for the names below it.
 */
export function proxyFor(address: URL, env: Env): Proxy | undefined {
  const name = address.protocol === "https:" ? "https_proxy" : "http_proxy";
  const value = (env[name] ?? env[name.toUpperCase()])?.trim();
  if (!value || excepted(address, env["no_proxy"] ?? env["NO_PROXY"] ?? "")) return undefined;
  const proxy = parse(value);
  if (proxy === undefined)
    throw new HttpFailure("proxy", `${name.toUpperCase()} is no address of a proxy: it must be like http://host:port`);
  return proxy;
}

function parse(value: string): Proxy | undefined {
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  if (!URL.canParse(address)) return undefined;
  const { protocol, host, username, password } = new URL(address);
  if ((protocol !== "http:" && protocol !== "https:") || host === "") return undefined;
  const authorization = basicAuthorization(username, password);
  return {
    origin: `${protocol}//${host}`,
    server: host,
    ...(authorization === undefined ? {} : { authorization }),
  };
}

/** The credentials of an address as a header's value (RFC 7617); absent where it has none. */
export function basicAuthorization(username: string, password: string): string | undefined {
  if (username === "" && password === "") return undefined;
  return `Basic ${Buffer.from(`${unescaped(username)}:${unescaped(password)}`).toString("base64")}`;
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Whether `NO_PROXY` names the address: `*`, a host with all below it, with or without a dot before and a port behind. */
function excepted(address: URL, list: string): boolean {
  const host = address.hostname.toLowerCase();
  const port = address.port || (address.protocol === "https:" ? "443" : "80");
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => {
      if (entry === "" || entry === "*") return entry === "*";
      const [, name = entry, only] = /^(.+?|\[.*\]):(\d+)$/.exec(bracketed(entry)) ?? [undefined, bracketed(entry)];
      if (only !== undefined && only !== port) return false;
      const bare = name.replace(/^\*?\./, "");
      return host === bare || host.endsWith(`.${bare}`);
    });
}

/** An IPv6 address as a URL spells it; `NO_PROXY` mostly has it bare. */
function bracketed(entry: string): string {
  return /^[0-9a-f:]*:[0-9a-f:]*:[0-9a-f:.]*$/.test(entry) ? `[${entry}]` : entry;
}
