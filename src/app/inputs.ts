import { Refused } from "../core/attestation";
import { ConfigurationError } from "../core/host";
import type { ImageReference } from "../core/oci";
import type { Env } from "../host/git";
import { parseSize } from "../host/lfs";
import { splitPaths } from "../host/named-paths";
import { parseImageReference } from "../verify/oci/reference";
import { oneOf, readAudit, readBomVersion, readOverrides } from "./arguments";
import { ATTEST_WISHES, type AttestRequest } from "./attest/request";
import { COMMENT_WISHES, type CommentWish } from "./pull-request/keep-comment";
import { readReference } from "./organisation/reference";
import type { RunRequest } from "./run";

/** Reads one input; `core.getInput` in the action. Empty text is "not given". */
export type GetInput = (name: string) => string;

/** What the inputs say about signing. Throws `ConfigurationError` for a value that cannot be. */
export function attestFromInputs(getInput: GetInput): AttestRequest {
  const text = (name: string, otherwise: string) => getInput(name).trim() || otherwise;
  const attest = oneOf("attest", text("attest", "auto"), ATTEST_WISHES);
  const attach = splitPaths(getInput("attach")).map(imageOf);
  if (attest === "false" && attach.length > 0)
    throw new ConfigurationError("attach: with attest: false there is nothing to attach");
  return {
    attest,
    ...(attach.length === 0 ? {} : { attach }),
    provenance: oneOf("provenance", text("provenance", "false"), ["true", "false"]) === "true",
    sigstore: text("sigstore", "auto"),
  };
}

/** Whether the pull request gets a comment. Throws `ConfigurationError` for a value that cannot be. */
export function commentFromInputs(getInput: GetInput): CommentWish {
  return oneOf("comment-summary-in-pr", getInput("comment-summary-in-pr").trim() || "on-failure", COMMENT_WISHES);
}

function imageOf(text: string): ImageReference {
  try {
    return parseImageReference(text.replace(/^oci:/, ""));
  } catch (error) {
    throw error instanceof Refused ? new ConfigurationError(`attach: ${error.message}`) : error;
  }
}

/** `policy` with the token that may read it. */
function organisationInput(
  policy: string | undefined,
  token: string | undefined,
  env: Env,
): Pick<RunRequest, "organisation"> {
  if (policy === undefined) return {};
  return { organisation: { reference: readReference(policy), env, ...(token === undefined ? {} : { token }) } };
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
    ...organisationInput(text("policy"), text("policy-token") ?? token, env),
  };
}
