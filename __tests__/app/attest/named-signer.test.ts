import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readArguments } from "../../../src/app/arguments";
import { signCommand } from "../../../src/app/attest/command-sign";
import { namedSigner } from "../../../src/app/attest/named-signer";
import type { SignWords } from "../../../src/app/attest/request";
import { pinCommand } from "../../../src/app/command-pin";
import type { HttpClient, HttpRequest } from "../../../src/core/http";
import { removeRepos, temporaryDirectory } from "../../support/repo";

afterAll(removeRepos);

let directory: string;
const at = (name: string) => join(directory, name);
beforeAll(() => {
  directory = temporaryDirectory();
  const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const pkcs8 = { format: "pem", type: "pkcs8" } as const;
  writeFileSync(at("k.pem"), ec.privateKey.export(pkcs8));
  writeFileSync(at("k.pub"), ec.publicKey.export({ format: "pem", type: "spki" }));
  writeFileSync(at("rsa.pem"), rsa.privateKey.export(pkcs8));
  writeFileSync(at("locked.pem"), ec.privateKey.export({ ...pkcs8, cipher: "aes-256-cbc", passphrase: "abc" }));
  writeFileSync(at("junk"), "hello");
  mkdirSync(at("empty"));
});

const asked: string[] = [];
const http: HttpClient = {
  request: ({ url }: HttpRequest) => {
    asked.push(url);
    return Promise.reject(new Error("no network"));
  },
};
const PASSPHRASE = "MODEL_ASSAY_KEY_PASSPHRASE";

describe("what cannot sign is told with its file and with what to do", () => {
  test.each<[string, SignWords, Record<string, string>, RegExp]>([
    ["a file that is not there", { key: "none" }, {}, /^key: .*none cannot be read: there is no such file$/],
    ["a directory", { key: "empty" }, {}, /^key: .*empty cannot be read: it is a directory$/],
    ["a public key", { key: "k.pub" }, {}, /k\.pub: .*no private key in PEM, but a public one/],
    ["an RSA key", { key: "rsa.pem" }, {}, /rsa\.pem: .*it is rsa, and neither.*`openssl genpkey /],
    ["no key", { key: "junk" }, {}, /junk: .*it is no private key in PEM\.$/],
    ["an encrypted key", { key: "locked.pem" }, {}, /locked\.pem: .*no passphrase \(MODEL_ASSAY_KEY_PASSPHRASE\)/],
    ["a wrong passphrase", { key: "locked.pem" }, { [PASSPHRASE]: "sesame" }, /locked\.pem: .*does not open it/],
    ["no chain", { key: "k.pem", certificates: "junk" }, {}, /k\.pem, .*junk: .*holds no certificate in PEM/],
    ["a chain without its key", { certificates: "junk" }, {}, /certificates go with their private key.*--key FILE/],
  ])("%s", (_, words, env, message) => {
    const paths = Object.fromEntries(Object.entries(words).map(([option, name]) => [option, at(name as string)]));
    expect(() => namedSigner(paths, env, http)).toThrow(message);
    try {
      namedSigner(paths, env, http);
    } catch (error) {
      expect((error as Error).name).toBe("ConfigurationError");
      expect((error as Error).message).not.toContain("sesame");
    }
  });

  test("a key and a Sigstore", () => {
    expect(() => namedSigner({ key: at("k.pem"), sigstore: "public" }, {}, http)).toThrow("Give one of them");
  });

  test("nothing", () => {
    expect(() => namedSigner({}, {}, http)).toThrow(/with what\? --key FILE, or an identity/);
  });

  test("what is no directory, or an empty one, before anything is scanned", async () => {
    const sign = (name: string) => signCommand(readArguments(["sign", at(name), "--key", at("k.pem")]));
    await expect(sign("none")).rejects.toThrow(/^sign: .*none is not there/);
    await expect(sign("junk")).rejects.toThrow(/^sign: .*junk is no directory/);
    await expect(sign("empty")).rejects.toThrow(/^sign: .*empty holds no file to sign/);
    const pin = (name: string) => pinCommand(readArguments(["pin", at(name)]));
    await expect(pin("none")).rejects.toThrow(/^pin: .*none is not there/);
    await expect(pin("junk")).rejects.toThrow(/^pin: .*junk is no directory/);
    await expect(pin("empty")).rejects.toThrow(/^pin: .*pins of nothing would let everything start/);
  });
});

describe("a public log is never asked unless somebody says so, or the repository is public", () => {
  const fulcioOf = async (words: SignWords, env: Record<string, string>): Promise<string> => {
    asked.length = 0;
    const token = [{}, { exp: 4e9, iat: 1, iss: "https://x", sub: "s", aud: "sigstore" }, {}]
      .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
      .join(".");
    const answering: HttpClient = {
      request: (request) =>
        request.url.startsWith("https://tokens.")
          ? Promise.resolve({
              status: 200,
              headers: new Map<string, string>(),
              body: Buffer.from(JSON.stringify({ value: token })),
            } as never)
          : http.request(request),
    };
    const signer = namedSigner(words, env, answering);
    await signer.sign(Buffer.from("{}"), "application/vnd.in-toto+json").catch(() => undefined);
    return asked[0] ?? "";
  };
  const actions = (visibility: string): Record<string, string> => {
    const event = at(`${visibility}.json`);
    writeFileSync(event, JSON.stringify({ repository: { visibility, private: visibility !== "public" } }));
    return {
      GITHUB_EVENT_NAME: "push",
      GITHUB_EVENT_PATH: event,
      ACTIONS_ID_TOKEN_REQUEST_URL: "https://tokens.actions.githubusercontent.com/x?y=z",
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: "request-token",
    };
  };

  test.each([
    ["public", undefined, "https://fulcio.sigstore.dev/"],
    ["private", undefined, "https://fulcio.githubapp.com/"],
    ["internal", undefined, "https://fulcio.githubapp.com/"],
    ["private", "public", "https://fulcio.sigstore.dev/"],
  ])("a job of a repository that is %s, sigstore %s: %s", async (visibility, sigstore, fulcio) => {
    const url = await fulcioOf(sigstore === undefined ? {} : { sigstore }, actions(visibility));
    expect(url.startsWith(fulcio)).toBe(true);
  });

  test("with a token of another provider it asks which", () => {
    const env = { SIGSTORE_ID_TOKEN: "a.b.c" };
    expect(() => namedSigner({}, env, http)).toThrow(/whose certificate\? --sigstore FILE/);
    expect(() => namedSigner({ sigstore: "public" }, env, http)).not.toThrow();
  });
});
