/**
 * SARIF of real runs before Microsoft's validator and in its viewer: `SARIF_TOOLS=FOLDER node e2e/sarif.mjs [--pictures DIRECTORY]`. The
 * command line of `dist/` (or `E2E_DIST`) makes the files. What the folder lacks is skipped with a word. To have all of it (170 MB, which
 * is why it is no development dependency; two of the packages would run a script when installed, and work without it):
 *
 *     npm install --prefix FOLDER --ignore-scripts @microsoft/sarif-multitool-linux@5.7.0 \
 *       @microsoft/sarif-web-component@0.6.0-29 react@16.14.0 react-dom@16.14.0 esbuild
 *
 * One line for each check, then `N passed, N failed`.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cleanCheckpoint, maliciousPickle, storedZip } from "./models.mjs";
import { CHROMIUM, startBrowser } from "./report/browser.mjs";
import { findValidator, validate } from "./report/sarif-validator.mjs";
import { makeViewer, showLog } from "./report/sarif-viewer.mjs";
import { HOSTILE, writeDatabase, writeHostileTree, writeManyFindings, writeTree } from "./report/tree.mjs";
import { DIST, temporaryDirectory } from "./stage.mjs";

const TOOLS = process.env.SARIF_TOOLS;
const at = process.argv.indexOf("--pictures");
const PICTURES = at < 0 ? undefined : process.argv[at + 1];
const RULE_PAGE = "https://github.com/model-assay/model-assay/blob/main/docs/rules/";
const scratch = temporaryDirectory();

/** Names of files that an address, a link, a placeholder, a terminal or a reader takes for something else, and how each is to be read. */
const ODD_NAMES = {
  "a b#c?d%41.pkl": "a b#c?d%41.pkl",
  "q\"'<&>.pkl": "q\"'<&>.pkl",
  "[click](javascript:alert(1)).pkl": "[click] (javascript:alert(1)).pkl",
  "`code` **b** @octocat #1.pkl": "`code` **b** @octocat #1.pkl",
  "\u001b[31mred\u001b[0m.pkl": "\\u{1b}[31mred\\u{1b}[0m.pkl",
  "::error::x.pkl": "::error::x.pkl",
  "new\nline.pkl": "new\\nline.pkl",
  "C:colon.pkl": "C:colon.pkl",
  "{0}.pkl": "{ 0}.pkl",
  "ünï-日本.pkl": "ünï-日本.pkl",
};
const NOT_UTF8 = Buffer.from([0x6c, 0xe9, 0xff]);

/** SARIF of runs, by the command that people use. */
function makeLogs() {
  const database = join(scratch, "osv");
  writeDatabase(database);
  const make = (name, write) => {
    const tree = join(scratch, name);
    mkdirSync(join(tree, "models"), { recursive: true });
    write(tree);
    const file = join(scratch, `${name}.sarif`);
    const gate = ["gate", tree, "--format", "sarif", "-o", file, "--offline", "--osv-database", database];
    const { status, stderr } = spawnSync(process.execPath, [join(DIST, "cli.js"), ...gate], { encoding: "utf8" });
    if (status !== 0 && status !== 1) throw new Error(`the gate ended with ${status}: ${stderr}`);
    return { file, log: JSON.parse(readFileSync(file, "utf8")) };
  };
  return {
    clean: make("clean", (tree) => writeFileSync(join(tree, "models/m.pt"), cleanCheckpoint())),
    demo: make("demo", (tree) => {
      writeTree(tree);
      writeFileSync(join(tree, "models/member.pt"), storedZip({ "archive/data.pkl": maliciousPickle() }));
    }),
    hostile: make("hostile", (tree) => {
      writeHostileTree(tree);
      const code = maliciousPickle('echo "[x](javascript:alert(1)) @octocat {0} <b>"\n```\n# h');
      for (const name of Object.keys(ODD_NAMES)) writeFileSync(join(tree, "models", name), code);
      const path = Buffer.concat([Buffer.from(join(tree, "models/")), NOT_UTF8, Buffer.from(".pkl")]);
      writeFileSync(path, code);
    }),
    waived: make("waived", writeWaivedTree),
    many: make("many", (tree) => writeManyFindings(tree, 6000)),
  };
}

