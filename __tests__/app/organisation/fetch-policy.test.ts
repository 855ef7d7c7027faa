import { createHash } from "node:crypto";
import { fetchPolicy } from "../../../src/app/organisation/fetch-policy";
import { HttpFailure, type HttpAnswer, type HttpClient, type HttpRequest } from "../../../src/core/http";
import { createHttpClient, type ClosableHttpClient } from "../../../src/host/http";
import { startGitHubProcess, type GitHubProcess } from "../../support/github-process";

const SHA = "0123456789abcdef0123456789abcdef01234567";
const TOKEN = "ghs_0123456789abcdefghijklmnopqrstuvwxyzAB";
const REFERENCE = { owner: "acme", repository: "policies", path: "models/assay policy.yml", commit: SHA };
const SOURCE = `acme/policies/models/assay policy.yml@${SHA}`;
const POLICY = "version: 1\nfail-on: low\n";

let github: GitHubProcess;
let http: ClosableHttpClient;
beforeAll(async () => {
  github = await startGitHubProcess();
  http = createHttpClient({ env: { NO_PROXY: "127.0.0.1" } });
});
afterAll(async () => {
  await http.close();
  await github.close();
});

const at = (files: Record<string, string>) => ({ contents: { [`acme/policies@${SHA}`]: files } });
const ask = (reference: Partial<typeof REFERENCE> = {}, client: HttpClient = http) =>
  fetchPolicy({
    reference: { ...REFERENCE, ...reference },
    token: TOKEN,
    env: { GITHUB_API_URL: github.url, NO_PROXY: "127.0.0.1" },
    http: client,
    sleep: () => Promise.resolve(),
  });

/** How it fails, by name and words. No message ever has the token. */
async function failure(asked: Promise<unknown>): Promise<[name: string, message: string]> {
  const error = await asked.then(
    () => new Error("it did not fail"),
    (thrown: unknown) => thrown as Error,
  );
  expect(`${error.message}\n${error.stack}\n${JSON.stringify(error)}`).not.toContain(TOKEN);
  return [error.name, error.message];
}

describe("a policy by its commit", () => {
  test("is what that commit has, with digest and source; its path is encoded, and the token goes along", async () => {
    await github.knows({ ...at({ "models/assay policy.yml": POLICY }), contentsToken: TOKEN });
    await github.seen();
    const found = await ask();
    expect(found).toMatchObject({
      policy: { failOn: "low" },
      digest: createHash("sha256").update(POLICY).digest("hex"),
      source: SOURCE,
    });
    expect(found.rules).toBeUndefined();
    expect(await github.seen()).toEqual([
      { method: "GET", path: "/repos/acme/policies/contents/models/assay%20policy.yml", authorization: `Bearer ${TOKEN}` },
    ]); // prettier-ignore
  });

  test("a name with signs of addresses asks for that file", async () => {
    await github.knows(at({ "models/a?ref=main#b%2e.yml": POLICY }));
    expect((await ask({ path: "models/a?ref=main#b%2e.yml" })).policy.failOn).toBe("low");
  });

  test("its rules in Rego come with it, from the same commit", async () => {
    const files = { "rules/a.rego": "package model_assay\n", "rules/a_test.rego": "x", "rules/sub/b.rego": "x", "rules/readme.md": "x" };
    await github.knows(at({ "models/assay policy.yml": `${POLICY}rego: rules\n`, ...files }));
    const { rules } = await ask();
    expect(rules).toMatchObject({ path: "acme/policies/rules", owner: "acme/policies" });
    expect(rules!.names()).toEqual(["a.rego"]);
    expect(Buffer.from(rules!.read("a.rego", 1000)).toString()).toBe("package model_assay\n");
    expect(() => rules!.read("b.rego", 1000)).toThrow("was not fetched");
  }); // prettier-ignore

  test("rules at the root of the repository", async () => {
    await github.knows(at({ "models/assay policy.yml": `${POLICY}rego: .\n`, "a.rego": "package model_assay\n" }));
    expect((await ask()).rules!.names()).toEqual(["a.rego"]);
  });
});

