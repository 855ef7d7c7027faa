import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { connect, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { HttpFailure, type HttpFailureKind } from "../../src/core/http";
import { PROJECT } from "../../src/core/project";
import { createHttpClient, type ClosableHttpClient } from "../../src/host/http";
import { proxyFor } from "../../src/host/proxy";
import { closedAddress, startOsv, type OsvProcess } from "../support/osv-process";

const MAX = 1024 ** 2;
let osv: OsvProcess;
let http: ClosableHttpClient;
const servers: Server[] = [];

beforeAll(async () => {
  osv = await startOsv();
});
afterAll(() => osv.close());
beforeEach(async () => {
  await osv.steer({
    reset: true,
    records: [{ id: "A-1", modified: "2026-01-01T00:00:00Z", details: "ä".repeat(500) }],
  });
  http = createHttpClient({ env: {} });
});
afterEach(async () => {
  await http.close();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});

async function listening(server: Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const get = (url: string, more: { maxBytes?: number; timeoutMs?: number; signal?: AbortSignal } = {}, client = http) =>
  client.request({ method: "GET", url, maxBytes: MAX, timeoutMs: 10_000, ...more });
const textOf = ({ body }: { readonly body: Uint8Array }) => Buffer.from(body).toString();

async function failureOf(request: Promise<unknown>): Promise<{ kind: HttpFailureKind; message: string }> {
  const error = await request.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(HttpFailure);
  return error as HttpFailure;
}

test("who is asked is told for as long as it is, whether an answer comes or not", async () => {
  const said: string[] = [];
  const onAsking = (server: string) => (said.push(`? ${server}`), () => void said.push(`! ${server}`));
  const asked = createHttpClient({ env: {}, onAsking });
  const server = await listening(
    createServer(({ url }, response) => (said.push("served"), url === "/hangs" ? undefined : response.end("x"))),
  );
  await get(`http://user:secret@${server}/path?query`, {}, asked);
  await failureOf(get(`http://${server}/hangs`, { timeoutMs: 50 }, asked));
  await failureOf(get("nonsense", {}, asked));
  await asked.close();
  expect(said.slice(0, 3)).toEqual([`? ${server}`, "served", `! ${server}`]);
  expect(said.filter((each) => each !== "served").slice(2)).toEqual([`? ${server}`, `! ${server}`, "? what is no address", "! what is no address"]); // prettier-ignore
});

describe("an answer", () => {
  test.each([undefined, "gzip", "br"])("is whole and decoded (%s), and says who asked", async (encoding) => {
    await osv.steer({ encoding });
    const answer = await get(`${osv.url}/v1/vulns/A-1`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-encoding")).toBe(encoding);
    expect(JSON.parse(textOf(answer))).toMatchObject({ id: "A-1", details: "ä".repeat(500) });
    expect((await osv.seen())[0]!.headers["user-agent"]).toBe(`model-assay/${PROJECT.version}`);
  });

  test("comes over connections that are used again, never more than 64", async () => {
    const ports = new Set<number | undefined>();
    let open = 0;
    let most = 0;
    const server = await listening(
      createServer((request, response) => {
        ports.add(request.socket.remotePort);
        most = Math.max(most, ++open);
        setTimeout(() => (open--, response.end("x")), 5);
      }),
    );
    await Promise.all(Array.from({ length: 300 }, () => get(`http://${server}/`)));
    expect(most).toBeGreaterThan(8);
    expect(ports.size).toBeLessThanOrEqual(64);
  });

  test("of another status is an answer, and a redirect is not followed", async () => {
    expect((await get(`${osv.url}/v1/vulns/B-1`)).status).toBe(404);
    await osv.steer({ faults: [{ kind: "redirect", location: `${osv.url}/v1/vulns/A-1` }] });
    expect((await get(`${osv.url}/v1/vulns/A-2`)).status).toBe(302);
    expect((await osv.seen()).map(({ path }) => path)).toEqual(["/v1/vulns/B-1", "/v1/vulns/A-2"]);
  });

  test("takes credentials of the address as a header", async () => {
    await get(`${osv.url.replace("//", "//me:s%20cret@")}/v1/vulns/A-1`);
    expect((await osv.seen())[0]!.headers["authorization"]).toBe(`Basic ${btoa("me:s cret")}`);
  });
});

describe("no answer", () => {
  const where = () => osv.url.slice("http://".length);
  test.each<[string, HttpFailureKind, string]>([
    ["wrong-length", "truncated", "is not as long as it says"],
    ["truncated-body", "truncated", "ends too early"],
    ["reset", "connection", "broke"],
    ["wrong-encoding", "encoding", "is not the gzip that it claims to be"],
    ["huge", "too-large", "is longer than 1,048,576 bytes"],
    ["bomb", "too-large", "is longer than 1,048,576 bytes"],
  ])("%s: %s", async (kind, expected, words) => {
    await osv.steer({ faults: [{ kind }] });
    const failure = await failureOf(get(`${osv.url}/v1/vulns/A-1`));
    expect(failure.kind).toBe(expected);
    expect(failure.message).toContain(words);
    expect(failure.message).toContain(where());
  });

  test.each(["hang", "drip"])("%s ends at the time that it is given", async (kind) => {
    await osv.steer({ faults: [{ kind, milliseconds: 20 }] });
    const failure = await failureOf(get(`${osv.url}/v1/vulns/A-1`, { timeoutMs: 300 }));
    expect(failure.message).toBe(`${where()} gave no whole answer within 0.3 s`);
    expect(failure.kind).toBe("timeout");
  });

  test.each(["timeout", "aborted"])("a connection that is never made ends (%s)", async (kind) => {
    const proxy = createServer().on("connect", (_, socket) => {
      socket.on("error", () => socket.destroy()).on("end", () => socket.destroy());
      socket.resume();
    });
    const http = createHttpClient({ env: { HTTPS_PROXY: await listening(proxy) } });
    const end = kind === "timeout" ? { timeoutMs: 100 } : { signal: AbortSignal.timeout(100) };
    expect(await failureOf(get("https://osv.example/", end, http))).toMatchObject({ kind });
    await http.close();
  });

  test("half of a compressed answer is truncated", async () => {
    const half = gzipSync("x".repeat(5_000) + Math.random()).subarray(0, 30);
    const server = await listening(
      createServer((_, response) => response.setHeader("content-encoding", "gzip").end(half)),
    );
    expect(await failureOf(get(`http://${server}/`))).toMatchObject({ kind: "truncated" });
  });

  test("by the caller's signal", async () => {
    await osv.steer({ faults: [{ kind: "hang" }] });
    const signal = AbortSignal.timeout(50);
    expect(await failureOf(get(`${osv.url}/`, { signal }))).toMatchObject({ kind: "aborted" });
    expect(await failureOf(get(`${osv.url}/`, { signal: AbortSignal.abort() }))).toMatchObject({ kind: "aborted" });
  });

  test("where nobody listens, no name is known, and no address is given", async () => {
    const closed = await closedAddress();
    expect(await failureOf(get(closed.replace("//", "//me:secret@") + "/path?token=1"))).toMatchObject({
      kind: "refused",
      message: `${closed.slice(7)} refuses the connection`,
    });
    // Reserved never to exist (RFC 6761); a resolver without a network says that it cannot tell.
    expect(await failureOf(get("http://osv.invalid/"))).toMatchObject({
      kind: "dns",
      message: expect.stringContaining("osv.invalid cannot be found"),
    });
    for (const url of ["", "nowhere", "file:///etc/passwd", "http://"])
      expect(await failureOf(get(url))).toMatchObject({ kind: "address" });
  });

  test("after close what is under way ends", async () => {
    await osv.steer({ faults: [{ kind: "hang" }] });
    const hanging = failureOf(get(`${osv.url}/`));
    await get(`${osv.url}/_seen`);
    await http.close();
    expect((await hanging).kind).toBe("connection");
  });
});

describe("a proxy", () => {
  /** A proxy that sends everything to one place, whatever the name, and notes what it was asked. */
  async function proxyTo(target: () => string, status?: number): Promise<{ address: string; asked: string[] }> {
    const asked: string[] = [];
    const note = ({ method, url, headers }: IncomingMessage) =>
      asked.push(`${method} ${url} ${headers["proxy-authorization"] ?? "-"} ${headers.host}`);
    const server = createServer((request, response) => {
      note(request);
      response.statusCode = status ?? 200;
      response.end("by the proxy");
    });
    server.on("connect", (request: IncomingMessage, socket) => {
      note(request);
      if (status !== undefined) return void socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
      const [host, port] = target().split(":");
      const onward = connect(Number(port), host, () => {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        socket.pipe(onward).pipe(socket);
      });
      onward.on("error", () => socket.destroy());
      socket.on("error", () => onward.destroy());
    });
    return { address: await listening(server), asked };
  }

  const client = (env: Record<string, string>, ca?: string) =>
    (http = createHttpClient({ env, ...(ca ? { ca } : {}) }));

  test("is asked with the whole address for http, and given its credentials", async () => {
    const proxy = await proxyTo(() => "");
    client({ HTTP_PROXY: `http://me:p%40ss@${proxy.address}` });
    expect(textOf(await get("http://osv.example/v1/vulns/A?b=c"))).toBe("by the proxy");
    expect(proxy.asked).toEqual([`GET http://osv.example/v1/vulns/A?b=c Basic ${btoa("me:p@ss")} osv.example`]);
  });

  test("opens a tunnel for https", async () => {
    const directory = mkdtempSync(join(tmpdir(), "assay-tls-"));
    try {
      execFileSync(
        "openssl",
        `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=osv.example -addext subjectAltName=DNS:osv.example -keyout key -out cert`.split(
          " ",
        ),
        { cwd: directory, stdio: "ignore" },
      );
      const cert = readFileSync(join(directory, "cert"), "utf8");
      const key = readFileSync(join(directory, "key"), "utf8");
      const target = await listening(createTlsServer({ cert, key }, (_, response) => response.end("by the tunnel")));
      const proxy = await proxyTo(() => target);
      client({ https_proxy: `http://me:pass@${proxy.address}` }, cert);
      expect(textOf(await get("https://osv.example/x"))).toBe("by the tunnel");
      expect(proxy.asked).toEqual([`CONNECT osv.example:443 Basic ${btoa("me:pass")} osv.example`]);
      await http.close();
      client({ https_proxy: proxy.address });
      const untrusted = await failureOf(get("https://osv.example/x"));
      expect(untrusted.kind).toBe("tls");
      expect(untrusted.message).toContain("NODE_EXTRA_CA_CERTS");
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });

  test.each([
    [407, "http", "wants credentials (status 407)"],
    [407, "https", "wants credentials (status 407)"],
    [502, "https", "does not connect to osv.example (status 502)"],
  ])("that answers %i to %s is said, without credentials", async (status, scheme, words) => {
    const { address } = await proxyTo(() => "", status);
    client({ HTTP_PROXY: `http://me:secret@${address}`, HTTPS_PROXY: `http://me:secret@${address}` });
    const failure = await failureOf(get(`${scheme}://osv.example/`));
    expect(failure).toMatchObject({ kind: "proxy", message: `the proxy ${address} ${words}` });
  });

  test.each(["http", "https"])("that is not there is said (%s)", async (scheme) => {
    const closed = await closedAddress();
    client({ HTTP_PROXY: closed, HTTPS_PROXY: closed });
    expect(await failureOf(get(`${scheme}://osv.example/`))).toMatchObject({
      kind: "proxy",
      message: `by the proxy: ${closed.slice(7)} refuses the connection`,
    });
  });

  test("is not asked for what NO_PROXY names", async () => {
    const proxy = await proxyTo(() => "");
    client({ HTTP_PROXY: proxy.address, NO_PROXY: "example.com, 127.0.0.1" });
    expect((await get(`${osv.url}/v1/vulns/A-1`)).status).toBe(200);
    expect(proxy.asked).toEqual([]);
  });

  test.each<[string, Record<string, string>, string | undefined]>([
    ["https://a.example/", { HTTP_PROXY: "http://p:1" }, undefined],
    ["https://a.example/", { HTTPS_PROXY: "p:1" }, "http://p:1"],
    ["http://a.example/", { http_proxy: "", HTTP_PROXY: "http://p:1" }, undefined],
    ["http://a.example/", { http_proxy: "http://q:1", HTTP_PROXY: "http://p:1" }, "http://q:1"],
    ["http://a.example/", { http_proxy: "http://q:1", no_proxy: "*" }, undefined],
    ["http://a.example/", { http_proxy: "http://q:1", no_proxy: "example" }, undefined],
    ["http://a.example/", { http_proxy: "http://q:1", NO_PROXY: ".example" }, undefined],
    ["http://a.example/", { http_proxy: "http://q:1", NO_PROXY: "*.EXAMPLE" }, undefined],
    ["http://a.example/", { http_proxy: "http://q:1", NO_PROXY: "ample" }, "http://q:1"],
    ["http://a.example/", { http_proxy: "http://q:1", NO_PROXY: "a.example:8080" }, "http://q:1"],
    ["http://a.example:8080/", { http_proxy: "http://q:1", NO_PROXY: "a.example:8080" }, undefined],
    ["http://[::1]:80/", { http_proxy: "http://q:1", NO_PROXY: "::1" }, undefined],
    ["http://[::1]:81/", { http_proxy: "http://q:1", NO_PROXY: "[::1]:80" }, "http://q:1"],
    ["http://a.example/", { http_proxy: "http://q:1", no_proxy: "", NO_PROXY: "*" }, "http://q:1"],
  ])("for %s by %j", (address, env, expected) => {
    expect(proxyFor(new URL(address), env)?.origin).toBe(expected);
  });

  test("that is no address is said without telling it", async () => {
    client({ HTTP_PROXY: "socks5://me:secret@p:1" });
    const failure = await failureOf(get("http://osv.example/"));
    expect(failure.kind).toBe("proxy");
    expect(failure.message).not.toContain("secret");
  });
});
