import type { UpgradeAsked } from "../core/lockfile";

/** `v1.2.3`, `v2.0.0+incompatible`, pseudo-versions (https://go.dev/ref/mod#versions); some people leave the `v`. */
const VERSION = /^v?\d{1,18}\.\d{1,18}\.\d{1,18}(?:-[0-9A-Za-z.-]{1,200})?(?:\+[0-9A-Za-z.-]{1,200})?$/;

/** Whether it is one version, and no branch, tag or commit, which the go command would resolve and write down. */
export function isGoVersion(version: string): boolean {
  return VERSION.test(version);
}

/** As OSV spells it: without the `v`, whatever follows stays. */
export function bareGoVersion(version: string): string {
  return version.replace(/^v/, "");
}

export function upgradeGo({ name, version }: UpgradeAsked): string {
  return `go get ${name}@v${bareGoVersion(version)} && go mod tidy`;
}
