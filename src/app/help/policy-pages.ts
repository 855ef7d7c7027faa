import type { OptionName } from "../options";
import type { Page } from "./page";

/** What a run in place of a report needs. */
const RUN = [
  ...(["audit", "osv", "osv-database", "osv-url", "offline", "kev", "epss"] as const),
  ...(["environment", "sbom-input", "config"] as const),
] as const satisfies OptionName[];

/** What changes what a gate sees, and with it what its rules in Rego see. */
const SEEN = [
  ...(["base", "base-ref", "paths", "audit", "osv", "osv-database", "osv-url", "offline", "kev", "epss"] as const),
  ...(["environment", "sbom-input", "bom-path", "bom-version", "lfs-max-size"] as const),
] as const satisfies OptionName[];

const TOLD = ["format", "output"] as const satisfies OptionName[];

/** Commands about findings, rules and what the repository says of itself. */
export const POLICY_PAGES = {
  explain: {
    usage: ["explain FINDING|RULE", "explain FINDING --report FILE"],
    says: "a finding or a rule in full: why it matters, and what to do",
    more: ["FINDING is the id behind its title in a report. Without --report the tree is looked at again."],
    options: ["report", "fail-on", ...RUN, ...TOLD, "no-color"],
    formats: ["text", "json", "markdown"],
    operands: "rule",
    examples: [
      ["a finding of this tree", "explain 0a1b2c3d4e5f"],
      ["a finding of a downloaded report", "explain 0a1b2c3d4e5f --report report.json"],
      ["a rule, by id or name", "explain MA-PKL-001"],
    ],
    exit: "0 told, 2 there is no such finding or rule, 3 could not look.",
    page: "docs/terminal.md",
  },
  rules: {
    usage: ["rules [ID]"],
    says: "the catalogue of rules, or one of them",
    options: ["format", "output"],
    formats: ["text", "json"],
    operands: "rule",
    examples: [
      ["all of them", "rules"],
      ["one, for a program", "rules MA-PKL-001 --format json"],
    ],
    exit: "0 shown, 2 there is no such rule.",
    page: "docs/rules/README.md",
  },
  allow: {
    usage: ["allow NAME --reason TEXT"],
    says: "let pickles import NAME (writes .model-assay.yml)",
    more: ["In every file. For one file, let its finding pass: model-assay waive."],
    options: ["reason", "until", "config"],
    examples: [
      ["a class of your own", 'allow mylib.nets.Net --reason "our own class"'],
      ["until a day", 'allow mylib.nets.Net --reason "until it is converted" --until 2027-06-30'],
    ],
    exit: "0 written, 2 wrong usage, or a name that runs code.",
    page: "docs/own-policy.md",
  },
  waive: {
    usage: ["waive FINDING --reason TEXT --until DAY"],
    says: "let one finding pass until a day",
    more: ["FINDING is the id behind its title in a report. Again, with another day, renews it."],
    options: ["reason", "until", "approved-by", "report", ...RUN],
    examples: [
      ["a finding of this tree", 'waive 0a1b2c3d4e5f --reason "replaced in March" --until 2027-03-31'],
      [
        "of a downloaded report",
        'waive 0a1b2c3d4e5f --report report.json --reason "read it" --until 2027-03-31 --approved-by ana',
      ],
    ],
    exit: "0 written, 2 wrong usage, or nothing that can be waived, 3 could not look.",
    page: "docs/own-policy.md",
  },
  policy: {
    usage: ["policy check [FILE]", "policy init", "policy test [DIR]", "policy input [DIR]"],
    says: "check it, write a first one, run its examples, show what Rego sees",
    more: [
      "`policy input` runs a gate by the same options, and prints in place of its report the `input` that rules in",
      "Rego would have seen, as JSON. No rule is asked.",
    ],
    options: ["config", "policy", "format", "output", ...SEEN],
    formats: ["text", "json"],
    verbs: {
      check: ["config", "policy", ...TOLD],
      init: ["config"],
      test: ["config", ...TOLD],
      input: ["config", "policy", "output", ...SEEN],
    },
    operands: "file",
    examples: [
      ["what is wrong in it, with line and column", "policy check"],
      ["write one from what is in the repository", "policy init"],
      ["run policy-tests/*.yml", "policy test"],
      ["what a rule in Rego sees of this branch", "policy input --base origin/main -o input.json"],
    ],
    exit: "0 fine, 1 a test fails, 2 the policy cannot be used, 3 the run broke off.",
    page: "docs/policy.md",
  },
  lock: {
    usage: ["lock add SOURCE", "lock verify [PATH]... [--remote]", "lock update [PATH]..."],
    says: "where models came from (models.lock.yaml), and whether they still are that",
    options: ["path", "revision", "download", "force", "remote", "timeout", "format", "output"],
    formats: ["text", "json"],
    verbs: {
      add: ["path", "revision", "download", "force", "timeout", ...TOLD],
      verify: ["download", "remote", "timeout", ...TOLD],
      update: ["revision", "download", "force", "timeout", ...TOLD],
    },
    operands: "file",
    examples: [
      ["record a model of the hub, and fetch it", "lock add hf:org/name --path models/name --download"],
      ["is it still that, here and there", "lock verify --remote"],
      ["what its source has now", "lock update models/name"],
    ],
    exit: "0 pass, 1 it is something else, 2 wrong usage, 3 could not be asked.",
    page: "docs/models-lock.md",
  },
  completions: {
    usage: ["completions bash|zsh|fish"],
    says: "a script that lets a shell complete commands, options and values",
    options: [],
    operands: "shell",
    examples: [
      ["bash, for all shells to come", "completions bash > ~/.local/share/bash-completion/completions/model-assay"],
      ["zsh, in a directory of $fpath", "completions zsh > ~/.zfunc/_model-assay"],
      ["fish", "completions fish > ~/.config/fish/completions/model-assay.fish"],
    ],
    exit: "0, or 2 for another shell.",
    page: "docs/terminal.md",
  },
  help: {
    usage: ["help [COMMAND]"],
    says: "this page, or that of one command",
    options: [],
    operands: "command",
    examples: [["the gate's", "help gate"]],
    exit: "0, or 2 for a command that is none.",
  },
} satisfies Record<string, Page>;
