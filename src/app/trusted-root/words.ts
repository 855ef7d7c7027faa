import { createHash } from "node:crypto";
import { utcDay } from "../../core/time";
import { escapeTerminal } from "../../report/escape-terminal";
import type { FetchedRoot } from "../../verify/tuf";
import { isToFile } from "../output";
import type { RoleMetadata } from "./tuf-metadata";

/** Authorities or logs of one kind that are named; of more, their number is told. The public root has three at most. */
const MAX_NAMED = 16;

interface Known {
  readonly address: string;
  readonly validFor: { readonly start?: Date | undefined; readonly end?: Date | undefined } | undefined;
}

/** What was fetched, for people: whose it is, whom it trusts, until when its source vouches for it, and what to do with it. */
export function trustedRootWords(
  { root, text, mirror, target }: FetchedRoot,
  metadata: readonly RoleMetadata[],
  output: string | undefined,
): string {
  const authorities = (list: typeof root.certificateAuthorities): Known[] =>
    list.map(({ uri, validFor }) => ({ address: uri, validFor }));
  const logs = (list: typeof root.tlogs): Known[] =>
    list.map(({ baseUrl, publicKey }) => ({ address: baseUrl, validFor: publicKey?.validFor }));
  const file = isToFile(output) ? output : "FILE";
  return [
    `${mirror}: ${target}, sha256 ${createHash("sha256").update(text).digest("hex")}`,
    ...kind("Certificates", authorities(root.certificateAuthorities)),
    ...kind("Their logs", logs(root.ctlogs)),
    ...kind("Log entries", logs(root.tlogs)),
    ...kind("Time stamps", authorities(root.timestampAuthorities)),
    ...metadata.map(({ role, version, expires }) => `TUF ${role}: version ${version}, until ${expires}`),
    ...(isToFile(output) ? [`Written to ${output}.`] : []),
    `Use it: model-assay verify PATH --offline --trusted-root ${file}`,
    "It says nothing of keys that come later: write it again with each delivery of models.",
  ]
    .map((line) => `${escapeTerminal(line)}\n`)
    .join("");
}

function kind(name: string, all: readonly Known[]): string[] {
  if (all.length === 0) return [`${name}: none`];
  const named = all.slice(0, MAX_NAMED).map(({ address, validFor }) => `${name}: ${address}${span(validFor)}`);
  return all.length > MAX_NAMED ? [...named, `${name}: ${all.length - MAX_NAMED} more`] : named;
}

function span(validFor: Known["validFor"]): string {
  const [start, end] = [day(validFor?.start), day(validFor?.end)];
  return `${start === undefined ? "" : `, from ${start}`}${end === undefined ? "" : `, until ${end}`}`;
}

/** `YYYY-MM-DD`; undefined for a time that is none. */
function day(date: Date | undefined): string | undefined {
  return date === undefined || Number.isNaN(date.getTime()) ? undefined : utcDay(date);
}
