import { lstatSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { MAX_SUBJECTS, Refused, type ModelFile } from "../../core/attestation";
import { ConfigurationError } from "../../core/host";
import { HttpFailure, type HttpClient } from "../../core/http";
import { MODEL_SIGNATURE } from "../../core/model-manifest";
import type { Env } from "../../host/git";
import { bundleOfDetached, bundleOfOldCosign, isOldCosignBundle, MAX_DETACHED } from "../../verify/cosign-detached";
import { MAX_BUNDLE_TEXT, readBundles, type CheckedBundle } from "../../verify/read-bundle";
import { textOf } from "../option-file";
import type { VerifyRequest } from "./request";
import { BESIDE, CERTIFICATES, DETACHED } from "./signature-names";

/** What bundles are looked for: a directory, or one file. */
export interface Place {
  /** As it was given. */
  readonly path: string;
  readonly isDirectory: boolean;
  readonly files: readonly ModelFile[];
}

/**
 * The bundles that were named, those of a repository, or those that lie beside the file or in the directory. Throws
 * `ConfigurationError` where there is none, and `Refused` for what is no bundle.
 */
export async function bundlesOf(
  request: VerifyRequest,
  place: Place,
  http: () => HttpClient,
  env: Env,
): Promise<CheckedBundle[]> {
  if (request.bundles.length > 0) return named(request, place, http, env);
  if (request.repo !== undefined) return fetched(request.repo, place, http(), env);
  const found = beside(place);
  if (found.length > 0) return found;
  const where = place.isDirectory ? `${join(place.path, MODEL_SIGNATURE)}` : `${place.path}${BESIDE[0]}`;
  throw new ConfigurationError(
    `verify: there is no signature of ${place.path} (${where}). Name one: --bundle FILE, or --repo OWNER/NAME for those that GitHub keeps`,
  );
}

/** What `--bundle` names instead of a file: an image that has bundles beside it in its registry. */
const OCI = "oci:";

/** Whether anybody who may write to a registry can have put bundles there, beside those that hold. */
export function isOfImage(bundle: string): boolean {
  return bundle.startsWith(OCI);
}

async function named(
  { bundles, offline }: VerifyRequest,
  place: Place,
  http: () => HttpClient,
  env: Env,
): Promise<CheckedBundle[]> {
  const found: CheckedBundle[] = [];
  for (const bundle of bundles) {
    if (!isOfImage(bundle)) found.push(...bundlesIn(bundle, place));
    else if (offline) throw new ConfigurationError(`bundle: ${bundle} is in a registry, which --offline does not ask`);
    else {
      const { bundlesOfImage } = await import("./bundles-of-image");
      found.push(...(await bundlesOfImage(bundle.slice(OCI.length), http(), env)));
    }
  }
  return found;
}

function bundlesIn(path: string, { files, isDirectory }: Place): CheckedBundle[] {
  const text = textOf("bundle", path, MAX_BUNDLE_TEXT);
  const [file] = files;
  return !isDirectory && file !== undefined && isOldCosignBundle(text)
    ? [bundleOfOldCosign(text, file.sha256, path)]
    : [...readBundles(text, path)];
}

function beside(place: Place): CheckedBundle[] {
  const { path, isDirectory, files } = place;
  if (isDirectory) {
    const signature = join(path, MODEL_SIGNATURE);
    return isThere(signature) ? bundlesIn(signature, place) : [];
  }
  const bundles = BESIDE.map((ending) => `${path}${ending}`).filter(isThere);
  if (bundles.length > 0) return bundles.flatMap((each) => bundlesIn(each, place));
  const signature = `${path}${DETACHED}`;
  const [file] = files;
  if (!isThere(signature) || file === undefined) return [];
  const certificate = CERTIFICATES.map((ending) => `${path}${ending}`).find(isThere);
  const detached = {
    signature: small(signature),
    sha256: file.sha256,
    ...(certificate === undefined ? {} : { certificate: small(certificate).toString("utf8") }),
  };
  return [bundleOfDetached(detached, signature)];
}

/** Who fills a directory could put a pipe there, which never ends, or a link to something that does not (CWE-67). */
function isThere(path: string): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats !== undefined && !stats.isFile())
    throw new Refused("malformed", `${path} is no regular file, so it is no signature`);
  return stats !== undefined;
}

function small(path: string): Buffer {
  if (statSync(path).size > MAX_DETACHED) throw new Refused("malformed", `${path}: more than ${MAX_DETACHED} bytes`);
  return readFileSync(path);
}

/** Requests to GitHub for one directory: each answer may vouch for up to 1,024 files. */
const MAX_REQUESTS = 64;
/** Bundles that one answer holds at most; more pages are not asked for. */
const PER_PAGE = 100;

/** Milliseconds of one request. CWE-400. */
const TIMEOUT_MS = 30_000;

/** What GitHub keeps about the files (https://docs.github.com/rest/repos/attestations): asked by digest, until all are covered. */
async function fetched(repo: string, { files }: Place, http: HttpClient, env: Env): Promise<CheckedBundle[]> {
  const api = (env["GITHUB_API_URL"] || "https://api.github.com").replace(/\/+$/, "");
  const token = env["GITHUB_TOKEN"] || env["GH_TOKEN"];
  const bundles: CheckedBundle[] = [];
  const left = new Map(files.map(({ sha256, path }) => [sha256, path]));
  for (let asked = 0; left.size > 0 && asked < MAX_REQUESTS; asked++) {
    const [sha256, path] = [...left][0]!;
    left.delete(sha256);
    const request = {
      method: "GET",
      url: `${api}/repos/${repo}/attestations/sha256:${sha256}?per_page=${PER_PAGE}`,
      headers: {
        accept: "application/vnd.github+json",
        "x-github-api-version": "2022-11-28",
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      maxBytes: MAX_BUNDLE_TEXT,
      timeoutMs: TIMEOUT_MS,
    } as const;
    const answer = await http.request(request).catch((error: unknown): never => {
      if (!(error instanceof HttpFailure)) throw error;
      throw new Refused("unavailable", `GitHub's attestations of ${path}: ${error.message}. Try again later`);
    });
    if (answer.status === 404) continue;
    if (answer.status !== 200)
      throw new Refused("unavailable", `GitHub's attestations of ${path}: ${statusWords(answer.status)}`);
    const read = readBundles(Buffer.from(answer.body).toString("utf8"), `GitHub, ${repo}, ${path}`);
    bundles.push(...read);
    for (const { bundle } of read) for (const digest of digestsIn(bundle)) left.delete(digest);
  }
  if (bundles.length === 0)
    throw new Refused(
      "not-found",
      `GitHub has no attestation of ${repo} for ${files[0]?.path ?? "these files"}. Was it signed there, and is this the same file?`,
    );
  return bundles;
}

/** Digests of a statement that nobody has verified yet: only to spare requests. */
function digestsIn({ content }: CheckedBundle["bundle"]): string[] {
  if (content.$case !== "dsseEnvelope") return [];
  try {
    const { subject } = JSON.parse(content.dsseEnvelope.payload.toString("utf8")) as {
      subject?: { digest?: { sha256?: unknown } }[];
    };
    return (subject ?? [])
      .slice(0, MAX_SUBJECTS)
      .flatMap(({ digest }) => (typeof digest?.sha256 === "string" ? [digest.sha256] : []));
  } catch {
    return [];
  }
}

function statusWords(status: number): string {
  if (status === 401 || status === 403) return `it refuses (${status}). GITHUB_TOKEN needs attestations: read`;
  return status === 429 ? "it asks to wait (429). Try again later" : `it answered ${status}. Try again later`;
}
