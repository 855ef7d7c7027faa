import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { compareByApi } from "../../src/host/github-api";

const A = "a".repeat(40);
const B = "b".repeat(40);
let server: Server | undefined;

afterEach(
  () => new Promise<void>((done) => (server ? (server.closeAllConnections(), server.close(() => done())) : done())),
);

async function serve(listener: RequestListener): Promise<string> {
  const started = createServer(listener);
  server = started;
  await new Promise<void>((done) => started.listen(0, "127.0.0.1", done));
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}/api/v3`;
}

test("asks GITHUB_API_URL for the merge base, with the token", async () => {
  const seen: (string | undefined)[] = [];
  const api = await serve((request, response) => {
    seen.push(request.url, request.headers.authorization);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ merge_base_commit: { sha: A } }));
  });
  const compare = compareByApi({ GITHUB_API_URL: api, GITHUB_REPOSITORY: "o/r" }, "t0ken");
  await expect(compare(A, B)).resolves.toBe(A);
  expect(seen).toEqual([`/api/v3/repos/o/r/compare/${A}...${B}?per_page=1`, "token t0ken"]);
});

test.each([
  [
    "status 500",
    (_: unknown, response: { statusCode: number; end(): void }) => ((response.statusCode = 500), response.end()),
  ],
  [
    "needs `contents: read`",
    (_: unknown, response: { statusCode: number; end(): void }) => ((response.statusCode = 404), response.end()),
  ],
  ["names no merge base", (_: unknown, response: { end(): void }) => response.end()],
  ["no answer within 0.3 s", () => undefined],
])("says what went wrong: %s", async (words, listener) => {
  const api = await serve(listener as RequestListener);
  const compare = compareByApi({ GITHUB_API_URL: api, GITHUB_REPOSITORY: "o/r" }, "t0ken", 300);
  await expect(compare(A, B)).rejects.toThrow(words);
});

test("says what is not set", async () => {
  await expect(compareByApi({}, "t")(A, B)).rejects.toThrow("GITHUB_REPOSITORY is not set");
  await expect(compareByApi({ GITHUB_REPOSITORY: "o/r" }, "")(A, B)).rejects.toThrow("give `github-token`");
});
