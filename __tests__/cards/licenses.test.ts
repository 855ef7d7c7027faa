import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { spdxId } from "../../src/cards/licenses";

/** The licence words of the Hub's documentation that are one licence. */
const WORDS =
  "apache-2.0 mit afl-3.0 artistic-2.0 bsl-1.0 bsd-2-clause bsd-3-clause bsd-3-clause-clear c-uda cc0-1.0 cc-by-2.0 cc-by-2.5 cc-by-3.0 cc-by-4.0 cc-by-sa-3.0 cc-by-sa-4.0 cc-by-nc-2.0 cc-by-nc-3.0 cc-by-nc-4.0 cc-by-nd-4.0 cc-by-nc-nd-3.0 cc-by-nc-nd-4.0 cc-by-nc-sa-2.0 cc-by-nc-sa-3.0 cc-by-nc-sa-4.0 cdla-sharing-1.0 cdla-permissive-1.0 cdla-permissive-2.0 wtfpl ecl-2.0 epl-1.0 epl-2.0 etalab-2.0 eupl-1.1 eupl-1.2 agpl-3.0 gpl-2.0 gpl-3.0 lgpl-2.1 lgpl-3.0 isc lppl-1.3c ms-pl mpl-2.0 odc-by odbl osl-3.0 postgresql ofl-1.1 ncsa unlicense zlib pddl lgpl-lr".split(
    " ",
  );
/** Families, and licences that SPDX has not. */
const NAMES =
  "openrail openrail++ bigscience-openrail-m creativeml-openrail-m bigscience-bloom-rail-1.0 bigcode-openrail-m bsd cc gfdl gpl lgpl deepfloyd-if-license llama2 llama3 llama3.1 llama3.2 llama3.3 gemma unknown other apple-amlr __proto__ constructor".split(
    " ",
  );
const LIBRARY = dirname(require.resolve("@cyclonedx/cyclonedx-library/package.json"));
const SCHEMA = readFileSync(join(LIBRARY, "res/schema/spdx.SNAPSHOT.schema.json"), "utf8");
const SPDX = new Set((JSON.parse(SCHEMA) as { enum: string[] }).enum);

describe("licence words", () => {
  test.each(WORDS)("%s is an id of SPDX's list", (word) => {
    expect(SPDX).toContain(spdxId(word));
    expect(spdxId(` ${word.toUpperCase()} `)).toBe(spdxId(word));
  });

  test.each(NAMES)("%s is a name", (word) => expect(spdxId(word)).toBeUndefined());

  test("have the version that the word has", () => {
    expect(["apache-2.0", "mit", "zlib", "odbl", "c-uda", "lgpl-lr", "gpl-3.0"].map(spdxId)).toEqual([
      "Apache-2.0",
      "MIT",
      "Zlib",
      "ODbL-1.0",
      "C-UDA-1.0",
      "LGPLLR",
      "GPL-3.0",
    ]);
  });
});