function writeWaivedTree(tree) {
  const pickle = maliciousPickle("ls");
  for (const name of ["old", "other"]) writeFileSync(join(tree, "models", `${name}.pkl`), pickle);
  const sha256 = createHash("sha256").update(pickle).digest("hex");
  const waiver = { rule: "MA-PKL-001", path: "models/old.pkl", sha256, reason: "read it", until: "2099-01-31" };
  // YAML reads JSON.
  const policy = JSON.stringify({ version: 1, waivers: [{ ...waiver, "approved-by": "ana" }] });
  writeFileSync(join(tree, ".model-assay.yml"), policy);
}

/** Each check gets a fresh page, the logs and the viewer's address, and says what does not hold. */
const IN_THE_VIEWER = {
  async "each result: level, message in lines, rule that leads to its page"(page, { demo }, viewer, expect) {
    const rows = await showLog(page, viewer, demo.log);
    const { results } = demo.log.runs[0];
    expect(`${rows.length} rows`, rows.length === results.length);
    for (const { level, message } of results) {
      const wanted = { error: "failed", warning: "warning", note: "note" }[level];
      const found = rows.some((row) => row.level === wanted && lines(row).includes(lines({ text: message.text })));
      expect(`${wanted}, not shown: ${message.text.slice(0, 80)}`, found);
    }
    const inMember = rows.some(({ text }) => /Where: models\/member\.pt > [^\n]+ @ 0x[0-9a-f]+/.test(text));
    expect("the member and offset of a finding in a checkpoint", inMember);
    const links = await page.run("[...document.querySelectorAll('tr a[href]')].map((a) => a.href)");
    const rules = [...new Set(results.map(({ ruleId }) => `${RULE_PAGE}${ruleId}.md`))];
    expect(`links: ${links}`, links.sort().join() === rules.sort().join());
    return `${rows.length} results of ${rules.length} rules`;
  },

  async "names that try to be more than names are text, and can be read"(page, { hostile }, viewer, expect) {
    const rows = await showLog(page, viewer, hostile.log);
    expect(`${rows.length} rows`, rows.length === hostile.log.runs[0].results.length);
    const all = rows.map(({ text }) => text).join("\n");
    const names = [...Object.values(ODD_NAMES), HOSTILE, "model-\\u{202e}gpj.pkl", "l\\xe9\\xff.pkl"];
    for (const name of names) expect(`not readable: ${name}`, all.includes(`Where: models/${name} @ 0x2`));
    expect("a character that turns text around, or that nobody sees", !/[\p{Cf}\u001b]/u.test(all));
    const links = await page.run("[...document.querySelectorAll('a[href]')].map((a) => a.href)");
    for (const link of links) expect(`a link of the input's: ${link}`, link.startsWith(RULE_PAGE));
    const elements = await page.run("document.querySelectorAll('#viewer img, #viewer script, #viewer b').length");
    expect(`${elements} elements of the input's`, elements === 0);
  },

  async "what is waived is suppressed"(page, { waived }, viewer, expect) {
    for (const [state, name] of [
      ["unsuppressed", "other.pkl"],
      ["suppressed", "old.pkl"],
    ]) {
      const rows = await showLog(page, viewer, waived.log, { Suppression: { value: [state] } });
      expect(`${state}: ${rows.map(({ text }) => text)}`, rows.length === 1 && rows[0].text.includes(name));
    }
  },

  async "a run that found nothing"(page, { clean }, viewer, expect) {
    const rows = await showLog(page, viewer, clean.log);
    expect(`${rows.length} rows`, rows.length === 0);
    expect("no word of it", (await page.run("document.body.innerText")).includes("No results"));
  },

  async "more results than GitHub shows: the file says how many are left out"(page, { many }, viewer, expect) {
    await page.size(1400, 1000);
    await page.open(viewer);
    await page.run(`show(${JSON.stringify(many.log)}), 0`);
    await page.run("new Promise((r) => setTimeout(r, 500))");
    const text = await page.run("document.body.innerText");
    expect(`it says ${text.slice(0, 200)}`, text.includes("5000"));
    const [told] = many.log.runs[0].invocations[0].toolExecutionNotifications;
    expect(`the file says ${told.message.text}`, told.message.text.startsWith("1,000 findings more"));
  },
};

