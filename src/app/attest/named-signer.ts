import { createKeySigner } from "../../attest/key-signer";
import { createKeylessSigner } from "../../attest/signer";
import { SigningError, type Signer } from "../../core/attestation";
import { ConfigurationError } from "../../core/host";
import type { HttpClient } from "../../core/http";
import { repositoryVisibility } from "../../host/event";
import type { Env } from "../../host/git";
import { createIdTokenSource, hasIdTokens } from "../../host/id-token";
import { textOf } from "../option-file";
import { endpointsOf } from "./instance-endpoints";
import { instanceOf } from "./may-sign";
import type { SignWords } from "./request";

/** Where the job's identity comes from outside of GitHub: a token that another service issued. */
const TOKEN_VARIABLE = "SIGSTORE_ID_TOKEN";
const PASSPHRASE_VARIABLE = "MODEL_ASSAY_KEY_PASSPHRASE";

/**
 * Who signs on the command line: a key, or the identity of the job. Nothing is asked yet. Throws `ConfigurationError` with what to type
 * instead.
 */
export function namedSigner(words: SignWords, env: Env, http: HttpClient): Signer {
  const { key, certificates, sigstore } = words;
  if (key === undefined) {
    if (certificates !== undefined)
      throw new ConfigurationError("certificate-chain: certificates go with their private key. Name it: --key FILE");
    return keyless(sigstore, env, http);
  }
  if (sigstore !== undefined)
    throw new ConfigurationError("key and sigstore: a key signs without a certificate of Sigstore. Give one of them");
  const passphrase = env[PASSPHRASE_VARIABLE];
  const privateKey = textOf("key", key);
  const chain = certificates === undefined ? {} : { chain: textOf("certificate-chain", certificates) };
  try {
    return createKeySigner({ privateKey, ...(passphrase ? { passphrase } : {}), ...chain });
  } catch (error) {
    if (!(error instanceof SigningError)) throw error;
    const files = certificates === undefined ? key : `${key}, ${certificates}`;
    throw new ConfigurationError(`sign: ${files}: ${error.message}`);
  }
}

function keyless(sigstore: string | undefined, env: Env, http: HttpClient): Signer {
  const token = env[TOKEN_VARIABLE];
  if (!token && !hasIdTokens(env))
    throw new ConfigurationError(
      `sign: with what? --key FILE, or an identity: in a workflow, \`permissions: id-token: write\`; elsewhere a token of your identity provider for the audience "sigstore" in ${TOKEN_VARIABLE}`,
    );
  // What stands in a public log stays there: only what is known to be public goes there unasked.
  if (token && sigstore === undefined)
    throw new ConfigurationError(
      "sign: whose certificate? --sigstore FILE for an instance of your own, or --sigstore public: then the identity, and names and digests of the files, stand in a public log for good",
    );
  const endpoints = endpointsOf(instanceOf(sigstore ?? "auto", repositoryVisibility(env)), env);
  const getIdToken = token ? async () => token : createIdTokenSource({ env, http, mask: () => undefined });
  return createKeylessSigner({ endpoints, getIdToken, http });
}
