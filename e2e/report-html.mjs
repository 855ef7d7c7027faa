/**
 * The HTML report in a real browser: `node e2e/report-html.mjs [--pictures]`. The command line of `dist/` (or `E2E_DIST`) makes the pages.
 * `--pictures` writes docs/images/report-*.png. One line for each check, then `N passed, N failed`.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { CHROMIUM, startBrowser } from "./report/browser.mjs";
import { HOSTILE, writeDatabase, writeHostileTree, writeManyFindings, writeTree } from "./report/tree.mjs";
import { DIST, temporaryDirectory } from "./stage.mjs";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const PICTURES = process.argv.includes("--pictures");
const FINDINGS = 5000;
const scratch = temporaryDirectory();

async function main() {
  const pages = makePages();
  const browser = await startBrowser();
  let failed = 0;
  let passed = 0;
  try {
    for (const [title, check] of Object.entries(CHECKS)) {
      const problems = [];
      const expect = (what, holds) => holds || problems.push(what);
      try {
        const word = await check(await browser.page(), pages, expect);
        if (word?.skip) {
          console.log(`skip ${title}: ${word.skip}`);
          continue;
        }
        console.log(`${problems.length === 0 ? "ok  " : "FAIL"} ${title}${word ? ` (${word})` : ""}`);
      } catch (error) {
        problems.push(error.message);
        console.log(`FAIL ${title}`);
      }
      for (const problem of problems) console.log(`       ${problem}`);
      if (problems.length === 0) passed++;
      else failed++;
    }
  } finally {
    await browser.close();
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** Pages of three repositories, by the command that people use. */
function makePages() {
  const database = join(scratch, "osv");
  writeDatabase(database);
  const make = (name, write, ...options) => {
    const tree = join(scratch, name);
    write(tree);
    const page = join(scratch, `${name}.html`);
    const gate = ["gate", tree, "--format", "html", "-o", page, "--offline", "--osv-database", database, ...options];
    const { status, stderr } = spawnSync(process.execPath, [join(DIST, "cli.js"), ...gate], { encoding: "utf8" });
    if (status !== 1) throw new Error(`the gate ended with ${status}: ${stderr}`);
    return page;
  };
  return {
    plain: make("demo", writeTree, "--bom-path", join(scratch, "demo.cdx.json")),
    hostile: make("hostile", writeHostileTree, "--bom-path", join(scratch, "hostile.cdx.json")),
    many: make("many", (tree) => writeManyFindings(tree, FINDINGS)),
  };
}

const addressOf = (path) => pathToFileURL(path).href;
const settled = "new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r)))";

