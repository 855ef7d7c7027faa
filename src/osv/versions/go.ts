import { MAX_VERSION_LENGTH, type VersionScheme } from "./scheme";
import { type Semver, semverScheme } from "./semver";

const modules = semverScheme();
/** `1.21rc1`, `go1.9beta2`: releases of Go itself, which is the package `stdlib` (https://go.dev/doc/toolchain#version). */
const PHASE = /^(\d{1,9}(?:\.\d{1,9}){1,2})(alpha|beta|rc)(\d{1,9})$/;

/**
 * Versions of Go modules (https://go.dev/ref/mod#versions), pseudo-versions and `+incompatible` included, which records
 * write without their `v`; and those of Go itself, of which records say `1.21.0-rc.1` where Go says `go1.21rc1`.
 */
export const go: VersionScheme<Semver> = {
  parse(text) {
    if (text.length > MAX_VERSION_LENGTH) return undefined;
    // What stands behind a hyphen in `go1.21.3-corp` is a vendor's own, and no step before 1.21.3.
    const plain = text.startsWith("go") ? text.slice(2).replace(/[-+ ].*$/s, "") : text;
    const phase = PHASE.exec(plain);
    if (phase === null) return modules.parse(plain);
    return modules.parse(`${phase[1]}-${phase[2]}.${phase[3]}`);
  },
  compare: (a, b) => modules.compare(a, b),
};
