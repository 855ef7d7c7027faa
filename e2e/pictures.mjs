/**
 * Pictures of what people look at, from real runs: `node e2e/pictures.mjs`. The job summary and the comment of one pull request as a reader
 * of GitHub's Markdown shows them, and the command line in a terminal. Writes docs/images/{summary,comment,terminal,inspect}.png; needs Chromium.
 * The HTML report's are written by `node e2e/report-html.mjs --pictures`.
 */
import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { emptyConversation } from "../__tests__/support/github-conversation.mjs";
import { CHROMIUM, startBrowser } from "./report/browser.mjs";
import { runDirect } from "./run-direct.mjs";
import { SCENARIOS } from "./scenarios.mjs";
import { DIST, stageAction, temporaryDirectory, withStage } from "./stage.mjs";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const PULL_REQUEST = "comment: what the pictures show";
const WIDTH = 1000;
/** What a reader sees before all else: the verdict, models and checks, what stops the gate. */
const MOST = 800;
/** As many as the picture of a terminal has room for. */
const COLUMNS = 110;

const GITHUB = `body{font:14px/1.5 -apple-system,"Segoe UI","Noto Sans",Helvetica,Arial,sans-serif;color:#1f2328;margin:24px}
code{background:#eff1f3;padding:.2em .4em;border-radius:6px;font:85% ui-monospace,Menlo,Consolas,monospace}
pre{background:#f6f8fa;padding:12px;border-radius:6px;overflow:auto}pre code{background:none;padding:0}
table{border-collapse:collapse}td,th{border:1px solid #d1d9e0;padding:6px 12px;text-align:left;vertical-align:top}tr:nth-child(2n){background:#f6f8fa}
h2{border-bottom:1px solid #d1d9e0;padding-bottom:.3em}a{color:#0969da}details{margin:8px 0}`;
const TERMINAL = `body{margin:0;background:#0d1117}pre{margin:0;padding:20px;color:#e6edf3;font:13px/1.45 ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre-wrap}`;
/** A machine for tests has no font for these: what is drawn for them, and in which colour. */
const MARKS = { "❌": ["✖", "#cf222e"], "✅": ["✔", "#1a7f37"], "❔": ["?", "#9a6700"] };
const COLOURS = {
  31: "#ff7b72",
  32: "#7ee787",
  33: "#e3b341",
  34: "#79c0ff",
  35: "#d2a8ff",
  36: "#76e3ea",
  90: "#8b949e",
};

if (CHROMIUM === undefined) {
  console.error("There is no Chromium here. CHROMIUM names one.");
  process.exitCode = 2;
} else await main();

async function main() {
  const scratch = temporaryDirectory();
  const browser = await startBrowser();
  try {
    const { summary, comment } = await pullRequest(scratch);
    const shots = {
      summary: page(GITHUB, readers(summary)),
      comment: page(GITHUB, readers(comment)),
      terminal: page(TERMINAL, terminal("gate", "examples/first-gate")),
      inspect: page(TERMINAL, terminal("inspect", "examples/first-gate/models/detector.pt")),
    };
    for (const [name, html] of Object.entries(shots)) {
      const file = join(scratch, `${name}.html`);
      writeFileSync(file, html);
      writeFileSync(join(ROOT, "docs", "images", `${name}.png`), await picture(await browser.page(), file));
      console.log(`docs/images/${name}.png`);
    }
  } finally {
    await browser.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** What one pull request is told, by the action itself. */
async function pullRequest(scratch) {
  const scenario = SCENARIOS.find(({ title }) => title.startsWith(PULL_REQUEST));
  const conversation = emptyConversation();
  const outcome = await withStage(scenario, stageAction(scratch), conversation, (stage) => runDirect(stage));
  return { summary: outcome.summary, comment: conversation.comments[0].body };
}

function readers(markdown) {
  const drawn = markdown.replace(/❌|✅|❔/g, (mark) => {
    const [sign, colour] = MARKS[mark];
    return `<span style="color:${colour}">${sign}</span>`;
  });
  return micromark(drawn, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });
}

function terminal(...args) {
  // In a terminal that has a width: lines are broken to it.
  const command = [process.execPath, join(DIST, "cli.js"), ...args].map((each) => `'${each}'`).join(" ");
  const { stdout } = spawnSync("script", ["-qec", `stty cols ${COLUMNS}; ${command}`, "/dev/null"], {
    cwd: ROOT,
    encoding: "utf8",
    env: { ...process.env, TERM: "xterm-256color", NO_COLOR: "" },
  });
  const shown = coloured(stdout.replaceAll("\r\n", "\n"));
  return `<pre><span style="color:#8b949e">$</span> model-assay ${args.join(" ")}\n${shown}</pre>`;
}

/** The few colours and weights that the text reporter uses. */
function coloured(text) {
  const safe = text.replace(/[&<>]/g, (each) => `&#${each.charCodeAt(0)};`);
  let open = 0;
  const html = safe.replace(/\u001b\[([\d;]*)m/g, (_all, codes) => {
    const closed = "</span>".repeat(open);
    const styles = codes
      .split(";")
      .flatMap((code) => (COLOURS[code] ? [`color:${COLOURS[code]}`] : code === "1" ? ["font-weight:bold"] : []));
    open = styles.length === 0 ? 0 : 1;
    return styles.length === 0 ? closed : `${closed}<span style="${styles.join(";")}">`;
  });
  return html + "</span>".repeat(open);
}

function page(css, body) {
  return `<!doctype html><meta charset="utf-8"><style>${css}</style>${body}`;
}

async function picture(opened, file) {
  await opened.size(WIDTH, 400);
  await opened.open(pathToFileURL(file).href);
  const height = await opened.run(
    `Math.min(${MOST}, Math.ceil(document.documentElement.getBoundingClientRect().height))`,
  );
  return opened.picture({ x: 0, y: 0, width: WIDTH, height });
}
