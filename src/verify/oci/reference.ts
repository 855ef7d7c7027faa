import { isOciDigest, type ImageReference } from "../../core/oci";
import { Refused } from "../../core/attestation";

/** Characters of a name without tag and digest, as the distribution project bounds it. CWE-770. */
const MAX_NAME = 255;
/** Characters of a whole reference: name, tag and digest. CWE-770. */
const MAX_REFERENCE = 512;

const TAG = /^\w[\w.-]{0,127}$/;
const PART = /^[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*$/;
const HOST = /^(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:.]{2,45}\])(?::(\d{1,5}))?$/i;

/**
 * Reads `registry/name:tag@sha256:...` as Docker's and cosign's clients do: without a registry it is Docker Hub, without a tag
 * and digest it is `latest`. The first part is a registry if it has a dot or a colon or is `localhost`.
 * Grammar: https://github.com/distribution/reference/blob/main/reference.go. Throws `Refused`.
 */
export function parseImageReference(text: string): ImageReference {
  if (text.length > MAX_REFERENCE) throw wrong(`it is longer than ${MAX_REFERENCE} characters`);
  const at = text.indexOf("@");
  const digest = at < 0 ? undefined : text.slice(at + 1);
  if (digest !== undefined && !isOciDigest(digest))
    throw wrong("behind the @ there have to be sha256: and 64 lower-case hex digits");
  const named = at < 0 ? text : text.slice(0, at);
  const colon = named.lastIndexOf(":");
  const tagged = colon > named.lastIndexOf("/");
  const tag = tagged ? named.slice(colon + 1) : undefined;
  if (tag !== undefined && !TAG.test(tag)) throw wrong("its tag has characters that no tag has, or too many");
  const name = tagged ? named.slice(0, colon) : named;
  return {
    ...placeOf(name),
    ...(tag !== undefined ? { tag } : digest === undefined ? { tag: "latest" } : {}),
    ...(digest === undefined ? {} : { digest }),
  };
}

function placeOf(name: string): { registry: string; repository: string } {
  if (name.length > MAX_NAME) throw wrong(`its name is longer than ${MAX_NAME} characters`);
  const slash = name.indexOf("/");
  const first = slash < 0 ? "" : name.slice(0, slash);
  const isRegistry = /[.:A-Z[]/.test(first) || first === "localhost";
  const registry = isRegistry ? hostOf(first) : "docker.io";
  const path = isRegistry ? name.slice(slash + 1) : name;
  if (!path.split("/").every((part) => PART.test(part)))
    throw wrong("its name may have lower-case letters, digits, and . _ - between them");
  const onHub = registry === "docker.io" && !path.includes("/");
  return { registry, repository: onHub ? `library/${path}` : path };
}

function hostOf(text: string): string {
  const port = HOST.exec(text)?.[1];
  const number = port === undefined ? 1 : Number(port);
  if (!HOST.test(text) || number < 1 || number > 65_535 || !URL.canParse(`https://${text}/`))
    throw wrong("its registry is no host with an optional port");
  const host = text.toLowerCase();
  return host === "index.docker.io" || host === "registry-1.docker.io" ? "docker.io" : host;
}

function wrong(why: string): Refused {
  return new Refused(
    "malformed",
    `this is no reference of an image: ${why}. Write registry/name:tag or registry/name@sha256:...`,
  );
}
