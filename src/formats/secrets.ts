import { createHash } from "node:crypto";
import type { Location } from "../core/location";
import type { Subject } from "../core/subject";
import type { Lines } from "../syntax/lines";

/** A kind of credential that its issuer made recognisable. */
interface Kind {
  readonly what: string;
  /** What it begins with: looked for in one pass over the text. */
  readonly begins: string;
  /** The whole of it from there. Every repetition is bounded, so the search is linear. */
  readonly pattern: RegExp;
}

/** Credentials of one text that are reported; more of them say nothing more. CWE-770. */
const MAX_SECRETS = 50;
/** Different characters that a real one has at least: examples in documentation repeat themselves. */
const MIN_DISTINCT = 8;
/** Words that issuers put into the examples of their documentation. */
const EXAMPLE = /example|x{6}|your|dummy|redacted|placeholder|\*{3}|0{8}|12345678/i;

/**
 * Formats of the issuers: docs.github.com "GitHub's token formats", huggingface.co/docs/hub/security-tokens,
 * docs.aws.amazon.com/IAM "unique identifiers", RFC 7468 and 4716 for keys; the rest as their documentation shows them.
 */
const KINDS: readonly Kind[] = [
  kind(
    "a private key",
    "-----BEGIN ",
    "-----BEGIN [A-Z ]{0,24}PRIVATE KEY(?: BLOCK)?-----(?:\\\\[rn]|[A-Za-z0-9+/=,:\\s-]){40,4000}",
  ),
  kind("a Hugging Face token", "hf_", "hf_[A-Za-z]{34}"),
  kind("a Hugging Face organisation token", "api_org_", "api_org_[A-Za-z]{34}"),
  kind("an AWS access key", "AKIA", "AKIA[A-Z2-7]{16}"),
  kind("a temporary AWS access key", "ASIA", "ASIA[A-Z2-7]{16}"),
  ...["ghp_", "gho_", "ghu_", "ghs_", "ghr_"].map((begins) =>
    kind("a GitHub token", begins, `${begins}[A-Za-z0-9]{36}`),
  ),
  kind("a GitHub token", "github_pat_", "github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}"),
  kind("a GitLab token", "glpat-", "glpat-[A-Za-z0-9_-]{20}"),
  kind("an OpenAI key", "sk-", "sk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{20,120}T3BlbkFJ[A-Za-z0-9_-]{20,120}"),
  kind("an Anthropic key", "sk-ant-", "sk-ant-[a-z]{3,6}\\d{2}-[A-Za-z0-9_-]{80,110}"),
  kind("a Google API key", "AIza", "AIza[A-Za-z0-9_-]{35}"),
  kind("a Slack token", "xox", "xox[abprs]-[A-Za-z0-9-]{20,200}"),
  kind("an Azure storage key", "AccountKey=", "AccountKey=[A-Za-z0-9+/]{86}=="),
  kind("a PyPI token", "pypi-AgEI", "pypi-AgEI[A-Za-z0-9_-]{50,250}"),
  kind("an npm token", "npm_", "npm_[A-Za-z0-9]{36}"),
  kind("an NVIDIA API key", "nvapi-", "nvapi-[A-Za-z0-9_-]{60,70}"),
  kind("a Replicate token", "r8_", "r8_[A-Za-z0-9]{37}"),
  kind("a Databricks token", "dapi", "dapi[0-9a-f]{32}"),
  kind("a Stripe key", "sk_live_", "sk_live_[A-Za-z0-9]{24,99}"),
  kind("a Groq key", "gsk_", "gsk_[A-Za-z0-9]{52}"),
];

function kind(what: string, begins: string, pattern: string): Kind {
  return { what, begins, pattern: new RegExp(`${pattern}(?![A-Za-z0-9_])`, "y") };
}

const BEGINNINGS = new RegExp(KINDS.map(({ begins }) => begins).join("|"), "g");
const JOINED = /[A-Za-z0-9_]/;

/**
 * The credentials in a text that a model brings along. `at`: where the text is; `place` says where in it, for people;
 * `lines` gives each its line, for text that is a file of its own.
 */
export function* secretsIn(text: string, at: Location, place?: string, lines?: Lines): Generator<Subject> {
  let found = 0;
  for (const { index } of text.matchAll(BEGINNINGS)) {
    if (index > 0 && JOINED.test(text[index - 1]!)) continue;
    const secret = secretAt(text, index);
    if (secret === undefined) continue;
    if (++found > MAX_SECRETS) return;
    yield {
      kind: "secret",
      at: lines === undefined ? at : { ...at, line: lines.lineOf(index) },
      secret: { what: secret.what, ...described(secret.text), ...(place === undefined ? {} : { place }) },
    };
  }
}

function secretAt(text: string, index: number): { what: string; text: string } | undefined {
  for (const { what, begins, pattern } of KINDS) {
    if (!text.startsWith(begins, index)) continue;
    pattern.lastIndex = index;
    const [secret] = pattern.exec(text) ?? [];
    if (secret !== undefined && isReal(secret.slice(begins.length))) return { what, text: secret };
  }
  return undefined;
}

function isReal(body: string): boolean {
  return new Set(body).size >= MIN_DISTINCT && !EXAMPLE.test(body);
}

function described(secret: string): { shown: string; digest: string } {
  const shown = `${secret.slice(0, secret.startsWith("-----") ? 31 : 7).trimEnd()}... (${secret.length} characters)`;
  return { shown, digest: createHash("sha256").update(secret).digest("hex").slice(0, 16) };
}
