import type { OptionName } from "../options";
import type { Page } from "./page";

/** What `gate`, `scan` and `audit` can show; a test holds it to the list of reporters. */
const REPORTS = ["text", "markdown", "html", "json", "sarif", "junit", "github"] as const;
const POLICY = ["config", "policy"] as const satisfies OptionName[];
const DECIDES = ["fail-on", "on-incomplete", ...POLICY] as const satisfies OptionName[];
const SHOWN = ["format", "output", "quiet", "no-color"] as const satisfies OptionName[];
const ADVISORIES = ["osv", "osv-database", "osv-url", "offline", "kev", "epss"] as const satisfies OptionName[];

/** Commands that look at what lies here. */
export const GATE_PAGES = {
  gate: {
    usage: ["gate [DIR] [--base REF]"],
    says: "scan what changed, or the whole tree, and decide by the policy",
    more: ["Scans models, audits lockfiles, and says what has to be done before this may go in."],
    options: [
      ...(["base", "base-ref", "paths"] as const),
      ...DECIDES,
      "audit",
      ...ADVISORIES,
      ...(["environment", "sbom-input", "bom-path", "vex-path", "bom-version", "lfs-max-size"] as const),
      ...SHOWN,
    ],
    formats: REPORTS,
    operands: "directory",
    examples: [
      ["what this branch brings in", "gate --base origin/main"],
      ["the whole repository, without a network", "gate --offline --osv-database ~/osv"],
      ["a report for another CI", "gate --format junit -o model-assay.xml"],
    ],
    page: "docs/first-gate.md",
  },
  scan: {
    usage: ["scan PATH..."],
    says: 'scan model files and directories; "-" reads standard input',
    options: ["base", "base-ref", ...DECIDES, "lfs-max-size", ...SHOWN],
    formats: REPORTS,
    operands: "file",
    examples: [
      ["one file", "scan checkpoints/best.pt"],
      ["from a pipe", "scan - < model.pkl"],
      ["for a code scanning viewer", "scan --format sarif -o model-assay.sarif models/"],
    ],
    page: "docs/formats.md",
  },
  audit: {
    usage: ["audit [LOCKFILE|DIR]..."],
    says: "known vulnerabilities in locked packages",
    options: ["base", "base-ref", "paths", ...DECIDES, ...ADVISORIES, "environment", "sbom-input", ...SHOWN],
    formats: REPORTS,
    operands: "file",
    examples: [
      ["one lockfile", "audit uv.lock"],
      ["what is installed", "audit --environment .venv"],
      ["without a network", "audit --offline --osv-database ~/osv"],
    ],
    page: "docs/lockfiles/README.md",
  },
  bom: {
    usage: ["bom [DIR] -o bom.cdx.json", "bom diff BASE.cdx.json HEAD.cdx.json"],
    says: "bill of materials of models, data, images and packages",
    more: ["`bom diff` shows what differs between two of them, as text or markdown."],
    options: [
      "bom-format",
      "bom-version",
      "sha512",
      "environment",
      "sbom-input",
      ...POLICY,
      "format",
      "output",
      "quiet",
    ],
    formats: ["text", "markdown"],
    verbs: { diff: ["format", "output"] },
    operands: "directory",
    examples: [
      ["of this repository", "bom -o bom.cdx.json"],
      ["as SPDX", "bom --bom-format spdx -o bom.spdx.json"],
      ["what changed between two", "bom diff old.cdx.json new.cdx.json --format markdown"],
    ],
    words: { quiet: { says: "no progress" } },
    exit: "0 written, 2 wrong usage or configuration.",
    page: "docs/bom.md",
  },
  pin: {
    usage: ["pin DIR -o pins.sha256"],
    says: "digests for a host that starts with exactly these files",
    options: ["format", "output"],
    formats: ["text", "json"],
    operands: "directory",
    examples: [
      ["write them", "pin models/chat -o pins.sha256"],
      ["as JSON", "pin models/chat --format json -o pins.json"],
    ],
    exit: "0 written, 2 wrong usage, or a file that cannot be read.",
    page: "examples/runtime/README.md",
  },
  inspect: {
    usage: ["inspect FILE..."],
    says: "what a model file is: format, tensors, metadata, decompiled pickle",
    more: ["It judges nothing and loads nothing."],
    options: ["format", "output"],
    formats: ["text", "json"],
    operands: "file",
    examples: [
      ["a checkpoint", "inspect checkpoints/best.pt"],
      ["for a program", "inspect --format json model.safetensors"],
    ],
    exit: "0 for every file that can be read, 2 wrong usage.",
    page: "docs/formats.md",
  },
} satisfies Record<string, Page>;
