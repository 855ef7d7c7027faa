import { ConfigurationError } from "../../core/host";
import type { Finding } from "../../core/finding";

/** What of a report a waiver is made from. A `RunReport` is one; so is a report file, of which nothing else is believed. */
export interface ReportToWaive {
  readonly findings: readonly Pick<Finding, "id" | "rule" | "location" | "sha256" | "vulnerability" | "waived">[];
  readonly artifacts: readonly { readonly path: string; readonly sha256?: string }[];
  readonly packages: readonly { readonly purl: string; readonly name: string }[];
}

type Json = Readonly<Record<string, unknown>>;

/** Reads a JSON report (`schemas/report.schema.json`). Throws `ConfigurationError` where it is none. */
export function readReport(text: string, source: string): ReportToWaive {
  const invalid = (what: string) =>
    new ConfigurationError(`report: ${source} ${what}. To make one: model-assay gate --format json -o report.json`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid("is no JSON");
  }
  const list = (key: string): readonly Json[] => {
    const entries = isObject(value) ? value[key] : undefined;
    if (!Array.isArray(entries) || !entries.every(isObject)) throw invalid(`is no report: it has no list \`${key}\``);
    return entries;
  };
  const word = (entry: Json, key: string): string => {
    if (typeof entry[key] !== "string") throw invalid(`is no report: a \`${key}\` is missing or no text`);
    return entry[key];
  };
  const finding = (entry: Json): ReportToWaive["findings"][number] => {
    const { location, vulnerability, waived } = entry;
    if (!isObject(location)) throw invalid("is no report: a finding has no location");
    const rule = word(entry, "rule") as Finding["rule"];
    return {
      id: word(entry, "id"),
      rule,
      location: { path: word(location, "path"), inside: [] },
      ...(entry["sha256"] === undefined ? {} : { sha256: word(entry, "sha256") }),
      ...(isObject(vulnerability)
        ? { vulnerability: { purl: word(vulnerability, "purl"), advisory: word(vulnerability, "advisory") } }
        : {}),
      ...(isObject(waived) ? { waived: { by: word(waived, "by"), reason: word(waived, "reason") } } : {}),
    };
  };
  return {
    findings: list("findings").map(finding),
    artifacts: list("artifacts").map((entry) => {
      return { path: word(entry, "path"), ...(entry["sha256"] === undefined ? {} : { sha256: word(entry, "sha256") }) };
    }),
    packages: list("packages").map((entry) => ({ purl: word(entry, "purl"), name: word(entry, "name") })),
  };
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
