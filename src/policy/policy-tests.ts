import type { Node } from "yaml";
import type { RuleId } from "../core/finding";
import type { VerdictResult } from "../core/report";
import { SEVERITIES, type Severity } from "../core/severity";
import { InvalidPolicy, PolicyDocument } from "./document";

/** A finding as a run may have it, whatever the policy says of it. */
export interface ExampleFinding {
  readonly rule: RuleId;
  readonly path: string;
  /** The rule's own where absent. */
  readonly severity?: Severity;
  /** The SHA-256 of the model file at this path. Absent: the path is no model file. */
  readonly sha256?: string;
  /** For waivers that name one. */
  readonly id?: string;
  /** The name that a pickle imports, for `pickle.allow`. */
  readonly global?: string;
  /** The flaw of a package, for `dependencies.ignore`. */
  readonly flaw?: { readonly advisory: string; readonly package: string };
  /** The base has it too. */
  readonly old: boolean;
}

/** A model file that is known by its format alone. */
export interface ExampleArtifact {
  readonly path: string;
  readonly format: string;
  readonly sha256?: string;
}

/** Files on disk that are scanned. */
export interface ExampleFiles {
  /** From the directory of the tests: a file, a directory, a glob. */
  readonly path: string;
  /** Where it is taken to lie, from the root of the repository; absent: where it does. */
  readonly as?: string;
}

export interface Expected {
  readonly verdict: VerdictResult;
  /** Rules of the findings that block, and of those that are waived or old; absent where nothing is said of them. */
  readonly blocking?: readonly string[];
  readonly waived?: readonly string[];
  readonly old?: readonly string[];
}

export interface PolicyTest {
  readonly name: string;
  /** From 1. */
  readonly line: number;
  /** The day on which it is decided, `YYYY-MM-DD`, UTC; absent: the file's, or today. */
  readonly today?: string;
  readonly findings: readonly ExampleFinding[];
  readonly artifacts: readonly ExampleArtifact[];
  readonly files: readonly ExampleFiles[];
  /** Why something could not be looked at. */
  readonly missing: readonly string[];
  readonly expect: Expected;
}

export interface PolicyTests {
  /** The policy file, from the directory of the tests; absent: the repository's. */
  readonly policy?: string;
  readonly tests: readonly PolicyTest[];
}

/** What an example's names are held against. */
export interface TestNames {
  readonly hasRule: (id: string) => boolean;
  readonly formats: readonly string[];
}

const VERDICTS = ["pass", "fail", "incomplete"] as const;
const SHA256 = /^[0-9a-f]{64}$/;

/** Reads a file of policy tests. Throws `InvalidPolicy` with every problem found: a test that is half read proves nothing. */
export async function parsePolicyTests(text: string, source: string, names: TestNames): Promise<PolicyTests> {
  const document = await PolicyDocument.parse(text, source);
  const reader = new Reader(document, names);
  const tests = reader.file();
  if (document.problems.length > 0) throw new InvalidPolicy(source, document.problems);
  return tests;
}

class Reader {
  constructor(
    private readonly document: PolicyDocument,
    private readonly names: TestNames,
  ) {}

  file(): PolicyTests {
    const { document } = this;
    const root = document.map(document.root, "the file", ["version", "policy", "today", "tests"]);
    const version = root.get("version");
    if (version === undefined || !("value" in version) || version.value !== 1)
      document.add(version ?? document.root, "version must be 1");
    const policy = document.optionalText(root.get("policy"), "policy");
    const today = this.day(root.get("today"));
    const tests = document.list(root.get("tests"), "tests").map((item) => this.test(item, today));
    if (tests.length === 0) document.add(root.get("tests") ?? document.root, "tests is missing, or has no test");
    return { tests, ...(policy === undefined ? {} : { policy }) };
  }

  private test(item: Node, otherwise: string | undefined): PolicyTest {
    const { document } = this;
    const keys = ["name", "today", "findings", "artifacts", "files", "missing", "expect"];
    const entry = document.map(item, "a test", keys);
    const today = this.day(entry.get("today")) ?? otherwise;
    const list = <T>(key: string, read: (node: Node) => T) => document.list(entry.get(key), key).map(read);
    const test = {
      name: document.text(entry.get("name"), "name", item),
      line: document.lineOf(item),
      findings: list("findings", (node) => this.finding(node)),
      artifacts: list("artifacts", (node) => this.artifact(node)),
      files: list("files", (node) => this.files(node)),
      missing: list("missing", (node) => document.text(node, "why something is missing", node)),
      expect: this.expected(entry.get("expect"), item),
      ...(today === undefined ? {} : { today }),
    };
    this.checkDigests(test, item);
    return test;
  }

