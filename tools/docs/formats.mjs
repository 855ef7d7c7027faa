// docs/formats.md: every format on one page, out of the pages of docs/formats/ in the order of their index.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const PARTS = [
  ["How it is recognised", "Recognised"],
  ["What is checked", "Checked"],
  ["Rules that may speak", "Rules"],
  ["Limits", "Limits"],
  ["What is not checked", "Not checked"],
];

/** The body of the page. Names in `problems` what is missing. */
export function formatsPage(root, problems) {
  const index = readFileSync(join(root, "docs/formats/README.md"), "utf8");
  return index
    .split(/^## /m)
    .slice(1)
    .map((group) => {
      const [title] = group.split("\n");
      const ids = [...group.matchAll(/^\| \[[^\]]+\]\(([\w-]+)\.md\)/gm)].map(([, id]) => id);
      return ids.length === 0 ? "" : [`## ${title}`, ...ids.map((id) => section(root, id, problems))].join("\n\n");
    })
    .filter((text) => text !== "")
    .join("\n\n");
}

function section(root, id, problems) {
  const page = readFileSync(join(root, `docs/formats/${id}.md`), "utf8");
  const title = /^# (.*)$/m.exec(page)?.[1];
  const parts = PARTS.map(([heading, label]) => {
    const body = page.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0]?.trim();
    if (body === undefined) problems.push(`docs/formats/${id}.md has no section "${heading}".`);
    return row(label, body ?? "");
  });
  const link = title.replace(/^([\w-]+):/, `[$1](formats/${id}.md):`);
  return [`### ${link}`, "", "| | |", "| --- | --- |", ...parts].join("\n");
}

/** Lists become lines of a cell; links lead from docs/ instead of docs/formats/. */
function row(label, body) {
  const text = body
    .replace(/^- \[(MA-[A-Z]+-\d+)\]\([^)]*\) ([\w-]+)$/gm, "- [$1](rules/$1.md) $2")
    .replace(/\]\(\.\.\//g, "](")
    .replace(/\]\(([\w-]+\.md)/g, "](formats/$1")
    .replace(/\n(?![-\n])/g, " ")
    .split(/\n+/)
    .map((line) => line.replace(/^- /, "").replace(/\s+/g, " ").trim())
    .join("<br>")
    .replace(/(?<!\\)\|/g, "\\|");
  return `| **${label}** | ${text} |`;
}
