import { PREDICATES, Refused, type RefusalKind } from "../../core/attestation";
import { ROOT } from "../../inventory/paths";
import type { Revocation } from "../../core/policy";
import type { CheckedBundle } from "../../verify/read-bundle";
import { holdBundle, type HeldBundle } from "../verify/held-bundle";
import type { Content } from "../verify/path-content";
import { requireUnrevoked } from "../verify/revoked";
import { saidBy } from "../verify/said-by";
import type { VerifyInput } from "../verify/verify-signed";
import { nameOfContent, type PlaceContents } from "./place-content";
import type { SignatureReader } from "./signature-reader";

/** What one bundle turned out to be. */
export type JudgedBundle = {
  /** The file it came from, and its place in it where that holds several. */
  readonly name: string;
  /** Path of the file. */
  readonly file: string;
} & (
  | { readonly kind: "held"; readonly held: HeldBundle; readonly vouched: readonly string[] }
  /** `unapproved`: it may be right in itself. `sha256`: of what it lies beside. */
  | { readonly kind: "refused"; readonly message: string; readonly unapproved: boolean; readonly sha256?: string }
  /** It could not be checked. */
  | { readonly kind: "unknown"; readonly message: string }
);

/** Refusals of a signer who is none of the approved, whatever else is right. */
const UNAPPROVED: ReadonlySet<RefusalKind> = new Set(["wrong-identity", "wrong-issuer", "wrong-claim", "wrong-key"]);
/** What says nothing of a signature. */
const UNKNOWN: ReadonlySet<RefusalKind> = new Set(["unavailable", "trusted-root"]);
/** Statements that are read here. Another could say that a check failed, so it counts for nothing. */
const READ: ReadonlySet<string> = new Set(Object.values(PREDICATES));

/** Where a signature lies, and what it is about. */
export interface SignedPlace {
  /** The signature's file. */
  readonly signature: string;
  /** A directory as a whole, or one file. */
  readonly path: string;
  readonly isDirectory: boolean;
  /** The file with the certificate of a detached signature. */
  readonly certificate?: string;
}

export interface JudgeOptions {
  /** Trust, signers and log. */
  readonly input: VerifyInput;
  readonly reader: SignatureReader;
  readonly contents: PlaceContents;
  readonly revoked: readonly Revocation[];
}

/** Verifies what lies in one place. Total: what goes wrong is an answer. */
export async function judgePlace(place: SignedPlace, options: JudgeOptions): Promise<JudgedBundle[]> {
  const { signature, path, isDirectory } = place;
  const { contents, reader } = options;
  let content: Content | undefined;
  try {
    content = isDirectory ? await contents.directory(path) : contents.file(path);
    const found = isDirectory
      ? reader.ofDirectory(signature)
      : reader.ofFile(signature, content.place.files[0]!.sha256, place.certificate);
    const judged: JudgedBundle[] = [];
    for (const checked of found) judged.push(await judgeBundle(checked, content, place, options));
    return judged;
  } catch (error) {
    return [{ name: signature, file: signature, ...answerOf(error, place, content, contents) }];
  }
}

async function judgeBundle(
  checked: CheckedBundle,
  content: Content,
  place: SignedPlace,
  { input, revoked, contents }: JudgeOptions,
): Promise<JudgedBundle> {
  const { name } = checked;
  const from = { name, file: place.signature };
  try {
    const held = await holdBundle(checked, content, input);
    const { statement, verified } = held;
    const { place: at } = content;
    const whole = { what: "what it signs", sha256: nameOfContent(content, place.signature) };
    const files = at.files.map((file) => ({ what: file.path, sha256: file.sha256 }));
    requireUnrevoked(name, verified, files.length === 1 ? files : [whole, ...files], revoked);
    if (verified.content.kind === "digest" && verified.content.sha256 !== at.files[0]?.sha256)
      throw new Refused("file-changed", `${at.path} has changed since it was scanned`);
    if (statement !== undefined && !READ.has(statement.predicateType))
      throw new Refused(
        "wrong-claim",
        `${name}: is a statement of a kind that is not read here, so it counts for nothing`,
      );
    if (statement !== undefined && held.manifest === undefined) saidBy(statement, verified.signer, {}, name);
    const fromRoot = (path: string) => (at.path === ROOT ? path : `${at.path}/${path}`);
    const vouched = at.isDirectory ? held.vouched.map(fromRoot).filter((path) => path !== place.signature) : [at.path];
    return { ...from, kind: "held", held, vouched };
  } catch (error) {
    return { ...from, ...answerOf(error, place, content, contents) };
  }
}

type Answer =
  | { readonly kind: "refused"; readonly message: string; readonly unapproved: boolean; readonly sha256?: string }
  | { readonly kind: "unknown"; readonly message: string };

/** What is no refusal says nothing of the signature: a file that cannot be read, a policy that approves of anybody. */
function answerOf(
  error: unknown,
  { signature, path, isDirectory }: SignedPlace,
  content: Content | undefined,
  contents: PlaceContents,
): Answer {
  const { message } = error as Error;
  if (!(error instanceof Refused) || UNKNOWN.has(error.kind)) return { kind: "unknown", message };
  if (error.kind === "file-missing" && isDirectory && contents.lacks(path))
    return { kind: "unknown", message: `${signature}: some files of it are kept elsewhere and are not here` };
  const sha256 = content === undefined ? {} : { sha256: nameOfContent(content, signature) };
  return { kind: "refused", message, unapproved: UNAPPROVED.has(error.kind), ...sha256 };
}
