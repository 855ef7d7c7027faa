import type { Location } from "../../core/location";
import type { LockedPackage } from "../../core/package-facts";
import { tomlAt, tomlString, tomlTable, type TomlValue } from "../../syntax/toml-places";
import { isVersion } from "../pep508";
import { readAddress } from "../python-address";
import { packageAt, packageOf, type Around } from "../python-package";

/**
 * What Poetry's tables say of one package (https://python-poetry.org/docs/dependency-specification/): a text, a table,
 * or several of them under conditions.
 */
export function* poetryPackages(
  name: string,
  given: TomlValue,
  at: Location,
  around: Around,
): Generator<LockedPackage> {
  for (const each of Array.isArray(given) ? given : [given]) {
    const address = addressOf(each);
    const specifier = specifierOf(tomlString(each) ?? tomlString(tomlAt(each, "version")));
    yield address === undefined
      ? packageOf({ name, extras: [], specifier }, at, around)
      : packageAt(readAddress(address), at, around, name);
  }
}

/** `git`, `url`, `path` and what they point at, as pip would write it; uv's tables of sources have the same keys. */
export function addressOf(value: TomlValue | undefined): string | undefined {
  const table = tomlTable(value);
  if (table === undefined) return undefined;
  const text = (key: string) => tomlString(table[key]);
  const git = text("git");
  if (git !== undefined) {
    const revision = text("rev") ?? text("tag") ?? text("branch");
    return `git+${git}${revision === undefined ? "" : `@${revision}`}`;
  }
  if (table["workspace"] === true) return "./";
  return text("url") ?? text("path") ?? text("file");
}

/** In Poetry a version alone is that version; `*` is any. `^` and the rest stay as they are, since they pin nothing. */
function specifierOf(constraint: string | undefined): string {
  const text = (constraint ?? "*").trim();
  if (text === "*") return "";
  return isVersion(text) ? `==${text}` : text.replace(/ *, */g, ",").replace(/^(===?) +/, "$1");
}
