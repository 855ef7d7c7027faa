import { inspect } from "node:util";
import { SigningError } from "../../src/core/attestation";
import { readIdToken, requestIdToken } from "../../src/attest/identity";

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const SECRET = "c2lnbmF0dXJlLW9mLXRoZS10b2tlbi1uZXZlci1zaG93bi1hbnl3aGVyZQ";
const token = (claims: unknown) => `${part({ alg: "RS256" })}.${part(claims)}.${SECRET}`;

test("claims are read, and what is printed has no token", () => {
  const text = token({ sub: "repo:a/b", iss: "https://issuer", exp: 1_700_000_000, __proto__x: 1, constructor: "no" });
  const read = readIdToken(text);
  expect(read.subject).toBe("repo:a/b");
  expect(read.claims.get("iss")).toBe("https://issuer");
  expect(read.claims.get("toString")).toBeUndefined();
  expect(read.reveal()).toBe(text);
  for (const shown of [
    String(read),
    `${read}`,
    JSON.stringify({ read }),
    inspect(read, { depth: 5, showHidden: true }),
  ])
    expect(shown).not.toContain(SECRET.slice(0, 20));
});

test("the time that is over is told", () => {
  const read = readIdToken(token({ sub: "x", exp: 1_700_000_000 }));
  expect(read.expiry(1_700_000_060_000)).toBe("the token expired at 2023-11-14T22:13:20.000Z, 60 s ago");
  expect(read.expiry(1_699_999_999_000)).toBeUndefined();
  expect(readIdToken(token({ sub: "x", exp: "soon" })).expiry(Date.now())).toBeUndefined();
});

test("an e-mail address goes before the subject, where the issuer has verified it", () => {
  expect(readIdToken(token({ sub: "1", email: "a@b.c", email_verified: true })).subject).toBe("a@b.c");
  expect(readIdToken(token({ sub: "1", email: "" })).subject).toBe("1");
});

test.each<[string, string, string]>([
  ["empty", "", "it is empty"],
  ["one part", SECRET, "1 parts instead of three"],
  ["four parts", `a.b.c.${SECRET}`, "4 parts"],
  ["no JSON", `a.${Buffer.from("{").toString("base64url")}.${SECRET}`, "no JSON object"],
  ["a list", `a.${part([])}.${SECRET}`, "no JSON object"],
  ["null", `a.${part(null)}.${SECRET}`, "no JSON object"],
  ["no subject", token({ iss: "x" }), "it names no subject"],
  ["a subject that is no text", token({ sub: 1 }), "it names no subject"],
  ["an e-mail address nobody verified", token({ sub: "1", email: "a@b.c" }), "not verified the e-mail"],
  ["no end", `${SECRET.repeat(1000)}`, "longer than 32,768 characters"],
])("a token with %s is refused in words that do not hold it", (_, text, words) => {
  const error = failure(() => readIdToken(text));
  expect(error).toBeInstanceOf(SigningError);
  expect(error).toMatchObject({ kind: "configuration" });
  expect(error.message).toContain(words);
  expect(`${error.message}${error.stack}`).not.toContain(SECRET.slice(0, 20));
});

test("what the source of tokens says is shown without secrets, and an error of ours as it is", async () => {
  const failing = (error: unknown) => requestIdToken(() => Promise.reject(error), "sigstore");
  const said = await failing(new Error(`bad answer\u001b[2J ${token({ sub: "x", more: "y".repeat(60) })}`)).catch(
    (error: Error) => error.message,
  );
  expect(said).toBe(
    "There is no ID token to sign with: bad answer [2J eyJhbGciOiJSUzI1NiJ9.***.***. Nothing was signed.",
  );
  await expect(failing("a text")).rejects.toThrow("a text");
  const own = new SigningError("refused", "no");
  await expect(failing(own)).rejects.toBe(own);
});

function failure(act: () => unknown): Error {
  try {
    act();
  } catch (error) {
    return error as Error;
  }
  throw new Error("nothing was refused");
}
