import { createHash } from "node:crypto";
import {
  MAX_OCI_MANIFEST_BYTES,
  OCI_TYPES,
  OciFailure,
  type OciContent,
  type OciRegistry,
  type OciRepository,
} from "../core/oci";
import { OciTransport, type OciAnswer, type OciRequest, type OciTransportOptions } from "./oci-transport";

/** Pages of a list of referrers. Registries give some hundred entries a page. CWE-400. */
const MAX_PAGES = 20;
/** Bytes of an answer that nobody reads. CWE-770. */
const MAX_IGNORED_BYTES = 64 * 1024;

const ACCEPT = [OCI_TYPES.index, OCI_TYPES.manifest, OCI_TYPES.dockerList, OCI_TYPES.dockerManifest].join(", ");

/** Registries by OCI's distribution API. What came is hashed and compared with what was asked for. */
export function createOciRegistry(options: OciTransportOptions): OciRegistry {
  const transport = new OciTransport(options);
  return {
    manifest: (from, reference) => getManifest(transport, from, reference),
    blob: (from, digest, maxBytes) => getBlob(transport, from, digest, maxBytes),
    referrers: (from, digest) => getReferrers(transport, from, digest),
    putBlob: (to, digest, text) => putBlob(transport, to, digest, text),
    putManifest: (to, reference, mediaType, text) => putManifest(transport, to, reference, mediaType, text),
  };
}

async function getManifest(
  transport: OciTransport,
  from: OciRepository,
  reference: string,
): Promise<OciContent | undefined> {
  const answer = await transport.send({
    ...reading(from, `manifests/${reference}`, MAX_OCI_MANIFEST_BYTES),
    headers: { accept: ACCEPT },
  });
  if (answer.status === 404) return undefined;
  if (answer.status !== 200) throw unexpected(answer, "a manifest");
  const digest = digestOf(answer.body);
  const said = answer.headers.get("docker-content-digest");
  const expected = reference.startsWith("sha256:") ? reference : said?.startsWith("sha256:") ? said : digest;
  if (digest !== expected) throw wrongDigest(answer, "manifest", expected, digest);
  return { mediaType: mediaTypeOf(answer), digest, bytes: answer.body };
}

async function getBlob(
  transport: OciTransport,
  from: OciRepository,
  digest: string,
  maxBytes: number,
): Promise<Uint8Array> {
  const answer = await transport.send(reading(from, `blobs/${digest}`, maxBytes));
  if (answer.status === 404) throw new OciFailure("not-found", `${from.registry} does not have the blob ${digest}`);
  if (answer.status !== 200) throw unexpected(answer, "a blob");
  const came = digestOf(answer.body);
  if (came !== digest) throw wrongDigest(answer, "blob", digest, came);
  return answer.body;
}

/** Registries without this API say 404, some 400, 405 or 406, and some give a page for people. */
async function getReferrers(
  transport: OciTransport,
  from: OciRepository,
  digest: string,
): Promise<readonly Uint8Array[] | undefined> {
  const pages: Uint8Array[] = [];
  let to = pathOf(from, `referrers/${digest}`);
  for (;;) {
    const answer = await transport.send({
      ...reading(from, "", MAX_OCI_MANIFEST_BYTES),
      to,
      headers: { accept: OCI_TYPES.index },
    });
    const none =
      [400, 404, 405, 406].includes(answer.status) ||
      (answer.status === 200 && mediaTypeOf(answer) !== OCI_TYPES.index);
    if (none && pages.length === 0) return undefined;
    if (none || answer.status !== 200) throw unexpected(answer, "a list of referrers");
    pages.push(answer.body);
    const next = /<([^>]{1,4096})>\s*;\s*rel="?next"?/.exec((answer.headers.get("link") ?? "").slice(0, 8192))?.[1];
    if (next === undefined) return pages;
    if (pages.length === MAX_PAGES)
      throw new OciFailure("too-large", `${from.registry} lists referrers on more than ${MAX_PAGES} pages`);
    if (!URL.canParse(next, answer.url.href) || new URL(next, answer.url).origin !== answer.url.origin)
      throw new OciFailure("malformed", `${from.registry} continues its list of referrers on another server`);
    to = new URL(next, answer.url).href;
  }
}

async function putBlob(transport: OciTransport, to: OciRepository, digest: string, text: string): Promise<void> {
  const there = await transport.send({ ...writing(to, "HEAD", `blobs/${digest}`) });
  if (there.status === 200) return;
  const begun = await transport.send(writing(to, "POST", "blobs/uploads/"));
  const location = begun.headers.get("location");
  if (begun.status !== 202 || location === undefined || !URL.canParse(location, begun.url.href))
    throw unexpected(begun, "a place to upload to");
  const upload = new URL(location, begun.url);
  upload.searchParams.set("digest", digest);
  const done = await transport.send({
    ...writing(to, "PUT", ""),
    to: upload.href,
    headers: { "content-type": "application/octet-stream" },
    body: text,
  });
  if (done.status !== 201) throw unexpected(done, "an upload's end");
}

async function putManifest(
  transport: OciTransport,
  to: OciRepository,
  reference: string,
  mediaType: string,
  text: string,
): Promise<boolean> {
  const answer = await transport.send({
    ...writing(to, "PUT", `manifests/${reference}`),
    headers: { "content-type": mediaType },
    body: text,
  });
  if (answer.status !== 201) throw unexpected(answer, "the taking of a manifest");
  return answer.headers.has("oci-subject");
}

function reading(place: OciRepository, path: string, maxBytes: number): OciRequest {
  return { method: "GET", place, action: "pull", to: pathOf(place, path), maxBytes };
}

function writing(place: OciRepository, method: OciRequest["method"], path: string): OciRequest {
  return { method, place, action: "pull,push", to: pathOf(place, path), maxBytes: MAX_IGNORED_BYTES };
}

/** Names and references come in parsed (letters, digits, `. _ - : /`), so that nothing in them has to be escaped. */
function pathOf({ repository }: OciRepository, path: string): string {
  return `/v2/${repository}/${path}`;
}

function mediaTypeOf(answer: OciAnswer): string {
  return (answer.headers.get("content-type") ?? "").split(";")[0]!.trim().toLowerCase();
}

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

function unexpected({ status, url }: OciAnswer, what: string): OciFailure {
  const kind = status === 401 || status === 403 ? "refused" : status === 404 ? "not-found" : "malformed";
  return new OciFailure(kind, `${url.host} answers ${status} where ${what} was to come`);
}

function wrongDigest({ url }: OciAnswer, what: string, expected: string, came: string): OciFailure {
  return new OciFailure(
    "wrong-digest",
    `${url.host} gave another ${what} than was asked for: ${expected} was to come, ${came} came`,
  );
}