describe("what is wrong for good ends the run as wrong configuration", () => {
  const NEEDS = "The token needs contents: read of acme/policies";
  test.each<[string, object, string, string]>([
    ["403", { faults: [{ path: "/contents/", status: 403 }] }, "ConfigurationError", `refuses (403). ${NEEDS}. Give one that may read acme/policies (policy-token, or MODEL_ASSAY_POLICY_TOKEN)`],
    ["404", {}, "ConfigurationError", `not found (404). ${NEEDS}. Either models/assay policy.yml is not there at that commit, or there is no such commit, or the token does not see acme/policies`],
    ["another token", { ...at({ "models/assay policy.yml": POLICY }), contentsToken: "other" }, "ConfigurationError", "a job's own token sees its own repository and public ones only"],
    ["a repository with another name", { faults: [{ path: "/contents/", status: 301 }] }, "ConfigurationError", "it answered 301. If acme/policies has another name by now, write that"],
    ["garbage", { faults: [{ path: "/contents/", status: 200, text: "<html>hello</html>" }] }, "InvalidPolicy", `${SOURCE}:1:1: `],
    ["nothing", { faults: [{ path: "/contents/", status: 200, text: "" }] }, "InvalidPolicy", `${SOURCE}:1:1: `],
    ["an invalid policy", at({ "models/assay policy.yml": "version: 1\nfail-on: all\n" }), "InvalidPolicy", `${SOURCE}:2:10: fail-on must be one of`],
    ["a policy too large", at({ "models/assay policy.yml": `${POLICY}#${"x".repeat(1024 * 1024)}` }), "ConfigurationError", "models/assay policy.yml is too large"],
    ["the token in the answer", at({ "models/assay policy.yml": `${POLICY}${TOKEN}: 1\n` }), "ConfigurationError", "holds the token that it was asked with"],
    ["a trusted root", at({ "models/assay policy.yml": `${POLICY}signatures: { trusted-root: root.json }\n` }), "ConfigurationError", "names signatures.trusted-root, which is a file of its own repository"],
    ["rules that are not there", at({ "models/assay policy.yml": `${POLICY}rego: rules\n` }), "ConfigurationError", "Either rules is not there at that commit"],
    ["rules that are a file", at({ "models/assay policy.yml": `${POLICY}rego: rules\n`, rules: "{}" }), "ConfigurationError", "rego: acme/policies/rules is no folder at that commit"],
    ["a rule too large", at({ "models/assay policy.yml": `${POLICY}rego: rules\n`, "rules/a.rego": "#".repeat(300_000) }), "ConfigurationError", "rules/a.rego is too large"],
    ["many rules", at({ "models/assay policy.yml": `${POLICY}rego: rules\n`, ...Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`rules/${i}.rego`, ""])) }), "ConfigurationError", "has 65 .rego files, more than 64"],
    ["more than GitHub lists", at({ "models/assay policy.yml": `${POLICY}rego: rules\n`, ...Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`rules/${i}.md`, ""])) }), "ConfigurationError", "has more entries than GitHub lists (1000)"],
    ["a link among the rules", { ...at({ "models/assay policy.yml": `${POLICY}rego: rules\n` }), faults: [{ path: "/contents/rules", status: 200, text: '[{"name":"a.rego","type":"symlink"}]' }] }, "ConfigurationError", "acme/policies/rules/a.rego is a symlink. Put the rules themselves there"],
    ["a way out among the rules", { ...at({ "models/assay policy.yml": `${POLICY}rego: rules\n` }), faults: [{ path: "/contents/rules", status: 200, text: '[{"name":"../a.rego","type":"file"}]' }] }, "ConfigurationError", "has an entry without a name"],
  ])("%s", async (_what, facts, kind, words) => {
    await github.knows(facts);
    const [name, message] = await failure(ask());
    expect([name, message]).toEqual([kind, expect.stringContaining(words)]);
    if (kind === "ConfigurationError") expect(message).toMatch(/^policy: /);
  }); // prettier-ignore

  test("bytes that are no text", async () => {
    const answer: HttpAnswer = { status: 200, headers: new Map(), body: Buffer.from([0x76, 0xff]) };
    const [name, message] = await failure(ask({}, { request: () => Promise.resolve(answer) }));
    expect([name, message]).toEqual(["ConfigurationError", "policy: models/assay policy.yml is not UTF-8. Save it as UTF-8"]); // prettier-ignore
  });
});

describe("what may pass leaves the run unfinished, and lets nothing through", () => {
  const UNDECIDED = "policy: the organisation's policy could not be fetched, so nothing was decided. GitHub, ";
  test.each([500, 502, 429])("%i, three times", async (status) => {
    await github.knows({ faults: [{ path: "/contents/", status }] });
    await github.seen();
    const [name, message] = await failure(ask());
    expect([name, message]).toEqual(["PolicyUnavailable", expect.stringContaining(`(${status}). Try again later`)]);
    expect(message.startsWith(UNDECIDED)).toBe(true);
    expect(await github.seen()).toHaveLength(3);
  });

  test("a rate limit that GitHub says with 403", async () => {
    const answer: HttpAnswer = { status: 403, headers: new Map([["x-ratelimit-remaining", "0"]]), body: Buffer.from("{}") };
    const [name, message] = await failure(ask({}, { request: () => Promise.resolve(answer) }));
    expect([name, message]).toEqual(["PolicyUnavailable", expect.stringContaining("its rate limit is used up (403)")]);
  }); // prettier-ignore

  test.each(["timeout", "connection", "dns", "tls", "truncated"] as const)("%s", async (kind) => {
    const requests: HttpRequest[] = [];
    const client: HttpClient = {
      request(request) {
        requests.push(request);
        return Promise.reject(new HttpFailure(kind, `no answer from the server (${kind})`));
      },
    };
    const [name, message] = await failure(ask({}, client));
    expect([name, message]).toEqual(["PolicyUnavailable", expect.stringContaining(kind)]);
    expect(requests).toHaveLength(3);
    // A server that hangs is not waited for without an end.
    expect(requests[0]!.timeoutMs).toBeLessThanOrEqual(30_000);
  });
});
