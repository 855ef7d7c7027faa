import { createHash, createPublicKey, verify } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { canonicalize } from "@tufjs/canonical-json";
import { githubTufRoot } from "../../src/verify/github-tuf-root";
import { fetchTrustedRoot } from "../../src/verify/tuf";
import { refusalOf, type Loose } from "../support/signed-bundles";
import { startTufRepository } from "../support/tuf-repository";

const TARGET = JSON.stringify({
  mediaType: "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
  certificateAuthorities: [{ uri: "https://fulcio.test", certChain: { certificates: [] } }],
});

let repository: Awaited<ReturnType<typeof startTufRepository>>;
let directory: string;
beforeEach(async () => {
  repository = await startTufRepository();
  directory = mkdtempSync(join(tmpdir(), "tuf-"));
});
afterEach(async () => {
  await repository.close();
  rmSync(directory, { recursive: true, force: true });
});

function fetchRoot(root = repository.root()) {
  return fetchTrustedRoot(
    { kind: "own", mirror: repository.mirror, root },
    {
      cacheDirectory: join(directory, "cache"),
      writeSeed: async (name, text) => {
        writeFileSync(join(directory, name), text);
        return join(directory, name);
      },
      retries: 0,
      timeout: 3000,
    },
  );
}

test("the trusted root comes by TUF, and newer ones replace it", async () => {
  repository.publish({ target: TARGET });
  expect((await fetchRoot()).root.certificateAuthorities[0]?.uri).toBe("https://fulcio.test");
  repository.publish({ version: 2, target: TARGET.replace("fulcio.test", "new.test") });
  repository.rotate(2, 30);
  expect((await fetchRoot()).root.certificateAuthorities[0]?.uri).toBe("https://new.test");
  expect(readdirSync(join(directory, "cache"))).toHaveLength(1);
});

test("an expired seed is no harm as long as a newer root is signed by it", async () => {
  repository.publish({ target: TARGET });
  repository.rotate(2, 30);
  await fetchRoot(repository.root(-100));
});

test.each<[string, () => void]>([
  ["old", () => repository.publish({ target: TARGET, expires: -1 })],
  ["by an expired root", () => repository.rotate(2, -1)],
  ["by a root that a stranger signed", () => repository.rotate(2, 30, true)],
  ["changed", () => repository.serve("/timestamp.json", (text) => text.replace('"version":1', '"version":9'))],
  [
    "another's target",
    () => repository.serve("/targets/trusted_root.json", (text) => text.replace("fulcio", "evil00")),
  ],
  ["no JSON", () => repository.serve("/timestamp.json", () => "<html>")],
  ["endless", () => repository.serve("/timestamp.json", () => " ".repeat(100_000))],
])("metadata that is %s is refused", async (_, spoil) => {
  repository.publish({ target: TARGET });
  spoil();
  const { kind, message } = await refusalOf(fetchRoot());
  expect(kind).toBe("trusted-root");
  expect(message).toContain(repository.mirror);
});

test("metadata that is rolled back is refused, where newer was seen before", async () => {
  repository.publish({ version: 5, target: TARGET });
  await fetchRoot();
  repository.publish({ version: 4, target: TARGET.replace("fulcio.test", "old.test") });
  expect((await refusalOf(fetchRoot())).kind).toBe("trusted-root");
});

test("a mirror that does not answer is unavailable, and says what to do", async () => {
  repository.publish({ target: TARGET });
  repository.fail(503);
  expect(await refusalOf(fetchRoot())).toMatchObject({
    kind: "unavailable",
    message: expect.stringContaining("--trusted-root"),
  });
  await repository.close();
  expect(await refusalOf(fetchRoot())).toMatchObject({ kind: "unavailable" });
});

test("a tenant's root is the one of the trust domain that its server names, and of no other", async () => {
  repository.publish({ target: TARGET, name: "region-1.trusted_root.json" });
  const fetchAs = (tenant: string | undefined, trustDomain?: (tenant: string) => Promise<string>) =>
    fetchTrustedRoot(
      { kind: "github", ...(tenant === undefined ? {} : { tenant }) },
      {
        cacheDirectory: join(directory, "cache"),
        writeSeed: async (name, text) => {
          writeFileSync(join(directory, name), text);
          return join(directory, name);
        },
        retries: 0,
        timeout: 3000,
        github: { mirror: repository.mirror, root: repository.root() },
        ...(trustDomain === undefined ? {} : { trustDomain }),
      },
    );
  const found = await fetchAs("acme", async (tenant) => (tenant === "acme" ? "region-1" : "none"));
  expect(found.root.certificateAuthorities[0]?.uri).toBe("https://fulcio.test");
  await expect(fetchAs("acme", async () => "region-2")).rejects.toMatchObject({ name: "Refused" });
  await expect(fetchAs("acme")).rejects.toMatchObject({ kind: "trusted-root" });
  // The root of github.com is not there, and no tenant's stands in for it.
  await expect(fetchAs(undefined)).rejects.toMatchObject({ name: "Refused" });
});

test("the embedded root of GitHub is signed by all of its keys", () => {
  const { signed, signatures } = JSON.parse(githubTufRoot()) as Loose;
  const bytes = Buffer.from(canonicalize(signed));
  for (const { keyid, sig } of signatures) {
    const key = signed.keys[keyid];
    expect(verify("sha256", bytes, createPublicKey(key.keyval.public), Buffer.from(sig, "hex"))).toBe(true);
    expect(signed.roles.root.keyids).toContain(keyid);
    const { keytype, scheme, keyval } = key;
    expect(createHash("sha256").update(canonicalize({ keytype, keyval, scheme })).digest("hex")).toBe(keyid);
  }
  expect(signatures).toHaveLength(8);
});
