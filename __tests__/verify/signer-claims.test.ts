import { X509Certificate } from "@sigstore/core";
import { leafUsage } from "../../src/verify/leaf-usage";
import { ownClaims, signerClaims } from "../../src/verify/signer-claims";
import { certify, Extension, WEB_SERVER } from "../support/own-authority";

const OID = "1.3.6.1.4.1.57264.1";
const SAN = "2.5.29.17";
const tlv = (tag: number, ...parts: readonly (string | Uint8Array)[]): Buffer => {
  const value = Buffer.concat(parts.map((each) => Buffer.from(each as Uint8Array)));
  const length =
    value.length < 128
      ? [value.length]
      : value.length < 256
        ? [0x81, value.length]
        : [0x82, value.length >> 8, value.length & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), value]);
};
const utf8 = (text: string): Buffer => tlv(0x0c, text);
const uri = tlv(0x30, tlv(0x86, "https://example.org/x"));

async function claims(...extensions: readonly (readonly [string, Buffer])[]) {
  const made = await certify({
    subject: "CN=x",
    extensions: extensions.map(([oid, value]) => new Extension(oid, false, value)),
  });
  return signerClaims(X509Certificate.parse(made.der), "b.json");
}

test("texts of any length, raw ones, and all kinds of names", async () => {
  const long = "x".repeat(300);
  expect(
    await claims(
      [SAN, uri],
      [`${OID}.9`, utf8(long)],
      [`${OID}.14`, utf8("y".repeat(200))],
      [`${OID}.1`, Buffer.from("https://issuer")],
    ),
  ).toEqual({
    identity: "https://example.org/x",
    issuer: "https://issuer",
    buildSignerUri: long,
    sourceRepositoryRef: "y".repeat(200),
  });
  expect(await claims([SAN, tlv(0x30, tlv(0x81, "dev@acme.org"))], [`${OID}.8`, utf8("https://é")])).toEqual({
    identity: "dev@acme.org",
    issuer: "https://é",
  });
  const other = tlv(0xa0, tlv(0x06, Buffer.from("2b0601040183bf300107", "hex")), tlv(0xa0, utf8("someone!acme.org")));
  expect(await claims([SAN, tlv(0x30, other)])).toEqual({ identity: "someone!acme.org" });
});

test("an empty claim says nothing", async () => {
  expect(await claims([SAN, uri], [`${OID}.8`, utf8("")], [`${OID}.1`, Buffer.alloc(0)])).toEqual({
    identity: "https://example.org/x",
  });
});

test.each<[string, readonly (readonly [string, Buffer])[], RegExp]>([
  ["no name", [], /names no signer/],
  ["two names", [[SAN, tlv(0x30, tlv(0x86, "a"), tlv(0x86, "b"))]], /names 2 signers/],
  ["a DNS name", [[SAN, tlv(0x30, tlv(0x82, "a.org"))]], /neither an address/],
  [
    "another's kind of name",
    [[SAN, tlv(0x30, tlv(0xa0, tlv(0x06, Buffer.from([42, 3])), tlv(0xa0, utf8("x"))))]],
    /neither an address/,
  ],
  ["an empty name", [[SAN, tlv(0x30, tlv(0x86, ""))]], /names no signer/],
  [
    "two issuers",
    [
      [SAN, uri],
      [`${OID}.1`, Buffer.from("https://a")],
      [`${OID}.8`, utf8("https://b")],
    ],
    /two issuers/,
  ],
  [
    "an extension twice",
    [
      [SAN, uri],
      [`${OID}.9`, utf8("a")],
      [`${OID}.9`, utf8("b")],
    ],
    /1\.9 twice/,
  ],
  [
    "a raw text where DER is due",
    [
      [SAN, uri],
      [`${OID}.9`, Buffer.from("https://x")],
    ],
    /no UTF-8 text in DER/,
  ],
  [
    "another kind of text",
    [
      [SAN, uri],
      [`${OID}.9`, tlv(0x13, "x")],
    ],
    /no UTF-8 text in DER/,
  ],
  [
    "something behind the text",
    [
      [SAN, uri],
      [`${OID}.9`, Buffer.concat([utf8("x"), Buffer.from("y")])],
    ],
    /no UTF-8 text in DER/,
  ],
  [
    "a length that is too long a way to say it",
    [
      [SAN, uri],
      [`${OID}.9`, Buffer.from([0x0c, 0x81, 1, 0x41])],
    ],
    /no UTF-8 text in DER/,
  ],
  [
    "bytes that are no UTF-8",
    [
      [SAN, uri],
      [`${OID}.9`, tlv(0x0c, Buffer.from([0xff]))],
    ],
    /no UTF-8 text/,
  ],
  ["a NUL", [[SAN, tlv(0x30, tlv(0x86, "https://good\u0000.evil"))]], /control characters/],
  [
    "a line break",
    [
      [SAN, uri],
      [`${OID}.8`, utf8("a\nb")],
    ],
    /control characters/,
  ],
  [
    "much text",
    [
      [SAN, uri],
      [`${OID}.8`, utf8("x".repeat(5000))],
    ],
    /longer than/,
  ],
])("%s is malformed", async (_, extensions, words) => {
  await expect(claims(...extensions)).rejects.toMatchObject({
    name: "Refused",
    kind: "malformed",
    message: expect.stringMatching(words),
  });
});

test("Fulcio's certificates have to be for code", async () => {
  const usage = async (wishes: object) => {
    const { der } = await certify({ subject: "CN=x", ...wishes });
    return () => leafUsage(X509Certificate.parse(der), true, "b");
  };
  expect(await usage({})).not.toThrow();
  expect(await usage({ usage: [WEB_SERVER] })).toThrow(/is not for signing code/);
  expect(await usage({ usage: null })).toThrow(/is not for signing code/);
  expect(await usage({ authority: true })).toThrow(/authority's/);
  // For code, with a key that may only encrypt.
  const forCode = new Extension("2.5.29.37", false, Buffer.from("300a06082b06010505070303", "hex"));
  const encrypts = new Extension("2.5.29.15", true, Buffer.from("03020520", "hex"));
  expect(await usage({ usage: null, extensions: [forCode] })).not.toThrow();
  expect(await usage({ usage: null, extensions: [forCode, encrypts] })).toThrow(/may not sign/);
});

test("an own authority's certificate without one address is named by its subject", async () => {
  const names = new Extension(SAN, false, tlv(0x30, tlv(0x82, "a.org"), tlv(0x82, "b.org")));
  const { der } = await certify({ subject: "CN=Signer, OU=Models, O=Team", extensions: [names] });
  expect(ownClaims(X509Certificate.parse(der), der, "b")).toEqual({ identity: "CN=Signer, OU=Models, O=Team" });
});
