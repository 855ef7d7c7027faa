import { Refused } from "../../core/attestation";
import { ConfigurationError } from "../../core/host";
import type { ImageReference } from "../../core/oci";
import { createHttpClient } from "../../host/http";
import { escapeTerminal } from "../../report/escape-terminal";
import { parseImageReference } from "../../verify/oci/reference";
import { MAX_BUNDLE_TEXT } from "../../verify/read-bundle";
import type { Arguments } from "../arguments";
import { textOf } from "../option-file";
import { attachablesOf, kindOf, type Attachable } from "./attachable";
import { attachBundles, attachFailure, type AttachedTo } from "./attach-bundles";

/** Exit codes: what was not taken, and what could not be asked. */
const REFUSED = 1;
const UNAVAILABLE = 3;

const OCI = "oci:";

/** `attach oci:IMAGE --bundle FILE...`: puts signed statements beside an image in its registry, where cosign and `verify` look. */
export async function attachCommand({ operands, bundles }: Arguments): Promise<number> {
  const [place, ...more] = operands;
  if (place?.startsWith(OCI) !== true || more.length > 0 || bundles.length === 0)
    throw new ConfigurationError(
      "attach takes one image and bundles: model-assay attach oci:ghcr.io/acme/server@sha256:... --bundle bom.sigstore.json",
    );
  const image = imageOf(place.slice(OCI.length));
  const texts = bundles.map((path) => ({ path, text: textOf("bundle", path, MAX_BUNDLE_TEXT) }));
  const http = createHttpClient({ env: process.env });
  try {
    const read = texts.flatMap(({ path, text }) => attachablesOf(text, path));
    await attachBundles({ image, bundles: read, http, env: process.env, now: new Date(), onAttached: tell });
    return 0;
  } catch (error) {
    const { outage, message } = attachFailure(error);
    process.stderr.write(`model-assay: ${escapeTerminal(message)}\n`);
    return outage ? UNAVAILABLE : REFUSED;
  } finally {
    await http.close();
  }
}

function imageOf(text: string): ImageReference {
  try {
    return parseImageReference(text);
  } catch (error) {
    throw error instanceof Refused ? new ConfigurationError(`attach: ${error.message}`) : error;
  }
}

function tell({ name, statement }: Attachable, { image, digest, tag, about }: AttachedTo): void {
  const lines = [
    `${name} (${kindOf(statement)}) is attached to ${image}`,
    `  as ${digest}${tag === undefined ? "" : `, listed under the tag ${tag}`}`,
    ...(about
      ? []
      : [
          `  It is about ${subjects(statement.subject.length)}, not about the image: cosign verify-attestation wants the image as a subject, and does not take it.`,
          `  Verify the files by it: model-assay verify DIR --bundle oci:${image}`,
        ]),
  ];
  process.stdout.write(`${lines.map(escapeTerminal).join("\n")}\n`);
}

function subjects(count: number): string {
  return count === 1 ? "one file or model" : `${count} files`;
}
