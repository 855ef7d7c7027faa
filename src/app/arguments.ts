import { parseArgs } from "node:util";
import { ConfigurationError } from "../core/host";
import type { Policy } from "../core/policy";
import { FAIL_ON, ON_INCOMPLETE } from "../core/severity";
import type { ApproveWords, SignWords } from "./attest/request";
import { OSV_SOURCES, type AuditRequest } from "./audit/request";
import { BOM_FORMATS, BOM_VERSIONS, type BomRequest } from "./bom/request";
import type { PolicyOverrides } from "./load-policy";
import type { LockWords } from "./lock/request";
import { OPTIONS } from "./options";
import { refuseWithoutEffect } from "./options-without-effect";
import { readReference, type PolicyReference } from "./organisation/reference";
import type { PromoteWords } from "./promote/words";
import { refuseOthers } from "./taken-options";
import { unknownOption } from "./unknown";
import type { VerifyWords } from "./verify/request";

export interface Arguments {
  readonly command: string | undefined;
  readonly operands: readonly string[];
  readonly format: string;
  readonly output: string | undefined;
  readonly overrides: PolicyOverrides;
  readonly config: string | undefined;
  /** The organisation's policy. */
  readonly policy: PolicyReference | undefined;
  readonly base: string | undefined;
  readonly paths: readonly string[];
  readonly lfsMaxSize: string | undefined;
  readonly reason: string | undefined;
  readonly until: string | undefined;
  /** Of `waive`: who said so, and the report that has the finding. */
  readonly approvedBy: string | undefined;
  readonly report: string | undefined;
  /** Absent where the audit is off. */
  readonly audit: AuditRequest | undefined;
  /** Absent for other commands than `lock`. */
  readonly lock: LockWords | undefined;
  /** Absent for other commands than `verify` and `promote`. */
  readonly verify: VerifyWords | undefined;
  /** Bundles that `verify` and `attach` are given. */
  readonly bundles: readonly string[];
  /** Absent for other commands than `promote`. */
  readonly promote: PromoteWords | undefined;
  /** Absent for other commands than `sign`, `approve` and `trusted-root`, which takes `sigstore` alone. */
  readonly sign: SignWords | undefined;
  /** Absent for other commands than `approve`. */
  readonly approve: ApproveWords | undefined;
  readonly bom: BomRequest;
  /** Files that `gate` writes its documents to; absent where none is wanted. */
  readonly bomPath: string | undefined;
  readonly vexPath: string | undefined;
  readonly quiet: boolean;
  readonly noColor: boolean;
  readonly help: boolean;
  readonly version: boolean;
}

/** Reads the command line. Throws `ConfigurationError` with what to type instead, also for an option that the command does not take. */
export function readArguments(argv: readonly string[]): Arguments {
  const { values, positionals, tokens } = parse(argv);
  const [command, ...operands] = positionals;
  const given = tokens.flatMap((token) => (token.kind === "option" ? [token.name] : []));
  refuseOthers(command, operands[0], given);
  refuseWithoutEffect(command, given, values);
  return {
    command,
    operands,
    format: values.format,
    output: values.output,
    overrides: readOverrides(values["fail-on"], values["on-incomplete"]),
    config: values.config,
    policy: policyOf(values),
    base: values.base ?? values["base-ref"],
    paths: values.paths ?? [],
    lfsMaxSize: values["lfs-max-size"],
    reason: values.reason,
    until: values.until,
    approvedBy: values["approved-by"],
    report: values.report,
    audit: readAudit({ ...values, environments: values.environment, sboms: values["sbom-input"] }),
    lock: command === "lock" ? values : undefined,
    verify: command === "verify" || command === "promote" ? values : undefined,
    promote: command === "promote" ? values : undefined,
    bundles: values.bundle ?? [],
    sign: ["sign", "approve", "trusted-root"].includes(command ?? "") ? signWords(values) : undefined,
    approve: command === "approve" ? approveWords(values) : undefined,
    bom: {
      format: oneOf("bom-format", values["bom-format"] ?? "cyclonedx", BOM_FORMATS),
      version: readBomVersion(values["bom-version"]),
      ...(values.sha512 ? { sha512: true } : {}),
    },
    bomPath: values["bom-path"],
    vexPath: values["vex-path"],
    quiet: values.quiet,
    noColor: values["no-color"],
    help: values.help,
    version: values.version,
  };
}

