/** What rules judge of a model's signatures, one fact at a time. */
export type SignatureFacts =
  /** The policy wants a signature by an approved signer, and what there is does not cover the model. */
  | {
      readonly kind: "not-signed";
      /** The model: its directory or file. */
      readonly model: string;
      /** What is lacking, in words. */
      readonly detail: string;
      /** Lower-case hex: names all of the model's content; absent where some of it is not here. */
      readonly sha256?: string;
    }
  /** A signature that lies beside a model, and does not hold or does not count. */
  | {
      readonly kind: "refused";
      /** The file of the signature, with the place in it where it holds several. */
      readonly bundle: string;
      readonly detail: string;
      /** It may be right in itself, but its signer or its kind of statement is none that the policy takes. */
      readonly unapproved: boolean;
      /** The policy wants a signature of a model that this one is about, and no other covers that. */
      readonly wanted: boolean;
      /** Names the content that it is beside. */
      readonly sha256?: string;
    };

/** How a model stands by its signatures: `unknown` where they could not be checked. */
export type SignatureStatus = "signed" | "not-signed" | "unknown";

/** A model whose signatures were looked at. */
export interface ModelSignatures {
  /** The directory or the file. */
  readonly model: string;
  /** `signed`: approved signers vouch for every file of it. */
  readonly status: SignatureStatus;
  /** Approved signers that vouch for files of it: workflows, or the names in their certificates. */
  readonly signers: readonly string[];
  /** Files of signatures that were looked at. */
  readonly bundles: readonly string[];
  /** What is lacking or not known, in words; absent where it is signed. */
  readonly detail?: string;
}
