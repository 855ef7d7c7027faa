import type { PackageRecords } from "../core/advisory";
import type { LockedPackage } from "../core/package-facts";
import { judgePackage, type PackageJudgement } from "./judge-package";

/**
 * Records that are held against versions, one by one: a record and a package are one. They take some 2 µs each; a project of
 * 20,000 packages has some 50,000. CWE-407.
 */
const MAX_COMPARED = 2_000_000;
/**
 * Flaws, and packages that are not pinned: each is a finding of some kB. A repository with a hundred old lockfiles has
 * some thousand. CWE-770.
 */
const MAX_TOLD = 25_000;

/** Judges the packages of one run, until that takes more than any real project does. */
export class Judging {
  private compared = 0;
  private told = 0;

  constructor(private readonly limits = { compared: MAX_COMPARED, told: MAX_TOLD }) {}

  /** `undefined` where the limits were reached before: then nobody has looked at the package. */
  judge(pkg: LockedPackage, records: PackageRecords): PackageJudgement | undefined {
    if (this.compared >= this.limits.compared || this.told >= this.limits.told) return undefined;
    const judged = judgePackage(pkg, records);
    if (!("failed" in records)) this.compared += records.advisories.length + records.unreadable.length;
    this.told += judged.flaws.length + (judged.reason === "unlocked" ? 1 : 0);
    return judged;
  }
}
