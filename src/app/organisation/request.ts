import type { HttpClient } from "../../core/http";
import type { Env } from "../../host/git";
import type { PolicyReference } from "./reference";

/** An organisation's policy that stands above the repository's. */
export interface OrganisationRequest {
  readonly reference: PolicyReference;
  /** For repositories that are not public; asked without one where absent. */
  readonly token?: string;
  /** For `GITHUB_API_URL` and proxies. */
  readonly env: Env;
  /** For tests: in place of the network, and how it is waited between tries. */
  readonly http?: HttpClient;
  readonly sleep?: (milliseconds: number) => Promise<void>;
}

/** What `--policy` asks for, with the token of the environment: no command line should hold one. */
export function organisationOf(
  { policy: reference }: { readonly policy: PolicyReference | undefined },
  env: Env,
): { readonly organisation?: OrganisationRequest } {
  if (reference === undefined) return {};
  const token = env["MODEL_ASSAY_POLICY_TOKEN"] || env["GITHUB_TOKEN"] || env["GH_TOKEN"];
  return { organisation: { reference, env, ...(token ? { token } : {}) } };
}

/** The policy could not be fetched, and might be another time: exit 3, nothing was decided. What is wrong for good is a `ConfigurationError`. */
export class PolicyUnavailable extends Error {
  override readonly name = "PolicyUnavailable";
}