function policyOf({ policy, offline }: ReturnType<typeof parse>["values"]): PolicyReference | undefined {
  if (policy === undefined) return undefined;
  if (offline)
    throw new ConfigurationError(
      "policy: an organisation's policy cannot be fetched with --offline. Leave one of them out",
    );
  return readReference(policy);
}

function signWords(values: ReturnType<typeof parse>["values"]): SignWords {
  return {
    ...(values.key === undefined ? {} : { key: values.key }),
    ...(values["certificate-chain"] === undefined ? {} : { certificates: values["certificate-chain"] }),
    ...(values.sigstore === undefined ? {} : { sigstore: values.sigstore }),
  };
}

function approveWords({ role, comment }: ReturnType<typeof parse>["values"]): ApproveWords {
  return { ...(role === undefined ? {} : { role }), ...(comment === undefined ? {} : { comment }) };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true, strict: true, tokens: true });
  } catch (error) {
    throw new ConfigurationError(unknownOption((error as Error).message.split(". ")[0]!, argv));
  }
}

/** What options and inputs say about the audit, as text; empty text is "not given". */
export interface AuditWords {
  readonly audit?: string | undefined;
  readonly osv?: string | undefined;
  readonly "osv-url"?: string | undefined;
  readonly "osv-database"?: string | undefined;
  readonly offline?: boolean | undefined;
  readonly environments?: readonly string[] | undefined;
  readonly sboms?: readonly string[] | undefined;
  readonly kev?: string | undefined;
  readonly epss?: string | undefined;
}

/** Undefined where the audit is turned off. Throws `ConfigurationError` for a value that cannot be. */
export function readAudit(words: AuditWords): AuditRequest | undefined {
  const wanted = words.audit ? oneOf("audit", words.audit, ["true", "false"]) : "true";
  if (wanted === "false") return undefined;
  const offline = words.offline === true;
  const osv = words.osv ? oneOf<AuditRequest["osv"]>("osv", words.osv, OSV_SOURCES) : offline ? "database" : "api";
  if (offline && osv === "api")
    throw new ConfigurationError("osv: api cannot be asked with --offline. Use osv: database");
  return {
    osv,
    offline,
    environments: words.environments ?? [],
    sboms: words.sboms ?? [],
    ...(words["osv-url"] ? { osvUrl: address("osv-url", words["osv-url"]) } : {}),
    ...(words["osv-database"] ? { database: words["osv-database"] } : {}),
    ...(words.kev ? { kev: words.kev } : {}),
    ...(words.epss ? { epss: words.epss } : {}),
  };
}

/** An address without what stands behind its path; plain http only to this machine. */
function address(what: string, value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const local = url !== undefined && ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  if (url === undefined || !(url.protocol === "https:" || (url.protocol === "http:" && local)))
    throw new ConfigurationError(`${what}: "${value}" is no https address`);
  return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
}

/** `fail-on` and `on-incomplete` as options or inputs say them; empty text is "not given". */
export function readOverrides(failOn: string | undefined, onIncomplete: string | undefined): PolicyOverrides {
  return {
    ...(failOn ? { failOn: oneOf<Policy["failOn"]>("fail-on", failOn, FAIL_ON) } : {}),
    ...(onIncomplete
      ? { onIncomplete: oneOf<Policy["onIncomplete"]>("on-incomplete", onIncomplete, ON_INCOMPLETE) }
      : {}),
  };
}

/** The version of CycloneDX, `1.6` where none is given. */
export function readBomVersion(given: string | undefined): BomRequest["version"] {
  return oneOf("bom-version", given ?? "1.6", BOM_VERSIONS);
}

/** Throws `ConfigurationError` where a value is none of those allowed. */
export function oneOf<T extends string>(what: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw new ConfigurationError(`${what}: "${value}" is not one of ${allowed.join(", ")}`);
  return found;
}
