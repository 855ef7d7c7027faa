import { existsSync } from "node:fs";
import { join } from "node:path";
import { supportedBy } from "../../src/frameworks";
import { CHECKS, FRAMEWORKS, GROUPS } from "../../src/frameworks/framework-table";
import { RULES } from "../../src/rules";

const DOCS = join(__dirname, "../../docs");
const CLAIMS = [...GROUPS, ...CHECKS].map(({ supports }) => supports);
const pairs = CLAIMS.flatMap((supports) =>
  Object.entries(supports).flatMap(([framework, items]) => items.map((item) => `${framework}: ${item}`)),
);
const known = FRAMEWORKS.flatMap(({ id, items }) => items.map((item) => `${id}: ${item.id}`));

test("every rule is in one group, and every group names rules that there are", () => {
  const grouped = GROUPS.flatMap(({ rules }) => rules);
  // A rule that is missing here: put it into a group of src/frameworks/{model,other}-rules.ts whose reason is true of it.
  expect([...grouped].sort()).toEqual(RULES.map(({ id }) => id).sort());
});

test("every item that is named exists, and every item that exists is supported by something", () => {
  expect(pairs.filter((pair) => !known.includes(pair))).toEqual([]);
  expect(known.filter((pair) => !pairs.includes(pair))).toEqual([]);
  expect(new Set(known).size).toBe(known.length);
});

test("no claim is empty or says the same twice", () => {
  for (const supports of CLAIMS) {
    expect(Object.keys(supports)).not.toEqual([]);
    for (const items of Object.values(supports)) {
      expect(items).not.toEqual([]);
      expect(new Set(items).size).toBe(items.length);
    }
  }
});

test("each framework has an edition, a source and an id of its own", () => {
  for (const field of ["id", "name", "guid"] as const)
    expect(new Set(FRAMEWORKS.map((framework) => framework[field])).size).toBe(FRAMEWORKS.length);
  for (const { guid, version, url, items } of FRAMEWORKS) {
    expect(guid).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    expect(version).toMatch(/\d/);
    for (const each of [url, ...items.map((item) => item.url)]) expect(new URL(each).protocol).toBe("https:");
    // An item's source is its publisher's: the same host as the framework's own address.
    expect(items.filter((item) => new URL(item.url).host !== new URL(url).host)).toEqual([]);
  }
});

test("nothing says that something complies", () => {
  const words = [
    ...FRAMEWORKS.flatMap(({ items }) => items.map(({ title }) => title)),
    ...GROUPS.map(({ because }) => because),
    ...CHECKS.map(({ summary }) => summary),
  ];
  expect(words.filter((text) => /compl(y|ies|ian)|conform|certif(y|ies|ied)|guarantee/i.test(text))).toEqual([]);
});

test.each(CHECKS.map(({ name, page }) => [name, page]))("%s has its page", (_, page) => {
  expect(existsSync(join(DOCS, page))).toBe(true);
});

describe("claims that would be wrong in front of an auditor", () => {
  test("no rule supports SLSA: a level is about how something was built", () => {
    expect(GROUPS.filter(({ supports }) => "slsa" in supports)).toEqual([]);
    expect(FRAMEWORKS.find(({ id }) => id === "slsa")!.items.map(({ id }) => id)).not.toContain("Build L3");
  });

  test("nothing supports Article 12: the logs of a system in use", () => {
    expect(known.filter((pair) => pair.includes("Article 12"))).toEqual([]);
  });

  test("a vulnerable package is no compromised one", () => {
    expect(itemsOf("MA-DEP-001", "mitre-atlas")).toEqual(["AML.M0016"]);
    expect(itemsOf("MA-DEP-002", "mitre-atlas")).toEqual(["AML.T0010.001", "AML.T0011.001"]);
  });

  test("what could not be looked into is documented, not evaluated", () => {
    for (const id of ["MA-SYS-002", "MA-SYS-004", "MA-DEP-006"] as const)
      expect(itemsOf(id, "nist-ai-rmf")).toEqual(["MEASURE 1.1"]);
  });
});

describe("what a rule supports", () => {
  test("comes in the order of the frameworks and of their items", () => {
    const supported = supportedBy("MA-PKL-001");
    expect(supported.map(({ framework }) => framework.id)).toEqual([
      ...[
        "nist-ai-rmf",
        "nist-sp-800-218a",
        "owasp-ml",
        "owasp-llm-2025",
        "owasp-llm-2026",
        "mitre-atlas",
        "eu-ai-act",
      ],
    ]);
    for (const { framework, items } of supported)
      expect(items).toEqual(framework.items.filter((item) => items.includes(item)));
    expect(itemsOf("MA-PKL-001", "mitre-atlas")).toEqual([
      ...["AML.T0010.003", "AML.T0011.000", "AML.T0018.002", "AML.M0016"],
    ]);
  });

  test.each(RULES.map(({ id }) => [id]))("%s supports something", (id) => {
    expect(supportedBy(id)).not.toEqual([]);
  });

  test("is nothing for a rule that there is not", () => {
    expect(supportedBy("MA-XXX-999")).toEqual([]);
  });
});

function itemsOf(rule: (typeof RULES)[number]["id"], framework: string): string[] {
  const found = supportedBy(rule).find((each) => each.framework.id === framework);
  return (found?.items ?? []).map(({ id }) => id);
}
