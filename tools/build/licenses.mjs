import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Files that hold a licence or what has to be said beside it, as packages name them. */
const LICENSE_FILE = /^(licen[sc]e|copying|notice|copyright)([.-].*)?$/i;

const HEAD = `What lies in dist/ was made from the sources of Model Assay and of the packages below, or of some of them.
Each stands here with its version and its licence, as the package has it. What rego.wasm holds: rego.wasm.licenses.txt.
`;

/**
 * The licences of every package that a bundle may hold: those of the lockfile that are needed to run. Packages with the same text stand
 * above it together. Most licences ask for it wherever a copy goes (MIT, "included in all copies"; Apache-2.0, section 4).
 * Throws for a package that neither has a licence's text nor names its licence.
 */
export function licenses(root) {
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const byText = new Map();
  for (const [path, { version, dev, optional, devOptional, license }] of Object.entries(packages)) {
    if (path === "" || dev || optional || devOptional) continue;
    const text = licenseText(join(root, path), license);
    const name = `${path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length)} ${version}`;
    byText.set(text, new Set([...(byText.get(text) ?? []), name]));
  }
  const parts = [...byText]
    .map(([text, names]) => [[...names].sort().join("\n"), text])
    .sort(([a], [b]) => order(a, b));
  return [HEAD, ...parts.map(([names, text]) => `${"-".repeat(80)}\n${names}\n\n${text}\n`)].join("\n");
}

function licenseText(folder, license) {
  const files = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => LICENSE_FILE.test(name))
        .sort(order)
    : [];
  const texts = files.map((name) => readFileSync(join(folder, name), "utf8").replace(/\r\n?/g, "\n").trim());
  if (texts.length > 0) return texts.join("\n\n");
  if (typeof license !== "string") throw new Error(`${folder} has no licence. Is it installed (npm ci)?`);
  return `${license} (the package has no text of it)`;
}

const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
