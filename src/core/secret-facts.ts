/** A credential in text that a model brings along. */
export interface SecretFacts {
  /** What it is, in words: `a Hugging Face token`, `an RSA private key`. */
  readonly what: string;
  /** Its first characters and length, never the secret itself. */
  readonly shown: string;
  /** Digest of the secret, so that the same one is recognised without being kept. */
  readonly digest: string;
  /** Where in the model: `metadata key api_key`. */
  readonly place?: string;
}
