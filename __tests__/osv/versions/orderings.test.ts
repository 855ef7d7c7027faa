import type { Ecosystem } from "../../../src/core/ecosystem";
import { SCHEMES } from "../../../src/osv/versions";
import { pep440 } from "../../../src/osv/versions/pep440";
import { MAX_VERSION_LENGTH } from "../../../src/osv/versions/scheme";

const order = (ecosystem: Ecosystem, a: string, b: string) => {
  const scheme = SCHEMES[ecosystem];
  const [first, second] = [scheme.parse(a), scheme.parse(b)];
  if (first === undefined || second === undefined) return "unreadable";
  return Math.sign(scheme.compare(first, second));
};

/** From the lowest, each with all that are the same version behind the first. */
const ORDERS: readonly (readonly [Ecosystem, readonly (readonly string[])[]])[] = [
  [
    // https://peps.python.org/pep-0440/#summary-of-permitted-suffixes-and-relative-ordering
    "PyPI",
    [
      ["1.0.dev456", "1.0.0.dev456", "v1.dev456"],
      ["1.0a1", "1.0.alpha-1"],
      ["1.0a2.dev456"],
      ["1.0a12.dev456"],
      ["1.0a12"],
      ["1.0b1.dev456"],
      ["1.0b2"],
      ["1.0b2.post345.dev456"],
      ["1.0b2.post345"],
      ["1.0rc1.dev456"],
      ["1.0rc1", "1.0-c1", "1.0.preview1"],
      ["1.0", "1", "1.0.0", "1.0+cu121", "1.0+abc.5"],
      ["1.0.post456.dev34"],
      ["1.0.post456", "1.0-456", "1.0.rev456"],
      ["1.0.15"],
      ["1.1.dev1"],
      ["2.1.0+cu118", "2.1"],
      ["10.0"],
      ["1!0.5"],
    ],
  ],
  [
    // https://semver.org/#spec-item-11
    "npm",
    [
      ["0.0.0-20200101120000-abcdef123456"],
      ["0.0.0"],
      ["1.0.0-alpha"],
      ["1.0.0-alpha.1"],
      ["1.0.0-alpha.beta"],
      ["1.0.0-beta"],
      ["1.0.0-beta.2"],
      ["1.0.0-beta.11"],
      ["1.0.0-rc.1"],
      ["1.0.0", "1.0", "v1", "1.0.0+build"],
      ["1.2", "1.2.0"],
      ["1.10.0"],
      ["20240101120000123456789.0.0"],
      ["20240101120000123456790.0.0"],
    ],
  ],
  [
    "Go",
    [
      ["v0.0.0-20191109021931-daa7c04131f5", "0.0.0-20191109021931-daa7c04131f5"],
      ["v1.2.3-pre.0.20200101000000-abcdefabcdef"],
      ["1.2.3"],
      ["v1.21.0-0"],
      ["1.21rc1", "go1.21rc1", "1.21.0-rc.1"],
      ["go1.21rc2"],
      ["1.21", "go1.21", "1.21.0", "go1.21.0-corp"],
      ["go1.21.3", "1.21.3"],
      ["2.0.0+incompatible", "v2.0.0"],
    ],
  ],
  [
    // The documentation of Gem::Version
    "RubyGems",
    [
      ["1.0.A"],
      ["1.0.a", "1.a"],
      ["1.0.a.2"],
      ["1.0.b1"],
      ["1.0-1", "1.0.pre.1"],
      ["1.0", "1", "1.0.0", "1.0-x86_64-linux", "1.0.0-java"],
      ["1.0.1.rc1"],
      ["1.0.1"],
      ["1.0.10"],
    ],
  ],
  [
    "Packagist",
    [
      ["1.0.0-dev", "v1-dev"],
      ["1.0.0-alpha"],
      ["1.0.0-alpha1", "1.0a1", "1.0.0.0-ALPHA.1"],
      ["1.0.0-beta-dev"],
      ["1.0.0-beta"],
      ["1.0.0-beta2-dev"],
      ["1.0.0-beta2", "1.0b2"],
      ["1.0.0-RC1"],
      ["1.0.0", "v1.0", "1", "1.0.0.0", "1.0.0-stable", "1.0.0+build", "1.0@dev"],
      ["1.0.0-patch1", "1.0.0-p1", "1.0.0pl1"],
      ["1.0.1"],
      ["1.x-dev"],
      ["2.0"],
      ["20240101-alpha1"],
      ["20240101"],
    ],
  ],
  [
    // https://maven.apache.org/pom.html#version-order-specification
    "Maven",
    [
      ["1-alpha2"],
      ["1-alpha-123"],
      ["1-beta-2", "1-b2"],
      ["1-beta-123"],
      ["1-m2", "1-milestone2"],
      ["1-rc", "1-cr"],
      ["1-rc-2"],
      ["1-SNAPSHOT"],
      ["1", "1.0", "1.ga", "1-ga", "1-0", "1.0.0-Final", "1-release"],
      ["1-sp"],
      ["1-abc", "1.abc"],
      ["1-foo2"],
      ["1-foo10"],
      ["1-1", "1.0-1"],
      ["1-1.foo-bar1baz-.1"],
      ["1.1"],
      ["1.2"],
      ["1.10"],
    ],
  ],
  ["CRAN", [["1.0"], ["1.0.0"], ["1.0-1", "1.0.1"], ["1.0.10"], ["1.9"], ["1.10"]]],
  ["NuGet", [["1.0.0-Alpha", "1.0.0-alpha"], ["1.0.0", "1.0.0.0"], ["1.0.0.1"], ["1.0.1"]]],
  ["Pub", [["1.0.0-dev"], ["1.0.0"], ["1.0.0+1"], ["1.0.1"]]],
  ["GitHub Actions", [["v1.2.3", "1.2.3"], ["v4", "4"], ["v4.1"], ["45.0.8"]]],
];

