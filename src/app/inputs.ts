import type { Env } from "../host/git";
import { parseSize } from "../host/lfs";
import { splitPaths } from "../host/named-paths";
import { oneOf, readAudit, readBomVersion, readOverrides } from "./arguments";
import { ATTEST_WISHES, type AttestRequest } from "./attest/request";
import type { RunRequest } from "./run";

/** Reads one input; `core.getInput` in the action. Empty text is "not given". */
export type GetInput = (name: string) => string;

/** What the inputs say about signing. Throws `ConfigurationError` for a value that cannot be. */
export function attestFromInputs(getInput: GetInput): AttestRequest {
  const text = (name: string, otherwise: string) => getInput(name).trim() || otherwise;
  return {
    attest: oneOf("attest", text("attest", "auto"), ATTEST_WISHES),
    provenance: oneOf("provenance", text("provenance", "false"), ["true", "false"]) === "true",
    sigstore: text("sigstore", "auto"),
  };
}

/** The action's inputs as a request. Throws `ConfigurationError` for a value that cannot be. */
export function requestFromInputs(getInput: GetInput, env: Env): RunRequest {
  const text = (name: string) => {
    const value = getInput(name).trim();
    return value === "" ? undefined : value;
  };
  const [baseRef, headRef, config, size] = ["base-ref", "head-ref", "config", "lfs-max-size"].map(text);
  const token = text("github-token");
  const audit = readAudit({
    ...Object.fromEntries(["audit", "osv", "osv-url", "osv-database", "kev", "epss"].map((name) => [name, text(name)])),
    sboms: splitPaths(getInput("sbom-input")),
  });
  const bom = oneOf("bom", text("bom") ?? "true", ["true", "false"]);
  return {
    directory: env["GITHUB_WORKSPACE"] ?? ".",
    env,
    useEvent: true,
    paths: splitPaths(getInput("paths")),
    scan: true,
    ...(bom === "true" ? { bom: { format: "cyclonedx", version: readBomVersion(text("bom-version")) } } : {}),
    ...(audit === undefined ? {} : { audit }),
    overrides: readOverrides(text("fail-on"), text("on-incomplete")),
    ...(baseRef === undefined ? {} : { baseRef }),
    ...(headRef === undefined ? {} : { headRef }),
    ...(config === undefined ? {} : { config }),
    ...(size === undefined ? {} : { lfsMaxBytes: parseSize(size) }),
    ...(token === undefined ? {} : { token }),
  };
}
