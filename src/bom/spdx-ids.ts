import { createHash } from "node:crypto";

/** Characters of the readable part of an id. */
const MAX_SLUG = 48;

/** Letters, digits, `.` and `-`: what SPDX ids may have (SPDX 2.3, clause 7.2). */
export function slug(text: string): string {
  const clean = text.slice(0, MAX_SLUG * 4).replace(/[^A-Za-z0-9.]+/g, "-");
  return (
    clean
      .replace(/^[-.]+|[-.]+$/g, "")
      .slice(-MAX_SLUG)
      .replace(/^[-.]+/, "") || "x"
  );
}

/** Makes ids of different texts different that have the same readable part. 64 bits. */
export function shortDigest(text: string): string {
  return createHash("sha256")
    .update(text.replace(/\p{Surrogate}/gu, "\ufffd"))
    .digest("hex")
    .slice(0, 16);
}

/** `SPDXRef-Model-models-bert-3f1c0a…`. */
export function spdxRef(kind: string, text: string): string {
  return `SPDXRef-${kind}-${slug(text)}-${shortDigest(`${kind}\n${text}`)}`;
}
