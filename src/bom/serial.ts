import { createHash } from "node:crypto";

/**
 * A serial number from the content, so that the same content has the same: a UUID made of a SHA-256 of it. Version 8, as
 * RFC 9562 has it for names hashed with SHA-256; version 5 is SHA-1 by definition.
 */
export function serialNumberOf(content: string): string {
  const hash = createHash("sha256").update("model-assay bill of materials\0").update(content).digest();
  hash[6] = (hash[6]! & 0x0f) | 0x80;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString("hex");
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)];
  return `urn:uuid:${parts.join("-")}`;
}

/** RFC 3339 in UTC, where it is a time. */
export function timeOf(text: string | undefined): Date | undefined {
  if (text === undefined || !/^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/.test(text))
    return undefined;
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? undefined : time;
}
