import type { OptionName, Page } from "./page";

const KEYLESS_OR_KEY = ["key", "certificate-chain", "sigstore"] as const satisfies OptionName[];
const SIGNATURES = ["bundle", "repo"] as const satisfies OptionName[];
const SIGNERS = [
  ...(["signer-workflow", "signer-ref", "identity", "identity-regexp", "issuer"] as const),
  ...(["source-repo", "source-ref", "source-commit", "repository-id", "owner-id", "runner", "trigger"] as const),
] as const satisfies OptionName[];
const BELIEVED = ["key", "ca-certificates", "trusted-root", "log", "type", "offline"] as const satisfies OptionName[];
const POLICY = ["config", "policy"] as const satisfies OptionName[];
const VERIFIED = "0 verified, 1 not, 2 wrong usage, 3 could not be asked.";

/** Commands that sign, verify and let go on. */
export const SIGNING_PAGES = {
  sign: {
    usage: ["sign DIR --key FILE"],
    says: "scan a model, and sign what passed (model.sig)",
    more: ["With -o DIR its bill of materials and its verdict too. Keyless in a job with an identity: --sigstore."],
    options: [...KEYLESS_OR_KEY, "output", "fail-on", "on-incomplete", ...POLICY, "bom-version"],
    operands: "directory",
    examples: [
      ["with a key of your own", "sign models/chat --key key.pem"],
      ["keyless, with bill and verdict", "sign models/chat --sigstore public -o signed/"],
    ],
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
    options: [...SIGNATURES, ...SIGNERS, ...BELIEVED, ...POLICY, "base", "base-ref", "format", "output"],
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
    exit: VERIFIED,
    page: "docs/signing.md",
  },
  approve: {
    usage: ["approve PATH --role ROLE"],
    says: "sign that you approve of a model, for a promotion",
    options: ["role", "comment", ...KEYLESS_OR_KEY, "output"],
    operands: "file",
    examples: [["as the security team", 'approve models/chat --role security --key key.pem --comment "read its card"']],
    page: "docs/approvals.md",
  },
  promote: {
    usage: ["promote PATH..."],
    says: "may it go on: files, build, flaws of today, approvals",
    options: [
      ...(["stage", "approval", "approver-key", "pull-request", "revocations", "bom"] as const),
      ...(["signing-key", "certificate-chain", "sigstore", "decision-path"] as const),
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
      [
        "into production",
        "promote models/chat --stage deployment --approval models/chat.approval-security.sigstore.json",
      ],
      ["and sign the decision", "promote models/chat --signing-key key.pem --decision-path decision.sigstore.json"],
    ],
    exit: "0 pass, 1 fail, 2 wrong usage, 3 something could not be found out.",
    page: "docs/promotion.md",
  },
} satisfies Record<string, Page>;