  private finding(item: Node): ExampleFinding {
    const { document } = this;
    const keys = ["rule", "severity", "path", "sha256", "id", "global", "advisory", "package", "old"];
    const entry = document.map(item, "a finding", keys);
    const optional = (key: string) => document.optionalText(entry.get(key), key);
    const [id, global, advisory, name] = ["id", "global", "advisory", "package"].map(optional);
    if ((advisory === undefined) !== (name === undefined))
      document.add(item, "advisory and package go together: they are what dependencies.ignore names");
    if (id !== undefined && !/^[0-9a-f]{12}$/.test(id))
      document.add(entry.get("id"), "id must be the 12 hex digits of a finding");
    const sha256 = this.digest(entry.get("sha256"));
    const severity = entry.has("severity")
      ? document.oneOf(entry.get("severity"), "severity", SEVERITIES, "high")
      : undefined;
    return {
      rule: this.rule(entry.get("rule"), item),
      path: document.text(entry.get("path"), "path", item),
      old: this.flag(entry.get("old"), "old"),
      ...(severity === undefined ? {} : { severity }),
      ...(sha256 === undefined ? {} : { sha256 }),
      ...(id === undefined ? {} : { id }),
      ...(global === undefined ? {} : { global }),
      ...(advisory === undefined || name === undefined ? {} : { flaw: { advisory, package: name } }),
    };
  }

  private artifact(item: Node): ExampleArtifact {
    const { document } = this;
    const entry = document.map(item, "an artifact", ["path", "format", "sha256"]);
    const format = document.text(entry.get("format"), "format", item);
    if (format !== "" && !this.names.formats.includes(format))
      document.add(entry.get("format"), `unknown format "${format}"; known: ${this.names.formats.join(", ")}`);
    const sha256 = this.digest(entry.get("sha256"));
    return {
      path: document.text(entry.get("path"), "path", item),
      format,
      ...(sha256 === undefined ? {} : { sha256 }),
    };
  }

  /** A path, or one with the place where it is taken to lie. */
  private files(item: Node): ExampleFiles {
    const { document } = this;
    if (!("items" in item)) return { path: document.text(item, "a path of files", item) };
    const entry = document.map(item, "an entry of files", ["path", "as"]);
    const as = document.optionalText(entry.get("as"), "as");
    if (as !== undefined && (/^[/\\]|\\|^[A-Za-z]:/.test(as) || as.split("/").some((part) => /^\.{0,2}$/.test(part))))
      document.add(entry.get("as"), "as must be a path from the root of the repository, such as models/a.pkl");
    return { path: document.text(entry.get("path"), "path", item), ...(as === undefined ? {} : { as }) };
  }

  /** One word for the verdict, or a mapping with the rules that made it. */
  private expected(node: Node | undefined, test: Node): Expected {
    const { document } = this;
    if (node === undefined || !("items" in node)) {
      if (node === undefined) document.add(test, `expect is missing: ${VERDICTS.join(", ")}`);
      return { verdict: document.oneOf(node, "expect", VERDICTS, "pass") };
    }
    const entry = document.map(node, "expect", ["verdict", "blocking", "waived", "old"]);
    if (!entry.has("verdict")) document.add(node, `verdict is missing: ${VERDICTS.join(", ")}`);
    const verdict = document.oneOf(entry.get("verdict"), "verdict", VERDICTS, "pass");
    const rules = (key: string) => {
      if (!entry.has(key)) return {};
      return { [key]: document.list(entry.get(key), key).map((each) => this.rule(each, each)) };
    };
    return { verdict, ...rules("blocking"), ...rules("waived"), ...rules("old") };
  }

  /** A file has one content. */
  private checkDigests({ findings, artifacts }: Pick<PolicyTest, "findings" | "artifacts">, item: Node): void {
    const digests = new Map<string, string>();
    for (const { path, sha256 } of [...findings, ...artifacts]) {
      if (sha256 === undefined) continue;
      if ((digests.get(path) ?? sha256) !== sha256) this.document.add(item, `${path} has two different sha256`);
      digests.set(path, sha256);
    }
  }

  private rule(node: Node | undefined, parent: Node): RuleId {
    const id = this.document.text(node, "rule", parent);
    if (id !== "" && !this.names.hasRule(id))
      this.document.add(node, `there is no rule ${id}. All rules: model-assay rules`);
    return id as RuleId;
  }

  private digest(node: Node | undefined): string | undefined {
    const sha256 = this.document.optionalText(node, "sha256");
    if (sha256 !== undefined && sha256 !== "" && !SHA256.test(sha256))
      this.document.add(node, "sha256 must be 64 lower-case hex digits");
    return sha256;
  }

  private day(node: Node | undefined): string | undefined {
    return node === undefined ? undefined : this.document.day(node, "today", node);
  }

  private flag(node: Node | undefined, what: string): boolean {
    const value = node !== undefined && "value" in node ? node.value : undefined;
    if (node !== undefined && typeof value !== "boolean") this.document.add(node, `${what} must be true or false`);
    return value === true;
  }
}
