import { compareDigits, MAX_VERSION_LENGTH, plainDigits, type Version, type VersionScheme } from "./scheme";

interface ComposerVersion extends Version {
  /** Without zeros at the end. */
  readonly numbers: readonly string[];
  /** Where `stability` stands in `STABILITIES`. */
  readonly rank: number;
  readonly step: readonly string[];
  readonly dev: boolean;
}

/** In their order; what has none is `stable`. */
const STABILITIES = ["dev", "alpha", "beta", "rc", "stable", "patch"];
const STABLE = STABILITIES.indexOf("stable");
const SHORT: ReadonlyMap<string, string> = new Map([
  ["a", "alpha"],
  ["b", "beta"],
  ["p", "patch"],
  ["pl", "patch"],
]);
const MODIFIER = /^[._-]?(?:(stable|beta|b|rc|alpha|a|patch|pl|p)((?:[.-]?\d+(?:[.-]\d+)*)?))?([.-]?dev)?$/;
const CLASSICAL = /^v?(\d{1,5}(?:\.\d+){0,3})(?!\d)/;
const DATED = /^v?(\d{4}(?:[.:-]?\d{2}){1,6}(?:[.:-]?\d{1,3}){0,2})(?!\d)/;
/** `2.x-dev`: the tip of a branch, behind all that has its numbers. */
const BRANCH = /^v?(\d+)((?:\.(?:\d+|[x*])){0,3})[.-]?dev$/;
const TIP = "9999999";

/**
 * Versions of Packagist, as Composer normalises and orders them (https://getcomposer.org/doc/articles/versions.md): four
 * numbers, a stability with a step, `-dev`. A branch by its name (`dev-main`) has no order, so it is no version here.
 */
export const composer: VersionScheme<ComposerVersion> = {
  parse(text) {
    if (text.length > MAX_VERSION_LENGTH) return undefined;
    const plain = text
      .trim()
      .toLowerCase()
      .replace(/@(?:stable|rc|beta|alpha|dev)$/, "")
      .replace(/^([^+\s]+)\+\S+$/, "$1");
    return classical(plain, CLASSICAL) ?? classical(plain, DATED) ?? branch(plain);
  },
  compare(a, b) {
    const length = Math.max(a.numbers.length, b.numbers.length);
    for (let index = 0; index < length; index++) {
      const order = compareDigits(a.numbers[index] ?? "0", b.numbers[index] ?? "0");
      if (order !== 0) return order;
    }
    return a.rank - b.rank || compareSteps(a, b);
  },
};

function classical(text: string, pattern: RegExp): ComposerVersion | undefined {
  const numbers = pattern.exec(text);
  const modifier = numbers === null ? null : MODIFIER.exec(text.slice(numbers[0].length));
  if (numbers === null || modifier === null) return undefined;
  const [, spelled = "", steps = ""] = modifier;
  // Behind a `stable` that is written out, Composer looks at nothing.
  const dev = modifier[3] !== undefined && spelled !== "stable";
  const named = spelled === "" ? (dev ? "dev" : "stable") : (SHORT.get(spelled) ?? spelled);
  const step = named === "stable" ? [] : (steps.match(/\d+/g) ?? []).map(plainDigits);
  return made(numbers[1]!.split(/\D/), STABILITIES.indexOf(named), step, dev);
}

function branch(text: string): ComposerVersion | undefined {
  const found = BRANCH.exec(text);
  if (found === null || !/[x*]/.test(found[2]!)) return undefined;
  const given = [found[1]!, ...found[2]!.split(".").slice(1)].map((part) => (/^[x*]$/.test(part) ? TIP : part));
  return made([...given, TIP, TIP, TIP].slice(0, 4), 0, [], true);
}

function made(given: readonly string[], rank: number, step: readonly string[], dev: boolean): ComposerVersion {
  const numbers = given.map(plainDigits);
  while (numbers.at(-1) === "0") numbers.pop();
  const key = `${numbers.join(".")} ${rank} ${step.join(".")} ${dev ? "dev" : ""}`;
  return { numbers, rank, step, dev, key, pre: rank < STABLE || dev };
}

/** `beta-dev`, `beta`, `beta1-dev`, `beta1`. */
function compareSteps(a: ComposerVersion, b: ComposerVersion): number {
  const length = Math.max(a.step.length, b.step.length);
  for (let index = 0; index < length; index++) {
    const [mine, theirs] = [a.step[index], b.step[index]];
    if (mine === undefined) return -1;
    if (theirs === undefined) return 1;
    const order = compareDigits(mine, theirs);
    if (order !== 0) return order;
  }
  return Number(b.dev) - Number(a.dev);
}
