import { HttpFailure, type HttpAnswer, type HttpRequest } from "../../src/core/http";
import { quoted } from "../../src/attest/redact";
import { ask, type Network } from "../../src/attest/service";

const REQUEST = { service: "Rekor", method: "GET", url: "https://log.example/a?secret=b", maxBytes: 10 } as const;

/** A network with a clock of its own: each request takes `lasts` milliseconds. */
function network(answers: readonly (HttpAnswer | HttpFailure)[], lasts = 0) {
  let time = 0;
  const [seen, waits]: [HttpRequest[], number[]] = [[], []];
  const fake: Network = {
    http: {
      request: async (request) => {
        time += lasts;
        seen.push(request);
        const answer = answers[Math.min(seen.length, answers.length) - 1]!;
        if (answer instanceof HttpFailure) throw answer;
        return answer;
      },
    },
    sleep: async (milliseconds) => {
      waits.push(milliseconds);
      time += milliseconds;
    },
    now: () => time,
  };
  return { fake, seen, waits };
}

const status = (code: number, headers: Record<string, string> = {}): HttpAnswer => ({
  status: code,
  headers: new Map(Object.entries(headers)),
  body: Buffer.alloc(0),
});

test("a request has its bounds, and what it accepts comes back", async () => {
  const { fake, seen } = network([status(409)]);
  expect(await ask(fake, { ...REQUEST, accept: [409] })).toMatchObject({ status: 409 });
  expect(seen[0]).toMatchObject({ timeoutMs: 25_000, maxBytes: 10, headers: { accept: "application/json" } });
});

test("no new try begins after two minutes", async () => {
  const { fake, seen, waits } = network([status(503)], 50_000);
  await expect(ask(fake, REQUEST)).rejects.toThrow("(tried 3 times)");
  expect([seen.length, waits]).toEqual([3, [1000, 2000]]);
});

test.each(["0", " 3 ", "soon", "-5", "1e9", "99999999999999999999", ""])(
  "a Retry-After of %j makes no endless wait",
  async (text) => {
    const { fake, waits } = network([status(429, { "retry-after": text }), status(200)]);
    await ask(fake, REQUEST);
    expect(waits).toHaveLength(1);
    expect(waits[0]).toBeLessThanOrEqual(20_000);
    expect(waits[0]).toBeGreaterThanOrEqual(0);
  },
);

test.each(["connection", "dns", "refused", "timeout", "truncated"] as const)(
  "a failure of kind %s is tried again",
  async (kind) => {
    const { fake, seen } = network([new HttpFailure(kind, "it failed"), status(200)]);
    await ask(fake, REQUEST);
    expect(seen).toHaveLength(2);
  },
);

test.each([
  ["tls", "outage"],
  ["proxy", "outage"],
  ["too-large", "outage"],
  ["encoding", "outage"],
  ["address", "configuration"],
] as const)("a failure of kind %s is not, and is %s", async (kind, told) => {
  const { fake, seen } = network([new HttpFailure(kind, "it failed")]);
  const error = await ask(fake, REQUEST).catch((reason: Error) => reason);
  expect(error).toMatchObject({ kind: told });
  expect((error as Error).message).toMatch(/^Rekor at log\.example failed: it failed\. Nothing was signed\./);
  expect((error as Error).message).not.toContain("secret");
  expect(seen).toHaveLength(1);
});

test("words of others are short, on one line and without secrets", () => {
  expect(quoted("a\n\tb\u001b[31m\u202ec")).toBe("a b [31m c");
  expect(quoted("x ".repeat(1_000_000)).length).toBeLessThanOrEqual(200);
  expect(quoted("it is short-secret here", ["", "short-secret"])).toBe("it is *** here");
  expect(quoted(`key ${"Ab1_-".repeat(8)}.`)).toBe("key ***.");
  expect(quoted("the certificate of https://fulcio.example/api/v2/signingCert is old")).toContain(
    "/api/v2/signingCert",
  );
});
