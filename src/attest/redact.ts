import { shorten } from "../core/text";

/** Characters of a service's own words that are shown. More is a page for a browser, and no help. CWE-400. */
const MAX_QUOTED = 200;

/**
 * What another program said, fit for a message: no secret, no control characters, short. A service that was sent a token may
 * answer with it, whole or cut, so every long run of what the parts of tokens are made of (base64url) goes too.
 */
export function quoted(text: string, secrets: readonly string[] = []): string {
  let shown = text.slice(0, 64 * 1024);
  for (const secret of secrets) if (secret !== "") shown = shown.replaceAll(secret, "***");
  shown = shown.replace(/[A-Za-z0-9_-]{40,}/g, "***").replace(/[\p{Cc}\p{Cf}\s]+/gu, " ");
  return shorten(shown.trim(), MAX_QUOTED);
}
