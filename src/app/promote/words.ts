/** What the options of `promote` say, beside those that it shares with `verify` and `audit`. Empty text is "not given". */
export interface PromoteWords {
  readonly stage?: string | undefined;
  readonly audit?: string | undefined;
  readonly approval?: readonly string[] | undefined;
  readonly "approver-key"?: readonly string[] | undefined;
  readonly "pull-request"?: string | undefined;
  readonly revocations?: string | undefined;
  readonly bom?: string | undefined;
  readonly "signing-key"?: string | undefined;
  readonly "certificate-chain"?: string | undefined;
  readonly sigstore?: string | undefined;
  readonly "decision-path"?: string | undefined;
  readonly "evidence-path"?: string | undefined;
}
