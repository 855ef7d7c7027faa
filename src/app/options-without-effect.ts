import { ConfigurationError } from "../core/host";
import type { OptionName } from "./options";

/** What decides whether others have an effect, as typed. */
interface Decisive {
  readonly audit?: string | undefined;
  readonly osv?: string | undefined;
  readonly offline?: boolean | undefined;
  readonly report?: string | undefined;
  readonly base?: string | undefined;
  readonly "base-ref"?: string | undefined;
  readonly "bom-format"?: string | undefined;
  readonly "bom-path"?: string | undefined;
  readonly "vex-path"?: string | undefined;
}

interface WithoutEffect {
  readonly options: readonly OptionName[];
  readonly when: (values: Decisive, command: string) => boolean;
  /** What makes it so, and what to do. */
  readonly because: string;
}

const ADVISORIES = ["osv", "osv-database", "osv-url", "kev", "epss", "environment", "sbom-input"] as const;

const WITHOUT_EFFECT: readonly WithoutEffect[] = [
  {
    options: ADVISORIES,
    when: ({ audit }) => audit === "false",
    because: "with --audit false no package is looked up. Leave one of them out",
  },
  {
    // Not `audit` and `offline`: what they ask for, that nobody is asked, is so.
    options: [...ADVISORIES, "fail-on"],
    when: ({ report }, command) => report !== undefined && ["explain", "waive"].includes(command),
    because: "with --report nothing is looked at again. Leave one of them out",
  },
  {
    options: ["osv-url"],
    when: ({ osv, offline }) => osv === "database" || (osv === undefined && offline === true),
    because:
      "it is the address of the API, and a database is asked. Leave it out, or use --osv-database for an address",
  },
  {
    options: ["base-ref"],
    when: ({ base, "base-ref": ref }) => base !== undefined && base !== ref,
    because: "--base says the same, and something else. Leave one of them out",
  },
  {
    options: ["bom-version"],
    when: (values, command) =>
      command === "gate" && values["bom-path"] === undefined && values["vex-path"] === undefined,
    because: "no document is asked for. Add --bom-path FILE or --vex-path FILE",
  },
  {
    options: ["bom-version"],
    when: (values) => values["bom-format"] === "spdx",
    because: "it is the version of CycloneDX. Leave it out for SPDX",
  },
];

/**
 * Throws `ConfigurationError` for an option that another one, or the lack of one, leaves without effect (CWE-1286). `given`: names without
 * dashes, as typed; `values`: as parsed.
 */
export function refuseWithoutEffect(command: string | undefined, given: readonly OptionName[], values: Decisive): void {
  for (const { options, when, because } of WITHOUT_EFFECT) {
    const option = given.find((each) => options.includes(each));
    if (option !== undefined && when(values, command ?? "")) throw new ConfigurationError(`${option}: ${because}`);
  }
}
