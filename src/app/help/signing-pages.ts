import type { OptionName } from "../options";
import type { Page } from "./page";

const KEYLESS_OR_KEY = ["key", "certificate-chain", "sigstore"] as const satisfies OptionName[];
const SIGNATURES = ["bundle", "repo"] as const satisfies OptionName[];
const SIGNERS = [
  ...(["signer-workflow", "signer-ref", "identity", "identity-regexp", "issuer"] as const),
  ...(["source-repo", "source-ref", "source-commit", "repository-id", "owner-id", "runner", "trigger"] as const),
] as const satisfies OptionName[];
const BELIEVED = ["key", "ca-certificates", "trusted-root", "log", "offline"] as const satisfies OptionName[];
const POLICY = ["config", "policy"] as const satisfies OptionName[];
const PUBLIC_KEY = { value: "FILE", says: "the signer's public key", takes: "file" } as const;
const PRIVATE_KEY = { value: "FILE", says: "your private key", takes: "file" } as const;
const NO_NETWORK = { says: "no request leaves the machine; needs --key or --trusted-root" } as const;
const VERIFIED = "0 verified, 1 not, 2 wrong usage, 3 could not be asked.";

/** Commands that sign, verify and let go on. */
export const SIGNING_PAGES = {
  sign: {
    usage: ["sign DIR --key FILE"],
    says: "scan a model, and sign what passed (model.sig)",
    more: ["Without a key: --sigstore, in a job or with a token that says who you are."],
    options: [...KEYLESS_OR_KEY, "output", "fail-on", "on-incomplete", ...POLICY, "bom-version"],
    operands: "directory",
    examples: [
      ["with a key of your own", "sign models/chat --key key.pem"],
      ["without a key, with bill and verdict", "sign models/chat --sigstore public -o signed/"],
    ],
    words: {
      key: PRIVATE_KEY,
      output: {
        value: "DIR",
        says: "its bill of materials and verdict are signed too, and go there",
        takes: "directory",
      },
    },
    exit: "0 signed, 1 it did not pass, 2 wrong usage or configuration, 3 a service did not answer, or not everything was here.",
    page: "docs/signing.md",
  },
  attach: {
    usage: ["attach oci:IMAGE --bundle FILE"],
    says: "put signed statements beside an image in its registry",
    options: ["bundle"],
    operands: "file",
    examples: [["one statement", "attach oci:ghcr.io/acme/server@sha256:... --bundle bom.sigstore.json"]],
    exit: "0 attached, 1 not taken, 2 wrong usage, 3 could not be asked.",
    page: "docs/container-images.md",
  },
  verify: {
    usage: ["verify PATH|oci:IMAGE"],
    says: "is it what an approved signer signed",
    more: ["Who may have signed: options say it, or `signers` of the policy."],
    options: [...SIGNATURES, ...SIGNERS, ...BELIEVED, "type", ...POLICY, "base", "base-ref", "format", "output"],
    formats: ["text", "json"],
    operands: "file",
    examples: [
      ["by the policy's signers", "verify models/chat"],
      [
        "by a workflow at a tag",
        "verify models/chat --signer-workflow acme/ci/.github/workflows/build.yml --signer-ref refs/tags/v1",
      ],
      ["by a key, on a laptop without a network", "verify models/chat --key key.pub --offline"],
    ],
    words: { key: PUBLIC_KEY, offline: NO_NETWORK },
    exit: VERIFIED,
    page: "docs/verifying.md",
  },
  "trusted-root": {
    usage: ["trusted-root -o FILE"],
    says: "whom to believe, for where there is no network",
    more: [
      "Fetches by TUF what `verify` would believe, from a root inside of this program, and writes it as it was signed.",
      "An instance of your own has it in its client trust config: give that to --trusted-root.",
    ],
    options: ["sigstore", "output"],
    words: {
      sigstore: {
        value: "public|github|NAME.ghe.com",
        says: "whose: public (default), github for private repositories, or a tenant of GitHub",
        values: ["public", "github"],
      },
    },
    examples: [
      ["for what public repositories sign", "trusted-root -o trusted_root.json"],
      ["for what private repositories of GitHub sign", "trusted-root --sigstore github -o github_root.json"],
      ["for a tenant of GitHub", "trusted-root --sigstore acme.ghe.com -o acme_root.json"],
    ],
    exit: "0 written, 1 it is expired, rolled back or not signed as it must be, 2 wrong usage, 3 could not be asked.",
    page: "docs/verifying.md",
  },
  approve: {
    usage: ["approve PATH --role ROLE"],
    says: "sign that you approve of a model, for a promotion",
    options: ["role", "comment", ...KEYLESS_OR_KEY, "output"],
    operands: "file",
    examples: [["as the security team", 'approve models/chat --role security --key key.pem --comment "read its card"']],
    words: {
      key: PRIVATE_KEY,
      output: { value: "FILE", says: "where it is written (default PATH.approval-ROLE.sigstore.json)", takes: "file" },
    },
    exit: "0 signed, 2 wrong usage, or no key and no identity, 3 a service did not answer.",
    page: "docs/approvals.md",
  },
  promote: {
    usage: ["promote PATH..."],
    says: "may it go on: files, build, flaws of today, approvals",
    options: [
      ...(["stage", "approval", "approver-key", "pull-request", "revocations", "bom"] as const),
      ...(["signing-key", "certificate-chain", "sigstore", "decision-path", "evidence-path"] as const),
      ...SIGNATURES,
      ...SIGNERS,
      ...BELIEVED,
      ...(["audit", "osv", "osv-database", "osv-url", "kev", "epss"] as const),
      ...POLICY,
      ...(["base", "base-ref", "format", "output"] as const),
    ],
    formats: ["text", "json", "markdown"],
    operands: "file",
    examples: [
      ["with an approval that was signed", "promote models/chat --approval chat.approval-security.sigstore.json"],
      ["and sign the decision", "promote models/chat --signing-key key.pem --decision-path decision.sigstore.json"],
      [
        "where it is deployed: was it promoted",
        "promote models/chat --stage deployment --bundle decision.sigstore.json",
      ],
    ],
    words: { key: PUBLIC_KEY },
    exit: "0 pass, 1 fail, 2 wrong usage, 3 something could not be found out.",
    page: "docs/promotion.md",
  },
} satisfies Record<string, Page>;
