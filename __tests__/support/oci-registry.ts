import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as the registry saw it. */
export interface SeenByRegistry {
  readonly method: string;
  readonly path: string;
  readonly host: string;
  readonly authorization?: string;
}

/** Brings true where it has answered instead of the registry (or will never). */
export type RegistryFault = (request: IncomingMessage, response: ServerResponse) => boolean;

/**
 * A small registry on loopback that answers as OCI's distribution specification 1.1 has it: manifests, blobs, uploads, referrers by
 * the API or not at all, tokens; and that fails on demand.
 */
export interface OciServer {
  /** Host and port, as references name it. */
  readonly host: string;
  readonly seen: SeenByRegistry[];
  readonly settings: {
    referrersApi: boolean;
    /** Whether `OCI-Subject` says that a subject was taken. */
    saysSubject: boolean;
    /** Entries of a page of referrers. */
    pageSize: number;
    /** Wants a token, which only this user gets: `name:password`. */
    login?: string;
    /** Where tokens are, instead of the registry itself. */
    realm?: string;
    fault?: RegistryFault;
  };
  /** Puts a manifest or index there, and brings its digest. */
  putManifest(repository: string, document: object, tag?: string): string;
  putBlob(content: string | Uint8Array): { readonly digest: string; readonly size: number };
  /** Bytes of a manifest. */
  manifest(repository: string, reference: string): string | undefined;
  blob(digest: string): string | undefined;
  close(): Promise<void>;
}

interface Stored {
  readonly mediaType: string;
  readonly bytes: Buffer;
}

const INDEX = "application/vnd.oci.image.index.v1+json";
const TOKEN = "token-of-the-registry";

export function digestOf(content: string | Uint8Array): string {
  return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}

export async function startOciServer(): Promise<OciServer> {
  const registry = new Registry();
  const server = createServer((request, response) => void registry.answer(request, response));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  registry.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(registry, {
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  });
}

class Registry {
  host = "";
  readonly seen: SeenByRegistry[] = [];
  readonly settings: OciServer["settings"] = { referrersApi: true, saysSubject: true, pageSize: 1000 };
  private readonly manifests = new Map<string, Stored>();
  private readonly blobs = new Map<string, Buffer>();

  putManifest(repository: string, document: object, tag?: string): string {
    const bytes = Buffer.from(JSON.stringify(document));
    return this.store(repository, { mediaType: (document as { mediaType: string }).mediaType, bytes }, tag);
  }

  putBlob(content: string | Uint8Array) {
    const bytes = Buffer.from(content as Uint8Array);
    this.blobs.set(digestOf(bytes), bytes);
    return { digest: digestOf(bytes), size: bytes.length };
  }

  manifest(repository: string, reference: string): string | undefined {
    return this.manifests.get(`${repository} ${reference}`)?.bytes.toString();
  }

  blob(digest: string): string | undefined {
    return this.blobs.get(digest)?.toString();
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", `http://${this.host}`);
    const { authorization, host = "" } = request.headers;
    this.seen.push({
      method: request.method ?? "",
      path: url.pathname + url.search,
      host,
      ...(authorization === undefined ? {} : { authorization }),
    });
    if (this.settings.fault?.(request, response) === true) return;
    if (url.pathname === "/token") return this.giveToken(url, authorization, response);
    if (this.settings.login !== undefined && authorization !== `Bearer ${TOKEN}`) {
      const realm = this.settings.realm ?? `http://${this.host}/token`;
      return end(response, 401, { "www-authenticate": `Bearer realm="${realm}",service="here",scope="all"` });
    }
    const [, repository = "", kind, rest = ""] =
      /^\/v2\/(.+?)\/(manifests|blobs|referrers)\/(.*)$/.exec(url.pathname) ?? [];
    const body = Buffer.concat(await request.toArray());
    if (kind === "manifests") return this.onManifest(request, response, repository, rest, body);
    if (kind === "blobs") return this.onBlob(request, response, url, rest, body);
    if (kind === "referrers" && this.settings.referrersApi) return this.onReferrers(response, url, repository, rest);
    end(response, 404);
  }

  private giveToken(url: URL, authorization: string | undefined, response: ServerResponse): void {
    const wanted = `Basic ${Buffer.from(this.settings.login ?? "").toString("base64")}`;
    const scoped = url.searchParams.get("scope")?.startsWith("repository:team/") === true;
    if (authorization !== wanted || !scoped) return end(response, 401);
    end(response, 200, { "content-type": "application/json" }, JSON.stringify({ token: TOKEN }));
  }

  private onManifest(
    request: IncomingMessage,
    response: ServerResponse,
    repository: string,
    reference: string,
    body: Buffer,
  ): void {
    if (request.method === "PUT") {
      const mediaType = request.headers["content-type"] ?? "";
      const byDigest = reference.startsWith("sha256:");
      if (byDigest && digestOf(body) !== reference) return end(response, 400);
      this.store(repository, { mediaType, bytes: body }, byDigest ? undefined : reference);
      const { subject } = JSON.parse(body.toString()) as { subject?: { digest: string } };
      const says = this.settings.referrersApi && this.settings.saysSubject && subject !== undefined;
      return end(response, 201, says ? { "oci-subject": subject.digest } : {});
    }
    const found = this.manifests.get(`${repository} ${reference}`);
    if (found === undefined) return end(response, 404);
    const headers = { "content-type": found.mediaType, "docker-content-digest": digestOf(found.bytes) };
    end(response, 200, headers, found.bytes);
  }

  private onBlob(request: IncomingMessage, response: ServerResponse, url: URL, rest: string, body: Buffer): void {
    if (request.method === "POST") return end(response, 202, { location: "/v2/up/blobs/uploads/1?state=x" });
    if (request.method === "PUT") {
      if (digestOf(body) !== url.searchParams.get("digest")) return end(response, 400);
      this.putBlob(body);
      return end(response, 201);
    }
    const found = this.blobs.get(rest);
    end(response, found === undefined ? 404 : 200, {}, found);
  }

  private onReferrers(response: ServerResponse, url: URL, repository: string, digest: string): void {
    const all = [...this.manifests]
      .filter(([key]) => key.startsWith(`${repository} sha256:`))
      .map(([, { bytes, mediaType }]) => ({ bytes, mediaType, read: JSON.parse(bytes.toString()) as Manifest }))
      .filter(({ read }) => read.subject?.digest === digest)
      .map(({ bytes, mediaType, read }) => ({
        mediaType,
        size: bytes.length,
        digest: digestOf(bytes),
        ...(read.artifactType === undefined ? {} : { artifactType: read.artifactType }),
      }));
    const from = Number(url.searchParams.get("from") ?? "0");
    const to = from + this.settings.pageSize;
    const next = to < all.length ? { link: `<${url.pathname}?from=${to}>; rel="next"` } : {};
    const index = { schemaVersion: 2, mediaType: INDEX, manifests: all.slice(from, to) };
    end(response, 200, { "content-type": INDEX, ...next }, JSON.stringify(index));
  }

  private store(repository: string, stored: Stored, tag: string | undefined): string {
    const digest = digestOf(stored.bytes);
    for (const reference of [digest, tag])
      if (reference !== undefined) this.manifests.set(`${repository} ${reference}`, stored);
    return digest;
  }
}

interface Manifest {
  readonly artifactType?: string;
  readonly subject?: { readonly digest: string };
}

function end(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>> = {},
  body?: string | Uint8Array,
): void {
  response.writeHead(status, headers);
  response.end(body);
}
