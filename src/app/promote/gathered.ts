import type { HttpClient } from "../../core/http";
import type { CheckedBundle } from "../../verify/read-bundle";
import { modelFiles, type PromotedContent } from "../../promotion/content";
import { Refused } from "../../core/attestation";
import { utcDay } from "../../core/time";
import { isApproval } from "../../verify/approval";
import { holdBundle } from "../verify/held-bundle";
import { contentOf, type Content } from "../verify/path-content";
import type { VerifyInput } from "../verify/verify-signed";
import { claimedType, gatherBundles } from "./bundles";
import type { PromotionInForce } from "./in-force";
import type { PromotionRequest } from "./request";
import { scanContent, type ScannedContent } from "./scan";
import { addStatement, noStatements, type ReadStatements } from "./statements";

/** All that is known of one path before anything is decided. */
export interface Gathered {
  readonly path: string;
  readonly content: Content;
  readonly promoted: PromotedContent;
  readonly scanned: ScannedContent;
  readonly statements: ReadStatements;
  /** Bundles that say that they are approvals. */
  readonly approvals: readonly CheckedBundle[];
}

/** Hashes and scans what is at a path, and reads everything that vouches for it. Throws `ConfigurationError`. */
export async function gather(
  path: string,
  request: PromotionRequest,
  inForce: PromotionInForce,
  http: () => HttpClient,
): Promise<Gathered> {
  const content = await contentOf(path, "promote", request.onProgress);
  const today = utcDay(request.now);
  const scanned = await scanContent(content, inForce, today, request.onProgress);
  const { bundles, files, refused } = await gatherBundles(request, content.place, http);
  const statements = noStatements();
  statements.refused.push(...refused);
  const input: VerifyInput = {
    path,
    // Who may say what is asked once it is known what it says; here it is enough to be approved for anything.
    request: { ...request.verify, signers: [], bundles: files },
    signers: anyOf(inForce),
    env: request.env,
    http,
    now: request.now,
  };
  const isAsked = input.signers.length > 0 || request.verify.key !== undefined;
  for (const checked of bundles.filter((each) => !isApproval(each))) {
    try {
      if (!isAsked) throw new Refused("wrong-identity", `${checked.name}: ${NOBODY}`);
      const held = await holdBundle(checked, content, input);
      addStatement(statements, held, inForce, request.verify.authorities !== undefined);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const about = claimedType(checked);
      statements.refused.push({
        bundle: checked.name,
        kind: error.kind,
        message: error.message,
        ...(about ? { about } : {}),
      });
    }
  }
  return {
    path,
    content,
    promoted: promotedOf(content, scanned),
    scanned,
    statements,
    approvals: bundles.filter(isApproval),
  };
}

const NOBODY =
  "nobody is approved who could have signed it: name `signers` in the policy (--config FILE), or --signer-workflow OWNER/NAME/.github/workflows/FILE.yml --signer-ref REF";

function anyOf({ signers, builders, deciders }: PromotionInForce): PromotionInForce["signers"] {
  return [...new Set([...signers, ...builders, ...deciders])];
}

/** Where nobody can tell which files hold weights, every file has to come from somewhere. */
function promotedOf({ place }: Content, { weights = [] }: ScannedContent): PromotedContent {
  const { path, isDirectory, files } = place;
  const all = modelFiles({ files, isDirectory }).map((file) => file.path);
  return { path, isDirectory, files, weights: weights.length > 0 ? weights : all };
}
