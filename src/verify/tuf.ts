import { initTUF } from "@sigstore/tuf";
import type { TrustedRoot } from "@sigstore/protobuf-specs";
import { Refused } from "../core/attestation";
import { githubTufRoot } from "./github-tuf-root";
import { readTrustedRoot } from "./trusted-root";

/** Whose trusted root: Sigstore's public instance, GitHub's for private repositories, or a repository of one's own. */
export type TufRepository =
  | { readonly kind: "public" }
  /** `tenant`: the subdomain of `*.ghe.com`. */
  | { readonly kind: "github"; readonly tenant?: string }
  /** `root`: the text of its `root.json`, got by another way than from the mirror. */
  | { readonly kind: "own"; readonly mirror: string; readonly root: string };

export interface TufOptions {
  /** Where the client keeps what it saw, and with it that nothing older is taken: a directory that stays between runs if it can. */
  readonly cacheDirectory: string;
  /** Writes a root to a file that the client starts from, and returns its path. */
  readonly writeSeed: (fileName: string, text: string) => Promise<string>;
  /** Milliseconds for one request. */
  readonly timeout?: number;
  /** Tries after the first. */
  readonly retries?: number;
  /** The name of a tenant's trusted root, which only its server knows. Without it, no tenant's root is fetched. Throws `Refused`. */
  readonly trustDomain?: (tenant: string) => Promise<string>;
  /** For tests: another place than GitHub's. */
  readonly github?: { readonly mirror: string; readonly root: string };
}

const PUBLIC_MIRROR = "https://tuf-repo-cdn.sigstore.dev";
const GITHUB_MIRROR = "https://tuf-repo.github.com";
const TRUSTED_ROOT = "trusted_root.json";
const TIMEOUT = 20_000;
const RETRIES = 3;
/** Errors inside errors that are looked at. */
const MAX_CAUSES = 8;

/** A trusted root as its source has signed it. */
export interface FetchedRoot {
  readonly root: TrustedRoot;
  /** The file itself: its bytes are these in UTF-8. */
  readonly text: string;
  /** The address of the TUF repository. */
  readonly mirror: string;
  /** What the file is called there. */
  readonly target: string;
}

/** What a decoder puts in the place of bytes that are no UTF-8. */
const NOT_UTF8 = "\uFFFD";

/**
 * The trusted root by TUF (https://theupdateframework.github.io/specification/latest/): from the embedded seed over every newer root to the
 * newest, no older than what was seen before. This asks the network, always: without one, give a file to `readTrustedRoot`.
 * Throws `Refused`: `unavailable` where the mirror does not answer, `trusted-root` where what it answers is old, rolled back or not
 * signed as it must be.
 */
export async function fetchTrustedRoot(repository: TufRepository, options: TufOptions): Promise<FetchedRoot> {
  const { mirror, target, seed } = await placeOf(repository, options);
  let text: string;
  try {
    const client = await initTUF({
      mirrorURL: mirror,
      cachePath: options.cacheDirectory,
      ...(seed === undefined ? {} : { rootPath: await options.writeSeed(seed.name, seed.text) }),
      timeout: options.timeout ?? TIMEOUT,
      retry: { retries: options.retries ?? RETRIES },
    });
    text = await client.getTarget(target);
  } catch (error) {
    throw refusalOf(error, mirror);
  }
  const root = readTrustedRoot(text, `${mirror}: ${target}`);
  if (text.includes(NOT_UTF8)) throw new Refused("trusted-root", `${mirror}: ${target}: is no UTF-8`);
  return { root, text, mirror, target };
}

/** The address of a TUF repository, without a slash at its end. Throws `Refused` for one that is no plain address. */
export function mirrorOf(repository: TufRepository): string {
  if (repository.kind === "public") return PUBLIC_MIRROR;
  return repository.kind === "own" ? ownMirror(repository.mirror) : GITHUB_MIRROR;
}

interface Place {
  readonly mirror: string;
  readonly target: string;
  /** Absent: the library has it. */
  readonly seed?: { readonly name: string; readonly text: string };
}

async function placeOf(repository: TufRepository, { trustDomain, github }: TufOptions): Promise<Place> {
  switch (repository.kind) {
    case "public":
      return { mirror: mirrorOf(repository), target: TRUSTED_ROOT };
    case "github": {
      const { tenant } = repository;
      const domain = tenant === undefined ? undefined : await trustDomain?.(tenant);
      if (tenant !== undefined && domain === undefined)
        throw new Refused("trusted-root", `the trusted root of ${tenant}.ghe.com is not known here`);
      const target = domain === undefined ? TRUSTED_ROOT : `${domain}.${TRUSTED_ROOT}`;
      const { mirror, root } = github ?? { mirror: mirrorOf(repository), root: githubTufRoot() };
      return { mirror, target, seed: { name: "github-root.json", text: root } };
    }
    case "own":
      return {
        mirror: mirrorOf(repository),
        target: TRUSTED_ROOT,
        seed: { name: "own-root.json", text: repository.root },
      };
  }
}

function ownMirror(mirror: string): string {
  const url = URL.canParse(mirror) ? new URL(mirror) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== "" || url.search !== "")
    throw new Refused("trusted-root", "the TUF mirror is no plain http(s) address");
  return mirror.replace(/\/+$/, "");
}

function refusalOf(error: unknown, mirror: string): Refused {
  const causes = causesOf(error);
  const last = causes.at(-1);
  const what = last instanceof Error ? last.message : String(last);
  if (causes.some(fromNetwork))
    return new Refused(
      "unavailable",
      `${mirror}: the trusted root could not be fetched (${what}); try again, or verify with one from a file (--trusted-root)`,
    );
  return new Refused(
    "trusted-root",
    `${mirror}: the trusted root is not taken: ${what}. Its metadata is old, rolled back, not signed as it must be, or the clock is wrong`,
  );
}

function causesOf(error: unknown): readonly unknown[] {
  const causes = [error];
  for (
    let cause = (error as Error).cause;
    cause !== undefined && causes.length < MAX_CAUSES;
    cause = (cause as Error).cause
  )
    causes.push(cause);
  return causes;
}

/**
 * A status of HTTP, a code of the system or of Node's `fetch`, or its time limit. Where the client drops the cause, only the words of
 * `fetch` are left, which are the same for every failure of the network.
 */
function fromNetwork(error: unknown): boolean {
  const { statusCode, code, name, message } = error as Readonly<Record<string, unknown>>;
  if (typeof message === "string" && /(fetch failed|aborted due to timeout)$/.test(message)) return true;
  if (typeof statusCode === "number" || name === "TimeoutError" || name === "AbortError") return true;
  return (
    typeof code === "string" &&
    /^(ECONN|ENOTFOUND|ETIMEDOUT|EAI_|EPIPE|EHOST|ENET|UND_ERR|CERT_|ERR_TLS|DEPTH_ZERO|SELF_SIGNED)/.test(code)
  );
}
