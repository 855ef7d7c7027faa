/** Parameters of an address that say which revision or part of it is meant; any other one may be a token. */
const KEPT = new Set(["rev", "tag", "branch", "ref", "subdirectory", "egg", "lfs"]);
/** Characters of an address that are kept. CWE-770. */
const MAX_ADDRESS = 2_000;

/**
 * An address without what lets people in: the user and password before `@` (`git@` and `hg@`, which everyone has, stay),
 * and what stands behind `?` unless it names a revision. Paths and what is no address stay as they are. Linear.
 */
export function withoutCredentials(address: string): string {
  const cut = address.slice(0, MAX_ADDRESS);
  const [scheme = ""] = /^(?:[A-Za-z][A-Za-z0-9+.-]*:[/\\]*|[/\\]{2})/.exec(cut) ?? [];
  const rest = cut.slice(scheme.length);
  const end = rest.search(/[/\\?#]/);
  const authority = end < 0 ? rest : rest.slice(0, end);
  const at = authority.lastIndexOf("@");
  const user = authority.slice(0, Math.max(0, at));
  const host = user === "git" || user === "hg" ? authority : authority.slice(at + 1);
  return `${scheme}${host}${end < 0 ? "" : withoutTokens(rest.slice(end))}`;
}

/** conda's channels take a token as a part of the path: `/t/<token>/channel`. */
const CONDA_TOKEN = /^\/t\/[\w-]{12,200}(?=\/|$)/;

function withoutTokens(whole: string): string {
  const path = whole.replace(CONDA_TOKEN, "");
  const query = path.indexOf("?");
  if (query < 0) return path;
  const hash = path.indexOf("#", query);
  const parameters = path.slice(query + 1, hash < 0 ? undefined : hash).split("&");
  const kept = parameters.filter((each) => KEPT.has(each.split("=", 1)[0]!));
  return `${path.slice(0, query)}${kept.length === 0 ? "" : `?${kept.join("&")}`}${hash < 0 ? "" : path.slice(hash)}`;
}

/** The lower-case host of an `https` address; `undefined` of anything else. */
export function httpsHost(address: string): string | undefined {
  const authority = /^https:\/\/([^/\\?#]*)/i.exec(address)?.[1];
  return authority
    ?.slice(authority.lastIndexOf("@") + 1)
    .replace(/:443$/, "")
    .toLowerCase();
}
