/** What the key of a package says. */
export interface PnpmKey {
  readonly name: string;
  /** A version, or an address where there is none. */
  readonly version: string;
  /** Host of a registry that is not the one of the configuration; pnpm 5 and older put it into the key. */
  readonly host?: string;
}

/**
 * The name and version in a key of `packages`: `/name/1.2.3_peer@1` (locks of version 5), `/name@1.2.3(peer@1)` (6),
 * `name@1.2.3` (9), each with scopes. Nothing for addresses and paths, whose name stands in the entry.
 */
export function readKey(key: string): PnpmKey | undefined {
  const plain = withoutPeers(key);
  if (plain.startsWith("/")) return nameAndVersion(plain.slice(1));
  const cut = plain.indexOf("@", 1);
  if (cut > 0 && !plain.slice(plain.startsWith("@") ? plain.indexOf("/") + 1 : 0, cut).includes("/"))
    return { name: plain.slice(0, cut), version: plain.slice(cut + 1) };
  // `registry.example.org/name/1.2.3`; `github.com/owner/repository/<commit>` looks like it and has no version.
  const slash = plain.indexOf("/");
  const host = plain.slice(0, Math.max(slash, 0));
  const inner = /^[a-z0-9.-]+(?::\d+)?$/i.test(host) ? nameAndVersion(plain.slice(slash + 1)) : undefined;
  return inner === undefined || !/^\d+\.\d+\.\d+/.test(inner.version) ? undefined : { ...inner, host };
}

function nameAndVersion(text: string): PnpmKey | undefined {
  const base = text.startsWith("@") ? text.indexOf("/") + 1 : 0;
  const at = text.indexOf("@", base + 1);
  const slash = text.indexOf("/", base);
  if (slash >= 0 && (at < 0 || slash < at)) {
    const version = text.slice(slash + 1).replace(/_.*$/s, "");
    return version === "" || version.includes("/") ? undefined : { name: text.slice(0, slash), version };
  }
  return at < 0 ? undefined : { name: text.slice(0, at), version: text.slice(at + 1) };
}

/** Without the peers that a package was installed with: `(react@18.0.0)(typescript@5.0.0)`, and the hash of a patch. */
export function withoutPeers(key: string): string {
  const cut = key.search(/\((?=[^()]*@|patch_hash=|[0-9a-f]{4,}\))/);
  return cut < 0 ? key : key.slice(0, cut);
}
