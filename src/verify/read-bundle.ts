import { BUNDLE_V02_MEDIA_TYPE, bundleFromJSON, type Bundle } from "@sigstore/bundle";
import { Refused } from "../core/attestation";
import { Malformed } from "../core/bytes";
import { parseJson, type JsonNode } from "../syntax/json";
import { BUNDLE_SHAPE } from "./bundle-shape";

/** Characters of a text of bundles: GitHub takes attestations of 16 MiB, which base64 makes 22. CWE-400. */
export const MAX_BUNDLE_TEXT = 64 * 1024 * 1024;
/** Bundles of one text: ten full pages of GitHub's answer. CWE-770. */
export const MAX_BUNDLES = 1000;
/** JSON values of one bundle; a full one with 32 log entries has some 3,000. CWE-770. */
const MAX_VALUES = 20_000;

const MEDIA_TYPES: ReadonlySet<string> = new Set([
  "application/vnd.dev.sigstore.bundle+json;version=0.1",
  "application/vnd.dev.sigstore.bundle+json;version=0.2",
  "application/vnd.dev.sigstore.bundle+json;version=0.3",
  "application/vnd.dev.sigstore.bundle.v0.3+json",
]);

const CHAIN_MEDIA_TYPES: ReadonlyMap<unknown, string> = new Map(
  [...MEDIA_TYPES].map((each) => [each, each.endsWith("version=0.1") ? each : BUNDLE_V02_MEDIA_TYPE]),
);

/** A bundle whose form is right. Nothing in it is verified. */
export interface CheckedBundle {
  readonly bundle: Bundle;
  /** For messages: the file, and its place in it where it holds several. */
  readonly name: string;
}

/** The one bundle of a text. Throws `Refused("malformed")` for none, several, or a wrong form. */
export function readBundle(text: string, name: string): CheckedBundle {
  const bundles = readBundles(text, name);
  const [first] = bundles;
  if (first === undefined || bundles.length > 1)
    throw new Refused("malformed", `${name}: holds ${bundles.length} bundles, where one is expected`);
  return first;
}

/**
 * The bundles of a text: one, JSON lines of several (as `gh attestation download` writes them), or what GitHub's attestations API
 * answers. `name` is the file, for messages. Throws `Refused("malformed")`; `Refused("not-found")` where an answer of GitHub only
 * says where the bundle is.
 */
export function readBundles(text: string, name: string): readonly CheckedBundle[] {
  if (text.length > MAX_BUNDLE_TEXT)
    throw new Refused("malformed", `${name}: longer than ${MAX_BUNDLE_TEXT} characters, no bundle is`);
  const nodes = documents(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text, name);
  if (nodes.length > MAX_BUNDLES)
    throw new Refused("malformed", `${name}: holds more than ${MAX_BUNDLES} bundles; ask for fewer at once`);
  return nodes.map((node, index) => check(node, nodes.length > 1 ? `${name} (bundle ${index + 1})` : name));
}

/** One JSON document or one for each line; an answer of GitHub is taken apart. */
function documents(text: string, name: string): readonly JsonNode[] {
  const whole = parsed(text);
  if (!(whole instanceof Malformed)) return attestations(whole, name) ?? [whole];
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  if (lines.length < 2) throw new Refused("malformed", `${name}: no JSON: ${whole.message}`);
  if (lines.length > MAX_BUNDLES) throw new Refused("malformed", `${name}: no JSON, and too many lines for bundles`);
  return lines.map((line, index) => {
    const node = parsed(line);
    if (node instanceof Malformed) throw new Refused("malformed", `${name}: line ${index + 1} is no JSON`);
    return node;
  });
}

function parsed(text: string): JsonNode | Malformed {
  try {
    return parseJson(text, MAX_VALUES * 10);
  } catch (error) {
    if (error instanceof Malformed) return error;
    throw error;
  }
}

/** `{"attestations": [{"bundle": {...}}]}`, https://docs.github.com/rest/users/attestations. */
function attestations(node: JsonNode, name: string): readonly JsonNode[] | undefined {
  const found = member(node, "attestations");
  if (found?.kind !== "array") return undefined;
  return found.items.map((each, index) => {
    const bundle = member(each, "bundle");
    if (bundle?.kind === "object") return bundle;
    const where = `${name}: attestation ${index + 1}`;
    if (member(each, "bundle_url") !== undefined)
      throw new Refused("not-found", `${where} comes without its bundle, only with its address; download it first`);
    throw new Refused("malformed", `${where} has no bundle`);
  });
}

function member(node: JsonNode, key: string): JsonNode | undefined {
  if (node.kind !== "object") return undefined;
  return node.members.find((each) => each.key === key)?.value;
}

function check(node: JsonNode, name: string): CheckedBundle {
  const read = BUNDLE_SHAPE(node, name) as Record<string, unknown>;
  const mediaType = String(read.mediaType);
  if (!MEDIA_TYPES.has(mediaType))
    throw new Refused("malformed", `${name}: "${mediaType}" is no bundle of version 0.1, 0.2 or 0.3`);
  const material = (read.verificationMaterial ?? {}) as Record<string, unknown>;
  exactlyOne(read, ["messageSignature", "dsseEnvelope"], name);
  exactlyOne(material, ["publicKey", "certificate", "x509CertificateChain"], `${name}.verificationMaterial`);
  return { bundle: fromJson(read, name), name };
}

function exactlyOne(read: Record<string, unknown>, keys: readonly string[], path: string): void {
  const there = keys.filter((key) => read[key] !== undefined);
  if (there.length !== 1)
    throw new Refused(
      "malformed",
      `${path}: needs exactly one of ${keys.join(", ")}, has ${there.join(", ") || "none"}`,
    );
}

/**
 * The library says which fields a version needs, and throws for what is missing. It refuses chains of certificates in version 0.3,
 * as the format asks of Fulcio's; `model_signing sign certificate` writes them so, so those are read by the rules of 0.2.
 */
function fromJson(read: Record<string, unknown>, name: string): Bundle {
  const material = read.verificationMaterial as Record<string, unknown>;
  const mediaType =
    material.x509CertificateChain === undefined ? read.mediaType : CHAIN_MEDIA_TYPES.get(read.mediaType);
  try {
    return bundleFromJSON({ ...read, mediaType });
  } catch (error) {
    const missing = (error as { fields?: readonly string[] }).fields?.join(", ");
    throw new Refused("malformed", `${name}: ${missing === undefined ? "no bundle" : `wrong or missing: ${missing}`}`);
  }
}
