import "reflect-metadata";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { SubjectAlternativeNameExtension } from "@peculiar/x509";
import { instanceOf, tenantsNamed } from "../../../src/app/verify/instance";
import { trustDomainOf } from "../../../src/app/verify/trust-domain";
import type { HttpClient } from "../../../src/core/http";
import { createHttpClient } from "../../../src/host/http";
import type { CheckedBundle } from "../../../src/verify/read-bundle";
import { certify } from "../../support/own-authority";

/** Which trusted root: a tenant's is chosen where who verifies has named the tenant, and its server says which that is. */

const ACME = "https://acme.ghe.com/team/ci/.github/workflows/build.yml@refs/heads/main";
const NAMED = new Set(["acme"]);

async function bundleOf(uri: string, organisation = "GitHub\\, Inc."): Promise<CheckedBundle["bundle"]> {
  const authority = await certify({ subject: `CN=Fulcio, O=${organisation}`, authority: true });
  const extensions = [new SubjectAlternativeNameExtension([{ type: "url", value: uri }])];
  const { der } = await certify({ subject: "CN=leaf", by: authority, extensions });
  const content = { $case: "certificate", certificate: { rawBytes: der } };
  return { verificationMaterial: { content } } as unknown as CheckedBundle["bundle"];
}

test.each([
  ["a tenant that was named", ACME, NAMED, { kind: "github", tenant: "acme" }],
  ["a tenant that nobody named", ACME, new Set<string>(), { kind: "github" }],
  ["another tenant than was named", ACME.replace("acme.", "evil."), NAMED, { kind: "github" }],
  ["a name that only begins so", ACME.replace("ghe.com", "ghe.com.evil.example"), NAMED, { kind: "github" }],
  ["a path that looks so", `https://github.com/${ACME}`, NAMED, { kind: "github" }],
  ["github.com", ACME.replace("acme.ghe.com", "github.com"), NAMED, { kind: "github" }],
])("of GitHub's certificate: %s", async (_, uri, tenants, expected) => {
  expect(instanceOf(await bundleOf(uri), tenants)).toEqual(expected);
});

test("a tenant's address in a certificate of another authority chooses nothing", async () => {
  expect(instanceOf(await bundleOf(ACME, "sigstore.dev"), NAMED)).toEqual({ kind: "public" });
});

test("a tenant is named by who may have signed, and by verifying there", () => {
  const named = (...args: Parameters<typeof tenantsNamed>) => [...tenantsNamed(...args)];
  expect(named([{ workflow: "team/ci/x.yml", server: "https://one.ghe.com" }], {})).toEqual(["one"]);
  expect(named([{ ownerId: "1", issuer: "https://token.actions.two.ghe.com" }], {})).toEqual(["two"]);
  expect(named([{ identity: ACME, issuer: "https://issuer.example" }], {})).toEqual(["acme"]);
  expect(named([], { GITHUB_SERVER_URL: "https://here.ghe.com" })).toEqual(["here"]);
  expect(
    named([{ identity: "ada@acme.ghe.com", issuer: "https://ghe.com" }], { GITHUB_SERVER_URL: "http://a.ghe.com" }),
  ).toEqual([]);
});

describe("the trust domain", () => {
  let server: Server;
  let http: HttpClient & { close(): Promise<void> };
  let answer: { status: number; body: string };
  let seen: { url: string | undefined; authorization: string | undefined }[];
  beforeEach(async () => {
    http = createHttpClient({ env: {} });
    seen = [];
    server = createServer(({ url, headers }, response) => {
      seen.push({ url, authorization: headers.authorization });
      response.writeHead(answer.status, { "content-type": "application/json" }).end(answer.body);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  });
  afterEach(async () => {
    await http.close();
    await new Promise((done) => server.close(done));
  });

  const ask = (env: object = {}) => {
    const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return trustDomainOf("acme", http, { GITHUB_SERVER_URL: "https://acme.ghe.com", GITHUB_API_URL: api, ...env });
  };
  const meta = (trust_domain: unknown) => JSON.stringify({ domains: { artifact_attestations: { trust_domain } } });

  test("is what the tenant's own server says, asked with its own token", async () => {
    answer = { status: 200, body: meta("region-1") };
    expect(await ask({ GITHUB_TOKEN: "own" })).toBe("region-1");
    expect(seen).toEqual([{ url: "/meta", authorization: "Bearer own" }]);
  });

  test("is asked at the tenant's API from elsewhere, without the token of here", async () => {
    const asked: object[] = [];
    const elsewhere: HttpClient = {
      request: async (request) => {
        asked.push(request);
        return { status: 200, headers: new Map(), body: Buffer.from(meta("region-2")) } as never;
      },
    };
    const env = {
      GITHUB_SERVER_URL: "https://github.com",
      GITHUB_API_URL: "https://api.github.com",
      GITHUB_TOKEN: "secret",
    };
    expect(await trustDomainOf("acme", elsewhere, env)).toBe("region-2");
    expect(asked).toMatchObject([{ url: "https://api.acme.ghe.com/meta" }]);
    expect(JSON.stringify(asked)).not.toContain("secret");
  });

  test.each([
    ["no such field", 200, "{}"],
    ["a path", 200, meta("../x")],
    ["no text", 200, meta(["a"])],
    ["a list", 200, "[]"],
    ["no JSON", 200, "<html>"],
    ["a refusal", 403, "{}"],
  ])("%s: nothing is chosen, in words", async (_, status, body) => {
    answer = { status, body };
    await expect(ask()).rejects.toMatchObject({
      kind: "unavailable",
      message: expect.stringMatching(/the trust domain of acme\.ghe\.com .*--trusted-root FILE/) as string,
    });
  });
});