describe.each(ORDERS)("%s", (ecosystem, order_) => {
  test("orders versions", () => {
    const wrong = order_.flatMap((these, low) =>
      order_
        .slice(low + 1)
        .flatMap((those) =>
          these.flatMap((a) =>
            those.flatMap((b) =>
              order(ecosystem, a, b) === -1 && order(ecosystem, b, a) === 1 ? [] : [`${a} < ${b}`],
            ),
          ),
        ),
    );
    expect(wrong).toEqual([]);
  });

  test("knows what is the same version, and gives it the same key", () => {
    const scheme = SCHEMES[ecosystem];
    for (const same of order_) {
      expect(same.map((each) => order(ecosystem, same[0]!, each))).toEqual(same.map(() => 0));
      expect(new Set(same.map((each) => scheme.parse(each)!.key)).size).toBe(1);
    }
    expect(new Set(order_.map(([first]) => scheme.parse(first!)!.key)).size).toBe(order_.length);
  });

  test("reads hostile texts in time", () => {
    const texts = [
      "1".repeat(1e6),
      "1.".repeat(5e5),
      "1-".repeat(120) + "!",
      `1-beta${"1".repeat(240)}!`,
      "1_.-+".repeat(50),
    ];
    const start = performance.now();
    for (const text of [...texts, "a1".repeat(128), "1a.".repeat(85), " ".repeat(256)]) SCHEMES[ecosystem].parse(text);
    expect(performance.now() - start).toBeLessThan(120_000);
    expect(SCHEMES[ecosystem].parse("1".repeat(MAX_VERSION_LENGTH + 1))).toBeUndefined();
  });
});

test.each([
  ["PyPI", ["2004d", "1.0-foo", "===1.0", "", "1.0.*", "2024-09-25", "2.6.0-NA"]],
  ["npm", ["latest", "1.x", "", "1..2", "^1.2.3", "file:../x", "1.0.0-a..b"]],
  ["Go", ["devel", "latest", "master", ""]],
  ["crates.io", ["*", ""]],
  ["RubyGems", ["a1", "1.0_x", ""]],
  ["Packagist", ["dev-main", "feature-dev", "", "1.2.3.4.5"]],
  ["Maven", [""]],
  [
    "GitHub Actions",
    ["main", "8f4b7f84864484a7bf31766abe9204da3cbe65b3", "1234567", "1234567890123456789012345678901234567890"],
  ],
  ["CRAN", ["1.0a", ""]],
] as const)("what is no version of %s is none", (ecosystem, texts) => {
  expect(texts.filter((text) => SCHEMES[ecosystem].parse(text) !== undefined)).toEqual([]);
});

test.each([
  ["PyPI", ["1.0rc1", "1.0.dev1", "1.0a1.post1"], ["1.0", "1.0.post1", "1.0+rc1"]],
  ["npm", ["1.0.0-0"], ["1.0.0", "1.0.0+rc.1"]],
  ["RubyGems", ["1.0.pre"], ["1.0"]],
  ["Packagist", ["1.0-RC1", "1.0-dev", "1.x-dev"], ["1.0", "1.0-p1"]],
  ["Maven", ["1.0-SNAPSHOT", "1.0-rc1", "1.0-M2"], ["1.0", "1.0-jre", "1.0.Final", "1.0-sp1"]],
] as const)("knows pre-releases of %s", (ecosystem, before, releases) => {
  expect(before.map((text) => SCHEMES[ecosystem].parse(text)!.pre)).toEqual(before.map(() => true));
  expect(releases.map((text) => SCHEMES[ecosystem].parse(text)!.pre)).toEqual(releases.map(() => false));
});

describe("what records of PyPI say that is no version", () => {
  const { lenient } = pep440;

  test("is mended where it is certain what was meant", () => {
    expect(lenient!.mend("2.7.1-NA")).toBe("2.7.1");
    expect(lenient!.mend("2.6.0-cu124")).toBe("2.6.0+cu124");
    for (const text of ["0.2.0-n653", "2024-09-25", "1.0-NAN", "1.0-5-NA"]) expect(lenient!.mend(text)).toBeUndefined();
  });

  test("has a place where it begins with a release", () => {
    const near = (version: string, text: string) => lenient!.near(pep440.parse(version)!, lenient!.anchor(text)!);
    expect(["7.2.0", "7.2.0.1", "7.2.0rc1", "7.2"].map((version) => near(version, "7.2.0-12.1"))).not.toContain(false);
    expect(["7.2.1", "7.1", "8", "1!7.2.0"].map((version) => near(version, "7.2.0-12.1"))).not.toContain(true);
    for (const text of ["2024-09-25", "2018-04-22b", "unknown", ""]) expect(lenient!.anchor(text)).toBeUndefined();
  });
});
