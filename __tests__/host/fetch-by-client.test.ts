import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { HttpClient } from "../../src/core/http";
import { withFetch } from "../../src/host/fetch-by-client";
import { createHttpClient } from "../../src/host/http";

const NODES = globalThis.fetch;
const server = createServer((request, response) => {
  if (request.url === "/cut")
    return void response.writeHead(200, { "content-length": "9" }).end("x", () => response.destroy());
  response.writeHead(request.url === "/none" ? 404 : 200).end(`path ${request.url}`);
});
let origin: string;
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());
afterEach(() => expect(globalThis.fetch).toBe(NODES));

/** A client that says what it was asked for. */
function watched(): { http: HttpClient; asked: string[]; close: () => Promise<void> } {
  const real = createHttpClient({ env: {} });
  const asked: string[] = [];
  return {
    http: { request: (wanted) => (asked.push(wanted.url), real.request(wanted)) },
    asked,
    close: () => real.close(),
  };
}

test("what is fetched from the origin goes over the client, everything else as before", async () => {
  const { http, asked, close } = watched();
  await withFetch(http, `${origin}/tuf`, async () => {
    const answer = await fetch(`${origin}/tuf/1.root.json`, { headers: { "user-agent": "x" } });
    expect([answer.ok, await answer.text()]).toEqual([true, "path /tuf/1.root.json"]);
    expect(await (await fetch(`${origin}/tuff`)).text()).toBe("path /tuff");
  });
  expect(asked).toEqual([`${origin}/tuf/1.root.json`]);
  await close();
});

test("a status is a status, and a failure of the network is what `fetch` makes of it", async () => {
  const { http, close } = watched();
  await withFetch(http, origin, async () => {
    expect((await fetch(`${origin}/none`)).status).toBe(404);
    await expect(fetch(`${origin}/cut`)).rejects.toMatchObject({ name: "TypeError", message: "fetch failed" });
    await expect(fetch(`${origin}/x`, { signal: AbortSignal.abort() })).rejects.toThrow("fetch failed");
  });
  await close();
});

test("two at once, that end in any order, leave Node's own behind, and so does one that throws", async () => {
  const { http, close } = watched();
  let end = () => {};
  const first = withFetch(http, "http://a.example", () => new Promise<void>((done) => (end = done)));
  await withFetch(http, "http://b.example", async () => undefined);
  end();
  await first;
  await expect(withFetch(http, origin, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  await close();
});
