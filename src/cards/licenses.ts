/**
 * The licence words of the Hugging Face Hub (its documentation, "Licenses") that are one licence of the SPDX list (3.27),
 * in the spelling of that list. Those without a version of which only one was ever published have that one; for the GNU
 * licences the ids without `-only` or `-or-later` stay, because the Hub does not tell which is meant.
 */
const IDS = (
  "Apache-2.0 MIT AFL-3.0 Artistic-2.0 BSL-1.0 BSD-2-Clause BSD-3-Clause BSD-3-Clause-Clear CC0-1.0 CC-BY-2.0 CC-BY-2.5 " +
  "CC-BY-3.0 CC-BY-4.0 CC-BY-SA-3.0 CC-BY-SA-4.0 CC-BY-NC-2.0 CC-BY-NC-3.0 CC-BY-NC-4.0 CC-BY-ND-4.0 CC-BY-NC-ND-3.0 " +
  "CC-BY-NC-ND-4.0 CC-BY-NC-SA-2.0 CC-BY-NC-SA-3.0 CC-BY-NC-SA-4.0 CDLA-Sharing-1.0 CDLA-Permissive-1.0 " +
  "CDLA-Permissive-2.0 WTFPL ECL-2.0 EPL-1.0 EPL-2.0 etalab-2.0 EUPL-1.1 EUPL-1.2 AGPL-3.0 GPL-2.0 GPL-3.0 LGPL-2.1 " +
  "LGPL-3.0 ISC LPPL-1.3c MS-PL MPL-2.0 ODC-By-1.0 ODbL-1.0 OSL-3.0 PostgreSQL OFL-1.1 NCSA Unlicense Zlib PDDL-1.0 " +
  "C-UDA-1.0 OpenMDW-1.0 AGPL-3.0-only AGPL-3.0-or-later GPL-2.0-only GPL-2.0-or-later GPL-3.0-only GPL-3.0-or-later " +
  "LGPL-2.1-only LGPL-2.1-or-later LGPL-3.0-only LGPL-3.0-or-later"
).split(" ");

const SPDX: ReadonlyMap<string, string> = new Map([
  ...IDS.map((id) => [id.toLowerCase(), id] as const),
  ["c-uda", "C-UDA-1.0"],
  ["lgpl-lr", "LGPLLR"],
  ["odbl", "ODbL-1.0"],
  ["odc-by", "ODC-By-1.0"],
  ["pddl", "PDDL-1.0"],
]);

/** The SPDX id of a licence word; `undefined` where it is a family (`cc`, `gpl`), a name (`llama3.1`), or unknown. */
export function spdxId(word: string): string | undefined {
  return SPDX.get(word.trim().toLowerCase());
}
