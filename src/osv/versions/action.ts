import type { VersionScheme } from "./scheme";
import { type Semver, semverScheme } from "./semver";

interface ActionVersion extends Semver {
  /** The numbers of a tag that moves: `v4` is whatever 4.x is the newest. */
  readonly tag?: readonly string[];
}

const releases = semverScheme();
/** A commit, which begins with a digit more often than not; `20240101` could be one too. */
const COMMIT = /^[0-9a-f]{7,64}$/i;
/** By custom a tag with fewer than three numbers moves with the releases (https://github.com/actions/toolkit/blob/main/docs/action-versioning.md). */
const MOVING = /^v?\d{1,9}(?:\.\d{1,9})?$/;

/** Versions of GitHub Actions: the tags of their releases, mostly semantic. A commit or a branch is none. */
export const action: VersionScheme<ActionVersion> = {
  parse(text) {
    const version = COMMIT.test(text) ? undefined : releases.parse(text);
    if (version === undefined || !MOVING.test(text)) return version;
    const tag = text.replace(/^v/, "").split(".");
    return { ...version, key: `${version.key} moving ${tag.length}`, tag };
  },
  compare: (a, b) => releases.compare(a, b),
  spans({ tag }, other) {
    return tag !== undefined && tag.every((number, index) => Number(number) === Number(other.numbers[index] ?? 0));
  },
};
