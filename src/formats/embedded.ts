import { BufferSource } from "../bytes/sources";
import type { OpenContext } from "../core/format";
import { within } from "../core/location";
import type { Artifact, Subject } from "../core/subject";

/** The beginnings in base64 of a pickle of protocol 2 and up, a program (ELF, PE), a zip and a gzip. */
const BEGINS = /^(gAJ|gAK|gAM|gAN|gAQ|gAR|gAS|gAU|gAV|f0VMR|TVqQ|TVpQ|UEsDB|H4sI)/;
const BASE64 = /^[A-Za-z0-9+/\s]{16,}={0,2}\s{0,8}$/;
/** Values that are decoded. Characters; metadata has no payload of more. CWE-770. */
const MAX_TEXT = 32 * 1024 ** 2;

/** Whether `embedded` would look into the text. */
export function looksEmbedded(text: string): boolean {
  return text.length <= MAX_TEXT && BEGINS.test(text) && BASE64.test(text);
}

/** A text of metadata that is bytes in base64 and begins as a pickle, a program or an archive does: looked into. */
export function* embedded(artifact: Artifact, text: string, place: string, context: OpenContext): Generator<Subject> {
  if (!looksEmbedded(text)) return;
  context.budget.spend("nested", 1);
  context.budget.spend("inflated", text.length);
  const at = within(artifact.at, `${place} (base64)`);
  const bytes = new BufferSource(Buffer.from(text, "base64"));
  yield { kind: "member", at, artifact: { at, bytes, depth: artifact.depth + 1, nested: true } };
}
