/** Microsoft's viewer of SARIF (npm's @microsoft/sarif-web-component, as in Azure DevOps) as a page that a browser opens from disk. */
import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Suppressed and old results too; a check that wants less says so. */
const ENTRY = `
import * as React from "react";
import * as ReactDOM from "react-dom";
import { Viewer } from "@microsoft/sarif-web-component";
window.show = (log, filterState = {}) => ReactDOM.render(
  React.createElement(Viewer, { logs: [log], showSuppression: true, filterState: {
    Baseline: { value: [] }, Level: { value: [] }, Suppression: { value: [] }, ...filterState,
  } }),
  document.getElementById("viewer"),
);`;
const PAGE = `<!doctype html><meta http-equiv="content-type" content="text/html; charset=utf-8"><title>SARIF</title>
<style>body { margin: 0 }</style><div id="viewer"></div><script src="viewer.js"></script>`;

/** The address of the page, made in `scratch` of the packages in a folder; undefined where they are not there. */
export function makeViewer(tools, scratch) {
  const modules = join(tools, "node_modules");
  const needed = ["@microsoft/sarif-web-component", "react", "react-dom", "esbuild"];
  if (!needed.every((name) => existsSync(join(modules, name, "package.json")))) return undefined;
  const entry = join(scratch, "viewer-entry.js");
  writeFileSync(entry, ENTRY);
  writeFileSync(join(scratch, "viewer.html"), PAGE);
  const { status, stderr } = spawnSync(
    process.execPath,
    [
      join(modules, "esbuild/bin/esbuild"),
      entry,
      "--bundle",
      "--log-level=error",
      `--outfile=${join(scratch, "viewer.js")}`,
      '--define:process.env.NODE_ENV="production"',
    ],
    { encoding: "utf8", env: { ...process.env, NODE_PATH: modules } },
  );
  if (status !== 0) throw new Error(`esbuild: ${stderr}`);
  return pathToFileURL(join(scratch, "viewer.html")).href;
}

/** Shows a log with every group open. The answer is what stands in the rows of results: icon's title, path, text. */
export async function showLog(page, address, log, filterState) {
  // The table has the rows only that are to be seen.
  await page.size(1400, 3000);
  await page.open(address);
  await page.run(`show(${JSON.stringify(log)}, ${JSON.stringify(filterState ?? {})}), 0`);
  await page.run(`(async () => {
    const pause = () => new Promise((r) => setTimeout(r, 300));
    await pause();
    for (let i = 0; i < 200; i++) {
      const shut = document.querySelector("tr[aria-expanded=false]");
      const more = [...document.querySelectorAll("tr *")].find((each) => !each.children.length && each.textContent === "Show All");
      if (!shut && !more) break;
      (shut ?? more).click();
      await pause();
    }
  })()`);
  return page.run(`[...document.querySelectorAll("tr.bolt-tree-row[aria-level='2']")].map((row) => ({
    level: ["failed", "warning"].find((each) => row.querySelector("svg")?.classList.contains(each)) ?? "note",
    text: row.innerText,
  }))`);
}
