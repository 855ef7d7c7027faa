import type { InventoryModel } from "../../core/inventory";
import type { Policy } from "../../core/policy";
import type { ModelSignatures, SignatureFacts } from "../../core/signature-facts";
import type { SignedModels } from "../../gate";
import { homeOf } from "../../inventory/paths";
import { nameOfSigner, provenanceEvidence, signatureEvidence } from "./evidence";
import type { JudgedBundle, SignedPlace } from "./judge-place";
import type { PlaceContents } from "./place-content";
import { signatureOfDirectory, type SignatureFiles } from "./signature-files";
import { directoriesOf } from "./touched-models";

export interface SignatureCheck {
  /** Those that are judged. */
  readonly models: readonly InventoryModel[];
  readonly signatures: SignatureFiles;
  readonly contents: PlaceContents;
  readonly policy: Pick<Policy, "signers" | "signatures">;
  /** Asked only where there is a signature. */
  readonly judge: (place: SignedPlace) => Promise<readonly JudgedBundle[]>;
}

/** A fact, and the file that people are shown. */
export interface ToldSignature {
  readonly fact: SignatureFacts;
  readonly path: string;
}

export interface CheckedSignatures {
  readonly facts: readonly ToldSignature[];
  /** Why something of it is not known. */
  readonly missing: readonly string[];
  /** Absent where there was nothing to look at. */
  readonly signed?: SignedModels;
}

/** Files of a name in a sentence; the others are counted. */
const NAMED = 3;

/** Looks at the signatures of models. Each is verified once, however many models it is about. */
export async function checkSignatures(check: SignatureCheck): Promise<CheckedSignatures> {
  const places = new Places(check);
  const { require } = check.policy.signatures;
  const standings: Standing[] = [];
  for (const model of check.models) standings.push(await standingOf(model, places, check));
  const lacking = standings.filter(({ record }) => record.status === "not-signed");
  const wanted = new Set(require ? lacking.flatMap(({ bundles }) => bundles) : []);
  const bundles = places.all();
  const looked = standings.filter(({ record }) => require || record.bundles.length > 0);
  return {
    facts: [
      ...(require ? lacking.map((standing) => notSigned(standing, check.contents)) : []),
      ...bundles.flatMap((bundle) => refused(bundle, wanted.has(bundle))),
    ],
    missing: unknown(bundles),
    ...(looked.length === 0
      ? {}
      : {
          signed: {
            models: looked.map(({ record }) => record),
            signatures: bundles.map(signatureEvidence),
            provenance: bundles.flatMap((bundle) => provenanceEvidence(bundle) ?? []),
          },
        }),
  };
}

interface Standing {
  readonly record: ModelSignatures;
  /** Files that have to be vouched for. */
  readonly needed: readonly string[];
  readonly model: InventoryModel;
  readonly bundles: readonly JudgedBundle[];
}

/** Places with signatures that were judged, by the signature's path. */
class Places {
  private readonly judged = new Map<string, readonly JudgedBundle[]>();
  /** Signatures and their certificates: nothing vouches for them. */
  readonly own = new Set<string>();

  constructor(private readonly check: SignatureCheck) {}

  all(): JudgedBundle[] {
    return [...this.judged.values()].flat();
  }

  async ofDirectory(directory: string): Promise<readonly JudgedBundle[]> {
    const signature = signatureOfDirectory(directory);
    if (!this.check.signatures.has(signature)) return [];
    return this.once({ signature, path: directory, isDirectory: true });
  }

  async ofFile(path: string): Promise<readonly JudgedBundle[]> {
    const { signatures, certificate } = this.check.signatures.beside(path);
    const found: JudgedBundle[] = [];
    for (const signature of signatures) {
      const place = { signature, path, isDirectory: false, ...(certificate === undefined ? {} : { certificate }) };
      found.push(...(await this.once(place)));
    }
    return found;
  }