const CHECKS = {
  async "a page from disk asks for nothing else and nothing goes wrong in it"(page, { plain }, expect) {
    await page.size(1200, 900);
    await page.open(addressOf(plain));
    expect(`requests: ${page.requests}`, page.requests.length === 1 && page.requests[0].startsWith("file:"));
    expect(`problems: ${page.problems}`, page.problems.length === 0);
    const parts = await page.run("[...document.querySelectorAll('section')].map(({ id }) => id).join()");
    expect(`parts: ${parts}`, parts === "todo,matrix,findings,pickles,not-scanned,graph,bom,basis");
    const marked = await page.run("document.querySelector('#pickles mark').textContent");
    expect(`marked: ${marked}`, marked === "posix.system");
    return `${readFileSync(plain).length} bytes`;
  },

  async "a page from a server asks it once, for itself"(page, { plain }, expect) {
    const asked = [];
    const server = createServer((request, response) => {
      asked.push(request.url);
      response.setHeader("content-type", "text/html").end(readFileSync(plain));
    });
    await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
    try {
      await page.open(`http://127.0.0.1:${server.address().port}/report`);
      await page.run("new Promise((r) => setTimeout(r, 500))");
      expect(`asked: ${asked}`, asked.join() === "/report");
      expect(`problems: ${page.problems}`, page.problems.length === 0);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  },

  async "names that try markup are text"(page, { hostile }, expect) {
    await page.open(addressOf(hostile));
    expect(`problems: ${page.problems}`, page.problems.length === 0);
    expect("a request", page.requests.length === 1);
    const elements = await page.run(
      "document.querySelectorAll('img, iframe, b, object').length + '/' + document.scripts.length",
    );
    expect(`elements of the input's: ${elements}`, elements === "0/2");
    const text = await page.run("document.getElementById('main').textContent");
    for (const shown of [
      HOSTILE,
      "model-\\u{202e}gpj.pkl",
      "</script><script>alert(1)</script><!-- \\u{2028} ##[error]x",
    ])
      expect(`not shown as it is: ${shown}`, text.includes(shown));
    expect("a character that turns the text around", !text.includes("\u202e"));
    const cells = await page.run(
      "[...document.querySelectorAll('#matrix tbody tr')].filter((r) => /octocat|gpj/.test(r.textContent)).map((r) => r.querySelector('td').textContent[0]).join()",
    );
    expect(`models with odd names: ${cells}`, cells === "✗,✗");
  },

  async "the policy holds against the page's own script"(page, { plain }, expect) {
    await page.open(addressOf(plain));
    const tried = (code) =>
      page.run(`(async () => { try { ${code}; return "went through"; } catch (e) { return e.name; } })()`);
    expect("markup from text", (await tried("document.body.innerHTML = '<b>x</b>'")) === "TypeError");
    expect("a script from text", (await tried("document.createElement('script').text = 'x'")) === "TypeError");
    expect("a request", (await tried("await fetch('https://example.invalid/')")) === "TypeError");
    const ran = await page.run(`new Promise((r) => {
      const image = document.createElement('img');
      image.onerror = () => r('refused');
      image.onload = () => r('loaded');
      image.src = 'data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=';
    })`);
    expect("a picture", ran === "refused");
  },

  async "by keyboard: search, filter, from the matrix to findings, through the graph"(page, { plain }, expect) {
    await page.size(1200, 900);
    await page.open(addressOf(plain));
    const count = () => page.run("document.querySelectorAll('.findings > li').length");
    const focused = () =>
      page.run("document.activeElement.className + ' ' + document.activeElement.textContent.slice(0, 40)");
    const all = await count();
    await page.press("Tab");
    expect(`the first stop is ${await focused()}`, (await focused()).startsWith("skip"));

    await page.run("document.getElementById('search').focus()");
    for (const letter of "torch") await page.press(letter, letter);
    const searched = await count();
    expect(`searched: ${searched} of ${all}`, searched >= 1 && searched < all);

    await page.run(
      "[...document.querySelectorAll('#matrix button.cell')].find((b) => b.classList.contains('fail')).focus()",
    );
    await page.press("Enter", "\r");
    const only = await page.run("document.querySelector('.only').textContent");
    expect(`the matrix led to "${only}"`, /^Only \w+ of /.test(only) && (await count()) < all && (await count()) > 0);

    const stops = await page.run("document.querySelectorAll('.graph [tabindex=\"0\"]').length");
    expect(`${stops} stops in the graph`, stops === 1);
    await page.run("document.querySelector('.graph [tabindex=\"0\"]').focus()");
    await page.press("ArrowRight");
    const right = await focused();
    await page.press("ArrowDown");
    const down = await focused();
    expect(`arrows went to ${right}, ${down}`, right.startsWith("node") && down.startsWith("node") && right !== down);
    await page.press("Enter", "\r");
    const about = await page.run("document.querySelector('.about').textContent");
    expect(`the graph says "${about}"`, about.includes("Depends on") && about.includes("Used by"));
  },

  async "5,000 findings"(page, { many }, expect) {
    await page.size(1200, 900);
    const loading = await page.open(addressOf(many));
    const words = await page.run("document.querySelector('#findings .count').textContent");
    expect(`it says "${words}"`, words === "1 to 50 of 5000 findings");
    const elements = await page.run("document.querySelectorAll('*').length");
    expect(`${elements} elements`, elements < 6000);
    const filtering = await page.run(`(async () => {
      const search = document.getElementById('search');
      const started = performance.now();
      search.value = 'm4999.pkl';
      search.dispatchEvent(new Event('input', { bubbles: true }));
      await ${settled};
      return performance.now() - started;
    })()`);
    expect(
      "the one that was searched for",
      (await page.run("document.querySelectorAll('.findings > li').length")) === 1,
    );
    return `${(readFileSync(many).length / 1e6).toFixed(1)} MB, there after ${Math.round(loading)} ms, searched in ${Math.round(filtering)} ms, ${elements} elements`;
  },

  async "on a phone nothing is wider than the screen"(page, { hostile }, expect) {
    await page.size(390, 844, true);
    await page.open(addressOf(hostile));
    const [wide, screen] = await page.run("[document.documentElement.scrollWidth, innerWidth]");
    expect(`${wide} of ${screen}`, wide <= screen);
  },

  async "on paper everything is there without buttons"(page, { many }, expect) {
    await page.open(addressOf(many));
    const printed = await page.run(`(() => {
      dispatchEvent(new Event('beforeprint'));
      const shown = document.querySelectorAll('.findings > li').length;
      dispatchEvent(new Event('afterprint'));
      return shown + '/' + document.querySelectorAll('.findings > li').length;
    })()`);
    expect(`findings: ${printed}`, printed === "500/50");
    await page.look("print", "dark");
    const shown = await page.run(
      "getComputedStyle(document.querySelector('nav')).display + getComputedStyle(document.body).backgroundColor",
    );
    expect(`on paper: ${shown}`, shown === "nonergb(255, 255, 255)");
  },

  async "axe finds nothing, in light and dark, wide and narrow"(page, { plain }, expect) {
    const axe = axeSource();
    if (axe === undefined) return { skip: "axe-core is not installed" };
    let rules = 0;
    for (const [scheme, width] of [
      ["light", 1200],
      ["dark", 1200],
      ["light", 390],
      ["dark", 390],
    ]) {
      await page.size(width, 900, width < 600);
      await page.look("screen", scheme);
      // axe makes elements in ways that the page's policy forbids to the page.
      await page.call("Page.setBypassCSP", { enabled: true });
      await page.open(addressOf(plain));
      await page.run("for (const each of document.querySelectorAll('details')) each.open = true");
      await page.run(axe);
      const result = await page.run(
        "axe.run().then(({ violations, passes }) => ({ passes: passes.length, violations: violations.map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map(({ html, any }) => html.slice(0, 120) + ' ' + (any[0]?.message ?? '')).join(' | ')) }))",
      );
      for (const violation of result.violations) expect(`${scheme} ${width}: ${violation}`, false);
      rules = result.passes;
    }
    return `${rules} rules hold`;
  },

  async pictures(page, { plain }) {
    if (!PICTURES) return { skip: "--pictures was not given" };
    const shots = [
      ["report-light", "screen", "light", 1100, 1100],
      ["report-dark", "screen", "dark", 1100, 1100],
      ["report-phone", "screen", "light", 390, 1200],
      ["report-print", "print", "light", 794, 1123],
    ];
    for (const [name, media, scheme, width, height] of shots) {
      await page.size(width, 900, width < 600);
      await page.look(media, scheme);
      await page.open(addressOf(plain));
      if (media === "print") await page.run("dispatchEvent(new Event('beforeprint'))");
      await page.run(settled);
      writeFileSync(join(ROOT, "docs", "images", `${name}.png`), await page.picture({ x: 0, y: 0, width, height }));
    }
    await page.size(1100, 900);
    await page.look("screen", "light");
    await page.open(addressOf(plain));
    await page.run("[...document.querySelectorAll('.node')].find((n) => n.textContent.includes('Chat')).click()");
    await page.run(settled);
    const { y } = await page.run("(({ y }) => ({ y }))(document.getElementById('graph').getBoundingClientRect())");
    const clip = { x: 0, y: y + (await page.run("scrollY")), width: 1100, height: 700 };
    writeFileSync(join(ROOT, "docs", "images", "report-graph.png"), await page.picture(clip));
  },
};

/** The text of axe-core, where it is installed. */
function axeSource() {
  for (const place of [ROOT, process.env.AXE_DEPS].filter(Boolean)) {
    try {
      return readFileSync(createRequire(join(place, "package.json")).resolve("axe-core/axe.min.js"), "utf8");
    } catch {
      // Not there.
    }
  }
  return undefined;
}

if (CHROMIUM === undefined)
  console.log("skip the HTML report: no Chromium is installed (CHROMIUM names another place)");
else process.exitCode = await main();
rmSync(scratch, { recursive: true, force: true });
