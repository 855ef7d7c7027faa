/** A project with forty pinned packages, and advisories about some of them, written for these scenarios. */

/** Forty packages that nobody has published: their names are ours. */
const OLD = Array.from({ length: 40 }, (_, i) => `assay-demo-${String(i + 1).padStart(2, "0")}==1.${i}.0`);

function advisory(id, name, fixed, summary) {
  return {
    id,
    modified: "2026-08-01T00:00:00Z",
    aliases: [`CVE-2026-${id.slice(-4)}`],
    summary,
    severity: [{ type: "CVSS_V3", score: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H" }],
    affected: [
      {
        package: { ecosystem: "PyPI", name },
        ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }, { fixed }] }],
      },
    ],
  };
}

export const ADVISORIES = [
  advisory("GHSA-demo-0001-0001", "assay-demo-07", "2.0.0", "An old flaw that everybody knows"),
  advisory("GHSA-demo-0002-0002", "assay-demo-new", "3.2.1", "Loads what it should not"),
  {
    id: "MAL-2026-0003",
    modified: "2026-08-01T00:00:00Z",
    summary: "Malicious code in assay-demo-evil (PyPI)",
    affected: [{ package: { ecosystem: "PyPI", name: "assay-demo-evil" }, versions: ["9.9.9"] }],
  },
];

const text = (lines) => `${lines.join("\n")}\n`;

export const FORTY = { "requirements.txt": text(OLD) };
/** The new pin stands in the middle, at line 21. */
export const FORTY_AND_ONE = {
  "requirements.txt": text([...OLD.slice(0, 20), "assay-demo-new==3.1.0", ...OLD.slice(20)]),
};
export const NEW_LINE = 21;
export const FORTY_AND_MALWARE = { "requirements.txt": text([...OLD, "assay-demo-evil==9.9.9"]) };
export const FORTY_MOVED = { "requirements.txt": null, "app/requirements.txt": text([...OLD, "assay-demo-41==1.0"]) };
