import { githubSigstore, PUBLIC_SIGSTORE } from "../../src/attest/endpoints";

test("the public instance has a log, and its own time in it", () => {
  expect(PUBLIC_SIGSTORE).toEqual({
    name: "the public Sigstore",
    fulcio: "https://fulcio.sigstore.dev",
    rekor: { url: "https://rekor.sigstore.dev", version: 1 },
    audience: "sigstore",
  });
});

test.each([
  ["https://github.com", "https://fulcio.githubapp.com", "https://timestamp.githubapp.com/api/v1/timestamp"],
  ["https://github.com/", "https://fulcio.githubapp.com", "https://timestamp.githubapp.com/api/v1/timestamp"],
  [
    "https://octo-corp.ghe.com",
    "https://fulcio.octo-corp.ghe.com",
    "https://timestamp.octo-corp.ghe.com/api/v1/timestamp",
  ],
])("GitHub's instance of %s has no log", (server, fulcio, tsa) => {
  const found = githubSigstore(server);
  expect(found).toMatchObject({ fulcio, tsa, audience: "sigstore" });
  expect(found).not.toHaveProperty("rekor");
});

test.each([
  "https://github.example.com",
  "http://github.com",
  "https://ghe.com",
  "https://a.b.ghe.com",
  "https://evil.com/.ghe.com",
  "https://octo.ghe.com.evil.com",
  "https://-.ghe.com",
  "no address",
  "",
])("%j has no instance of GitHub", (server) => {
  expect(githubSigstore(server)).toBeUndefined();
});
