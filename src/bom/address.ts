/** What may stand in an address of a bill of materials; `file:`, `data:` and `javascript:` may not. */
const SCHEMES = new Set(["http:", "https:", "git:", "ssh:", "git+https:", "git+ssh:", "s3:", "gs:", "ftp:", "hf:"]);
/** Characters of an address. Browsers stop at 2,000 or a little above. CWE-770. */
const MAX_ADDRESS_LENGTH = 2_048;
/** Names of query parameters that carry a right to read (signed addresses of S3, GCS, Azure). CWE-522. */
const SECRET = /token|signature|sig$|key|secret|password|credential|auth/i;

/**
 * An absolute address as an IRI reference (RFC 3987): credentials and secret parameters removed, everything that is not
 * allowed percent-encoded. Absent for what is no address, or of a scheme that is none of the list.
 */
export function addressOf(text: string): string | undefined {
  if (text.length > MAX_ADDRESS_LENGTH) return undefined;
  const url = parsed(text.trim());
  if (url === undefined || !SCHEMES.has(url.protocol) || url.hostname === "") return undefined;
  const secret = [...url.searchParams.keys()].some((name) => SECRET.test(name));
  const rest = `${url.pathname}${secret ? "" : url.search}`;
  const fragment = url.hash === "" ? "" : `#${encoded(url.hash.slice(1)).replaceAll("#", "%23")}`;
  return `${url.protocol}//${url.host}${encoded(rest).replaceAll("#", "%23")}${fragment}`;
}

/** A path of the repository as a relative IRI reference: `models/a%20b.bin`. */
export function pathAddress(path: string): string {
  const segments = path.replace(/\p{Surrogate}/gu, "\ufffd").split("/");
  const encodedPath = segments.map((each) => encodeURIComponent(each).replace(/[!'()*]/g, percent)).join("/");
  return encodedPath.startsWith("/") ? `.${encodedPath}` : encodedPath;
}

/** What stands in for `iri-reference` of the schemas: RFC 3986's characters, whole percent-encodings, letters of any script. */
export function isIriReference(text: string): boolean {
  return (
    /^[\w.~:/?#[\]@!$&'()*+,;=%\-\u00a0-\u{10ffff}]*$/u.test(text) &&
    !/%(?![0-9A-Fa-f]{2})/.test(text) &&
    text.indexOf("#") === text.lastIndexOf("#") &&
    !/^[^/?#:]*[^A-Za-z0-9+.\-/?#:][^/?#:]*:/.test(text)
  );
}

/** `owner` and `repo` of an address at github.com. */
export function githubRepository(address: string): { readonly owner: string; readonly repo: string } | undefined {
  const url = parsed(address);
  const [owner, repo] = url?.hostname === "github.com" ? url.pathname.split("/").filter(Boolean) : [];
  if (owner === undefined || repo === undefined) return undefined;
  return { owner: owner.toLowerCase(), repo: repo.replace(/\.git$/, "").toLowerCase() };
}

function parsed(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

function encoded(text: string): string {
  return text
    .replace(/%(?![0-9A-Fa-f]{2})/g, "%25")
    .replace(/[^\w.~:/?#@!$&()*+,;=%-]/gu, (each) => (each === "'" ? "%27" : encodeURIComponent(each)));
}

function percent(each: string): string {
  return `%${each.charCodeAt(0).toString(16).toUpperCase()}`;
}
