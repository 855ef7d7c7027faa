import { compareDigits, MAX_VERSION_LENGTH, plainDigits, type Version, type VersionScheme } from "./scheme";

interface CranVersion extends Version {
  readonly numbers: readonly string[];
}

/**
 * Versions of CRAN: numbers between dots or hyphens, and the longer one is the later (`1.0` before `1.0.0`), as R's
 * `compareVersion` has it (https://stat.ethz.ch/R-manual/R-devel/library/utils/html/compareVersion.html).
 */
export const cran: VersionScheme<CranVersion> = {
  parse(text) {
    if (text.length > MAX_VERSION_LENGTH || !/^\d+(?:[.-]\d+)*$/.test(text)) return undefined;
    const numbers = text.split(/[.-]/).map(plainDigits);
    return { numbers, key: numbers.join("."), pre: false };
  },
  compare(a, b) {
    const common = Math.min(a.numbers.length, b.numbers.length);
    for (let index = 0; index < common; index++) {
      const order = compareDigits(a.numbers[index]!, b.numbers[index]!);
      if (order !== 0) return order;
    }
    return a.numbers.length - b.numbers.length;
  },
};