  private async once(place: SignedPlace): Promise<readonly JudgedBundle[]> {
    const { signature, certificate } = place;
    this.own.add(signature);
    if (certificate !== undefined) this.own.add(certificate);
    const known = this.judged.get(signature);
    if (known !== undefined) return known;
    // Where the policy approves of nobody there is nothing to hold a signature against.
    const found = this.check.policy.signers.length === 0 ? [] : await this.check.judge(place);
    this.judged.set(signature, found);
    return found;
  }
}

async function standingOf(model: InventoryModel, places: Places, { policy }: SignatureCheck): Promise<Standing> {
  const bundles: JudgedBundle[] = [];
  for (const directory of directoriesOf(model)) bundles.push(...(await places.ofDirectory(directory)));
  for (const { path } of model.files) bundles.push(...(await places.ofFile(path)));
  const vouched = new Set(bundles.flatMap((bundle) => (bundle.kind === "held" ? bundle.vouched : [])));
  const needed = neededOf(model, places.own);
  const bare = needed.filter((path) => !vouched.has(path));
  const open = bundles.find((bundle) => bundle.kind === "unknown");
  const status = bare.length === 0 ? "signed" : open === undefined ? "not-signed" : "unknown";
  const lack = policy.signers.length === 0 ? "the policy names no signers" : lackOf(bare, bundles);
  const detail = status === "signed" ? {} : { detail: open?.kind === "unknown" ? open.message : lack };
  const signers = bundles.flatMap((each) => (each.kind === "held" ? [nameOfSigner(each.held.verified.signer)] : []));
  return {
    record: {
      model: model.path,
      status,
      signers: [...new Set(signers)].sort(),
      bundles: [...new Set(bundles.map(({ file }) => file))],
      ...detail,
    },
    needed,
    model,
    bundles,
  };
}

/** Every file of a model but its signatures. What only describes weights that are a model by themselves is not loaded with them. */
function neededOf(model: InventoryModel, own: ReadonlySet<string>): string[] {
  const alone = homeOf(model) !== model.path;
  const needed = model.files.filter(({ path, role }) => !own.has(path) && !(alone && role === "card"));
  return needed.length === 0 ? [model.path] : needed.map(({ path }) => path);
}

function lackOf(bare: readonly string[], bundles: readonly JudgedBundle[]): string {
  if (bundles.length === 0) return "there is no signature beside it";
  const first = bundles.find((bundle) => bundle.kind === "refused");
  if (first !== undefined) return `its signature is refused: ${first.message}`;
  const shown = bare.slice(0, NAMED).join(", ");
  const more = bare.length > NAMED ? ` and ${bare.length - NAMED} more` : "";
  return `${shown}${more} ${bare.length === 1 ? "is" : "are"} not among what was signed`;
}

function notSigned({ record, model, needed }: Standing, contents: PlaceContents): ToldSignature {
  const sha256 = contents.nameOf(needed);
  const weights = model.files.find(({ role }) => role === "weights") ?? model.files[0];
  return {
    path: weights?.path ?? model.path,
    fact: {
      kind: "not-signed",
      model: record.model,
      detail: record.detail ?? "",
      ...(sha256 === undefined ? {} : { sha256 }),
    },
  };
}

function refused(bundle: JudgedBundle, wanted: boolean): ToldSignature[] {
  if (bundle.kind !== "refused") return [];
  const { name, file, message, unapproved, sha256 } = bundle;
  const detail = { bundle: name, detail: message, unapproved, wanted };
  return [{ path: file, fact: { kind: "refused", ...detail, ...(sha256 === undefined ? {} : { sha256 }) } }];
}

/** One sentence for each reason, which may be the same for all: whom to believe is not known. */
function unknown(bundles: readonly JudgedBundle[]): string[] {
  const reasons = new Map<string, string[]>();
  for (const bundle of bundles) {
    if (bundle.kind !== "unknown") continue;
    const files = reasons.get(bundle.message) ?? [];
    files.push(bundle.name);
    reasons.set(bundle.message, files);
  }
  return [...reasons].map(([reason, names]) => {
    const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : "";
    const what = names.length === 1 ? "signature" : "signatures";
    return `The ${what} ${names.slice(0, NAMED).join(", ")}${more} could not be checked: ${reason}`;
  });
}