const lines = ({ text }) => text.replace(/\s+/g, " ");

async function main() {
  const logs = makeLogs();
  const count = { passed: 0, failed: 0 };
  const check = async (title, act) => {
    const problems = [];
    const expect = (what, holds) => holds || problems.push(what);
    const word = await act(expect).catch((error) => void problems.push(error.message));
    console.log(`${problems.length === 0 ? "ok  " : "FAIL"} ${title}${word ? ` (${word})` : ""}`);
    for (const problem of problems.slice(0, 20)) console.log(`       ${problem}`);
    count[problems.length === 0 ? "passed" : "failed"] += 1;
  };
  await checkValidator(logs, check);
  await checkViewer(logs, check);
  console.log(`${count.passed} passed, ${count.failed} failed`);
  return count.failed === 0 ? 0 : 1;
}

async function checkValidator(logs, check) {
  const program = findValidator(TOOLS);
  if (program === undefined)
    return console.log("skip the validator: SARIF_TOOLS has no @microsoft/sarif-multitool-linux");
  await check("the validator has nothing to say that is not accepted with a reason", async (expect) => {
    const files = Object.values(logs).map(({ file }) => file);
    for (const said of validate(program, files, scratch)) expect(said, false);
    return `${files.length} files`;
  });
  await check("and does find what GitHub would refuse", async (expect) => {
    const bad = structuredClone(logs.demo.log);
    const [first, second] = bad.runs[0].results;
    first.locations = [];
    second.locations[0].physicalLocation.artifactLocation.uri = "https://example.invalid/a";
    const file = join(scratch, "bad.sarif");
    writeFileSync(file, JSON.stringify(bad));
    const said = validate(program, [file], scratch).join("\n");
    for (const rule of ["GH1001", "GH1005", "GH1015"]) expect(`not found: ${rule}`, said.includes(rule));
  });
}

async function checkViewer(logs, check) {
  if (CHROMIUM === undefined) return console.log("skip the viewer: no Chromium is installed");
  const viewer = makeViewer(TOOLS, scratch);
  if (viewer === undefined)
    return console.log(
      "skip the viewer: SARIF_TOOLS has no @microsoft/sarif-web-component, react, react-dom or esbuild",
    );
  const browser = await startBrowser();
  try {
    for (const [title, act] of Object.entries(IN_THE_VIEWER))
      await check(title, async (expect) => {
        const page = await browser.page();
        const word = await act(page, logs, viewer, expect);
        expect(`problems: ${page.problems}`, page.problems.length === 0);
        const elsewhere = page.requests.filter((url) => !/^(file|data):/.test(url));
        expect(`requests: ${elsewhere}`, elsewhere.length === 0);
        if (PICTURES !== undefined)
          writeFileSync(join(PICTURES, `sarif-${title.replace(/\W+/g, "-").slice(0, 30)}.png`), await page.picture());
        return word;
      });
  } finally {
    await browser.close();
  }
}

if (TOOLS === undefined)
  console.log("skip SARIF's validator and viewer: SARIF_TOOLS names no folder of them (see e2e/sarif.mjs)");
else process.exitCode = await main();
rmSync(scratch, { recursive: true, force: true });
