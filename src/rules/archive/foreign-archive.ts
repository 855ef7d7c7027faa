import { defineRule } from "../../core/rule";

/** Archives that no model library reads; the names are those of the formats that claim them. */
const FOREIGN: Readonly<Record<string, string>> = { "7z": "a 7z archive", rar: "a RAR archive" };

/**
 * Why: scanners do not look into 7z and RAR, and malware on model hubs was packed so for that reason. A model
 * library cannot load such a file, so nobody needs one under a model's name or inside a model.
 */
export const foreignArchive = defineRule({
  id: "MA-ARC-011",
  name: "foreign-archive",
  on: "file",
  severity: "high",
  confidence: "high",
  since: "0.1.0",
  summary: "A 7z or RAR archive stands where a model is expected",
  remedy: "Unpack it and commit the model itself. It was not looked into.",
  *check({ claimedBy, at }) {
    const found = claimedBy.find((format) => Object.hasOwn(FOREIGN, format));
    if (found === undefined) return;
    const inside = at.inside.length > 0;
    if (!inside && isNamedHonestly(at.path)) return;
    const where = inside ? "inside a model" : "under a model's name";
    yield { message: `is ${FOREIGN[found]!} ${where}, which was not looked into`, key: [found] };
  },
});

/** `data.7z` says what it is; it is listed as not read, which is another rule's. */
function isNamedHonestly(path: string): boolean {
  return /\.(7z|rar|cb7|cbr)(\.\d+)?$/i.test(path);
}
