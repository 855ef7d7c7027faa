import { secretsIn } from "../../src/formats/secrets";
import { Lines } from "../../src/syntax/lines";

const AT = { path: "config.json", inside: [] };
/** Letters that repeat late; put together here so that no scanner takes this file for a leak. */
const letters = (length: number) => "QwErTyUiOpAsDfGhJkLzXcVbNmqWeRtYuIoPaSdFgHjKlZxCvBnM".repeat(9).slice(0, length);
const found = (text: string) =>
  [...secretsIn(text, AT)].map((each) => (each.kind === "secret" ? each.secret.what : each));
const body = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj";

test.each([
  ["a Hugging Face token", `hf_${letters(34)}`],
  ["a Hugging Face organisation token", `api_org_${letters(34)}`],
  ["an AWS access key", "AKIA" + "QWERTYUIOPASDFGH"],
  ["a temporary AWS access key", "ASIA" + "QWERTYUIOPASDFGH"],
  ["a GitHub token", `ghp_${letters(36)}`],
  ["a GitHub token", `github_pat_${letters(22)}_${letters(59)}`],
  ["a GitLab token", `glpat-${letters(20)}`],
  ["an OpenAI key", `sk-proj-${letters(40)}T3BlbkFJ${letters(40)}`],
  ["an Anthropic key", `sk-ant-api03-${letters(95)}`],
  ["a Google API key", `AIza${letters(35)}`],
  ["a Slack token", `xoxb-${letters(40)}`],
  ["an Azure storage key", `AccountKey=${letters(86)}==`],
  ["a PyPI token", `pypi-AgEI${letters(80)}`],
  ["an npm token", `npm_${letters(36)}`],
  ["an NVIDIA API key", `nvapi-${letters(64)}`],
  ["a Replicate token", `r8_${letters(37)}`],
  ["a Databricks token", "dapi" + "0f1e2d3c4b5a69788796a5b4c3d2e1f0"],
  ["a Stripe key", `sk_live_${letters(24)}`],
  ["a Groq key", `gsk_${letters(52)}`],
  ["a private key", `-----BEGIN RSA PRIVATE KEY-----\n${body}\n-----END RSA PRIVATE KEY-----`],
  ["a private key", `-----BEGIN PRIVATE KEY-----\\n${body}\\n-----END PRIVATE KEY-----`],
])("%s", (what, secret) => {
  expect(found(`"token": "${secret}"`)).toEqual([what]);
  expect(found(`token_${secret}`)).toEqual([]);
});

test.each([
  ["an example of the documentation", "AKIAIOSFODNN7EXAMPLE"],
  ["a placeholder", `hf_${"x".repeat(34)}`],
  ["a name in code", "hf_bucket_url_for_model_and_its_tokenizer"],
  ["something longer", `hf_${letters(34)}abc`],
  ["a public key", `-----BEGIN PUBLIC KEY-----\n${body}`],
  ["words about keys", "-----BEGIN PRIVATE KEY----- goes here"],
])("nothing in %s", (_, text) => expect(found(text)).toEqual([]));

test("shows the first characters only, and says the line", () => {
  const text = `{\n "a": 1,\n "token": "hf_${letters(34)}"\n}`;
  const [secret] = [...secretsIn(text, AT, "the config", new Lines(text))];
  expect(secret).toMatchObject({
    at: { line: 3 },
    secret: { shown: "hf_QwEr... (37 characters)", place: "the config" },
  });
  expect(JSON.stringify(secret)).not.toContain(letters(20));
});

test("stops at fifty, and takes a long text in one pass", () => {
  const many = Array.from(
    { length: 60 },
    (_, i) => `hf_${letters(32)}${"abcdefghij"[i % 10]}${"klmnopqrst"[i % 7]}`,
  ).join(" ");
  expect(found(many)).toHaveLength(50);
  expect(found("hf_sk-AKIAghp_".repeat(200_000))).toEqual([]);
});
