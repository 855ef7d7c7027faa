import { createHash, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { canonicalize } from "@tufjs/canonical-json";

/** A role's metadata, as a test may change it before it is signed. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Loose = any;

interface RoleKey {
  readonly id: string;
  readonly json: unknown;
  readonly key: KeyObject;
}

function roleKey(): RoleKey {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const raw = publicKey.export({ type: "spki", format: "der" }).subarray(-32).toString("hex");
  const json = { keytype: "ed25519", scheme: "ed25519", keyval: { public: raw } };
  return { id: createHash("sha256").update(canonicalize(json)).digest("hex"), json, key: privateKey };
}

interface Published {
  readonly version?: number;
  readonly expires?: number;
  readonly target: string;
  /** Of the target. */
  readonly name?: string;
}

const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().replace(/\.\d+Z/, "Z");
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/**
 * A small TUF repository on loopback. `publish({ version, expires, target })` makes new metadata of that version, `expires` days from now;
 * `serve(path, text)` puts something else in its place; `root()` is the text to start from.
 */
export async function startTufRepository() {
  const keys = { root: roleKey(), timestamp: roleKey(), snapshot: roleKey(), targets: roleKey() };
  const files = new Map<string, string>();
  let status: number | undefined;
  const signed = (body: Loose, by: RoleKey): string =>
    JSON.stringify({
      signatures: [{ keyid: by.id, sig: sign(null, Buffer.from(canonicalize(body)), by.key).toString("hex") }],
      signed: body,
    });
  const base = (type: string, version: number, expires: number) => ({
    _type: type,
    spec_version: "1.0.31",
    version,
    expires: day(expires),
  });
  const rootOf = (version: number, expires: number, by: RoleKey = keys.root): string =>
    signed(
      {
        ...base("root", version, expires),
        consistent_snapshot: false,
        keys: Object.fromEntries(Object.values(keys).map(({ id, json }) => [id, json])),
        roles: Object.fromEntries(Object.entries(keys).map(([role, { id }]) => [role, { keyids: [id], threshold: 1 }])),
      },
      by,
    );
  const server = createServer((request, response) => {
    const found = status === undefined ? files.get(request.url ?? "") : undefined;
    response.writeHead(status ?? (found === undefined ? 404 : 200)).end(found);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const mirror = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    mirror,
    root: (expires = 30) => rootOf(1, expires),
    /** A later root, signed by its own key or by a stranger's. */
    rotate: (version: number, expires: number, stranger = false) =>
      void files.set(`/${version}.root.json`, rootOf(version, expires, stranger ? roleKey() : keys.root)),
    publish({ version = 1, expires = 7, target, name = "trusted_root.json" }: Published) {
      const hashes = { [name]: { length: Buffer.byteLength(target), hashes: { sha256: sha256(target) } } };
      files.set(`/targets/${name}`, target);
      files.set("/targets.json", signed({ ...base("targets", version, 30), targets: hashes }, keys.targets));
      const meta = { "targets.json": { version } };
      files.set("/snapshot.json", signed({ ...base("snapshot", version, 30), meta }, keys.snapshot));
      files.set(
        "/timestamp.json",
        signed({ ...base("timestamp", version, expires), meta: { "snapshot.json": { version } } }, keys.timestamp),
      );
    },
    serve: (path: string, change: (text: string) => string) => void files.set(path, change(files.get(path) ?? "")),
    fail: (code: number | undefined) => void (status = code),
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
