import type { Attested, AttestOutcome } from "../core/attest-outcome";
import { breakCommands } from "./escape-command";
import { markdownCode, markdownProse } from "./escape-markdown";
import { clip, escapeTerminal } from "./escape-terminal";
import { htmlList, Space } from "./html-table";

/** What a run signed, and what it did not, for a log and for the job summary. */

const MAX_TEXT = 1000;
/** UTF-8 bytes in the summary, of the 1 MiB that GitHub shows. */
const MAX_BYTES = 60_000;

const KINDS: Readonly<Record<Attested["kind"], string>> = {
  bom: "bill of materials",
  verdict: "verdict",
  provenance: "provenance",
  model: "manifest of the model",
  decision: "decision",
};

/** Lines for a log; none where there is nothing to say. */
export function attestationText({ attested, attached = [], notices, problem }: AttestOutcome): string[] {
  const lines = attested.map((each) => `  ${KINDS[each.kind]} (${each.about}): ${each.url ?? each.path}`);
  const all = [
    ...(lines.length === 0 ? [] : ["Signed", ...lines]),
    ...attached.map((each) => `  ${beside(each)}`),
    ...notices.map((notice) => `  ${notice}`),
    ...(problem === undefined ? [] : [`  Not everything was signed: ${problem}`]),
  ];
  return all.length === 0 ? [] : ["", ...all.map((line) => breakCommands(escapeTerminal(clip(line, MAX_TEXT))))];
}

/** A section of the job summary; empty where there is nothing to say. */
export function attestationMarkdown({ attested, attached = [], notices, problem }: AttestOutcome): string {
  const said = problem === undefined ? notices : [...notices, `Not everything was signed: ${problem}`];
  if (attested.length + said.length === 0) return "";
  const items = [
    ...attested.map((each) => `${KINDS[each.kind]}: ${markdownCode(clip(each.about, MAX_TEXT))}${link(each)}`),
    ...attached.map((each) => markdownProse(clip(beside(each), MAX_TEXT))),
    ...said.map((each) => markdownProse(clip(each, MAX_TEXT))),
  ];
  return `\n### ${attested.length === 0 ? "Not signed" : "Signed"}\n\n${htmlList(items, new Space(MAX_BYTES))}\n`;
}

function beside({ image, bundles }: NonNullable<AttestOutcome["attached"]>[number]): string {
  return `${bundles === 1 ? "1 bundle is" : `${bundles} bundles are`} attached to ${image}`;
}

function link({ url }: Attested): string {
  return url !== undefined && /^https?:\/\/[^\s"<>]+$/.test(url)
    ? `, <a href="${url.replaceAll("&", "&amp;")}">kept here</a>`
    : "";
}
