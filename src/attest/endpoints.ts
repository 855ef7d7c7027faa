/**
 * Where to sign. Pure: addresses by what is known of the repository; which of them is used is decided above.
 */
export interface SigningEndpoints {
  /** For words: `the public Sigstore`. */
  readonly name: string;
  /** Base address of a Fulcio, API v2. */
  readonly fulcio: string;
  /** A transparency log by the major version of its API; absent: none. */
  readonly rekor?: RekorEndpoint;
  /** Address to which a timestamp request is posted; absent: none. */
  readonly tsa?: string;
  /** What the ID token has to be for. */
  readonly audience: string;
}

export interface RekorEndpoint {
  readonly url: string;
  readonly version: 1 | 2;
}

/** The audience that every Fulcio known to us asks for. */
export const SIGSTORE_AUDIENCE = "sigstore";

/** The public-good instance. All that is signed here is public: names, commits, digests, and the statement itself. */
export const PUBLIC_SIGSTORE: SigningEndpoints = {
  name: "the public Sigstore",
  fulcio: "https://fulcio.sigstore.dev",
  rekor: { url: "https://rekor.sigstore.dev", version: 1 },
  audience: SIGSTORE_AUDIENCE,
};

/**
 * GitHub's own instance, without a log, as actions/attest takes it: of github.com at githubapp.com, of a tenant at the tenant's own host.
 * `serverUrl`: `GITHUB_SERVER_URL`. Undefined where there is none: a GitHub Enterprise Server.
 */
export function githubSigstore(serverUrl: string): SigningEndpoints | undefined {
  if (!URL.canParse(serverUrl)) return undefined;
  const { protocol, hostname } = new URL(serverUrl);
  const tenant = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.ghe\.com$/.test(hostname);
  if (protocol !== "https:" || (hostname !== "github.com" && !tenant)) return undefined;
  const domain = tenant ? hostname : "githubapp.com";
  return {
    name: tenant ? `the Sigstore of ${hostname}` : "GitHub's Sigstore",
    fulcio: `https://fulcio.${domain}`,
    tsa: `https://timestamp.${domain}/api/v1/timestamp`,
    audience: SIGSTORE_AUDIENCE,
  };
}
