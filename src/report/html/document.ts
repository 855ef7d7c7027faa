import { createHash } from "node:crypto";
import { PROJECT } from "../../core/project";
import type { RunReport } from "../../core/report";
import { escapeHtml } from "../escape-html";
import { countsLine, headline, VERDICT_WORD } from "../verdict-words";
import { embedJson } from "./embed-json";
import { SCRIPT, STYLE } from "./page-assets";
import type { PageData } from "./page-data";

/**
 * The one file. Its policy lets nothing load from anywhere, runs this one script and uses this one style sheet, and forbids
 * the script to make markup of text (https://www.w3.org/TR/CSP3/, https://www.w3.org/TR/trusted-types/). The input is in it as JSON alone.
 */
export function htmlDocument(report: RunReport, data: PageData): string {
  const policy = [
    "default-src 'none'",
    `script-src '${digestOf(SCRIPT)}'`,
    `style-src '${digestOf(STYLE)}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
  const title = `${PROJECT.title}: ${VERDICT_WORD[report.verdict]}`;
  const lines = [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${STYLE}</style>`,
    "</head>",
    "<body>",
    '<a class="skip" href="#main">Skip to the report</a>',
    `<header class="verdict ${report.verdict}"><p class="brand">${escapeHtml(PROJECT.title)}</p>`,
    `<h1>${escapeHtml(headline(report))}</h1><p>${escapeHtml(countsLine(report))}</p></header>`,
    '<nav id="sections" aria-label="Parts of the report"></nav>',
    '<main id="main" tabindex="-1"><noscript><p>The rest of this page needs JavaScript, which comes with it. All of it is in the JSON report, too.</p></noscript></main>',
    `<script type="application/json" id="report">${embedJson(data)}</script>`,
    `<script>${SCRIPT}</script>`,
    "</body>",
    "</html>",
  ];
  return `${lines.join("\n")}\n`;
}

/** As a policy names a script (CSP 3, "Hash usage"). */
function digestOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
