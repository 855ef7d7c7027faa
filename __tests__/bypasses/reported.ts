import { lines, scanBytes, worst } from "../support/scan";

/** What the whole walk reports of the bytes; fails the test where nothing of it blocks a default gate. */
export function reported(bytes: Uint8Array, path?: string): string[] {
  const { findings, format } = scanBytes(bytes, path);
  const told = lines(findings);
  const severity = worst(findings);
  if (severity !== "critical" && severity !== "high")
    throw new Error(`passes as ${format ?? "no model"}:\n${told.join("\n") || "(no finding)"}`);
  return told;
}
