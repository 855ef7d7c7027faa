import type { PackageRecord } from "../../src/core/report";
import { suggestedLine, suggestionText } from "../../src/report/suggestion";
import { failing } from "./fixtures";
import { NASTY } from "./nasty";

const torch: PackageRecord = {
  ...{ purl: "pkg:pypi/torch@2.5.1", name: "torch", version: "2.5.1", fixed: "2.6.0" },
  ...{ lockfile: "requirements.txt", status: "vulnerable", advisories: ["GHSA-1"] },
};

test.each([
  ["torch==2.5.1", "torch==2.6.0"],
  ["  Torch == 2.5.1  # for the GPU", "  Torch == 2.6.0  # for the GPU"],
  ["torch[opt,other]==2.5.1; python_version < '3.13'", "torch[opt,other]==2.6.0; python_version < '3.13'"],
])("%s", (line, fixed) => {
  expect(suggestedLine("requirements.txt", line, torch)).toBe(fixed);
});

test.each([
  ["environment.yml", "      - torch==2.5.1  # pip", "      - torch==2.6.0  # pip"],
  ["a/environment-gpu.yaml", "  - torch[opt]==2.5.1", "  - torch[opt]==2.6.0"],
  ["pyproject.toml", '  "torch==2.5.1",', '  "torch==2.6.0",'],
  ["a/pyproject.toml", "\"torch[x] == 2.5.1; python_version < '3.13'\", # why", "\"torch[x] == 2.6.0; python_version < '3.13'\", # why"],
])("%s: %s", (path, line, fixed) => {
  expect(suggestedLine(path, line, torch)).toBe(fixed);
}); // prettier-ignore

test.each([
  ["environment.yml", "- 'torch==2.5.1'"],
  ["environment.yml", "- torch==2.5.1; python_version < '3'"],
  ["environment.yml", "- torch==2.5.1 # `"],
  ["environment.yml", "- torch=2.5.1"],
  ["environment.yml", "dependencies: [torch==2.5.1]"],
  ["environment.yml", "torch==2.5.1"],
  ["pyproject.toml", 'dependencies = ["torch==2.5.1"]'],
  ["pyproject.toml", '"torch==2.5.1", "numpy==1.0"'],
  ["pyproject.toml", 'torch = "==2.5.1"'],
  ["pyproject.toml", '"torch==2.5.1; python_version < \\"3\\""'],
  ["pyproject.toml", "'torch==2.5.1',"],
  ["pyproject.toml", "torch==2.5.1"],
  ["uv.lock", "torch==2.5.1"],
  ["conda.yaml", "- torch==2.5.1"],
])("%s: %s is left alone", (path, line) => {
  expect(suggestedLine(path, line, torch)).toBeUndefined();
});

test("a package that is not PyPI's", () => {
  expect(suggestedLine("environment.yml", "- torch==2.5.1", { ...torch, purl: "pkg:conda/torch@2.5.1" })).toBeUndefined();
}); // prettier-ignore

test("names that are one by PEP 503", () => {
  const pkg = { ...torch, name: "my-pkg.x" };
  expect(suggestedLine("requirements.txt", "My_Pkg-X==2.5.1", pkg)).toBe("My_Pkg-X==2.6.0");
});

test.each([
  "torch>=2.5.1",
  "torch==2.5.*",
  "torch==2.5.10",
  "torchvision==2.5.1",
  "torch==2.5.1 --hash=sha256:00",
  "torch==2.5.1 \\",
  "torch==2.5.1 # ```",
  "torch==2.5.1,<3",
  "torch===2.5.1",
  "torch @ https://example.com/torch-2.5.1.whl",
  "torch==2.5.1 # caf\u00e9",
  "torch==2.5.1 # \u202egpj",
  "-r torch==2.5.1",
  `torch==2.5.1 # ${"a".repeat(300)}`,
  "",
])("%s is left alone", (line) => {
  expect(suggestedLine("requirements.txt", line, torch)).toBeUndefined();
});

test.each(["2.6.0\nevil", "2.6.0 --index-url x", "2.6.0`", "$(x)", ""])(
  "%j is no version to put into a file",
  (fixed) => {
    expect(suggestedLine("requirements.txt", "torch==2.5.1", { ...torch, fixed })).toBeUndefined();
  },
);

test("nothing to suggest where nothing fixes it", () => {
  const { fixed, ...rest } = torch;
  expect(fixed).toBe("2.6.0");
  expect(suggestedLine("requirements.txt", "torch==2.5.1", rest)).toBeUndefined();
});

test.each(NASTY)("%s in the message ends neither the paragraph nor the fence", (_, message) => {
  const [finding] = failing({ message }).findings;
  const blocks = suggestionText(finding!, "torch==2.6.0").split("\n\n");
  expect(blocks).toHaveLength(2);
  expect(blocks[0]).toMatch(/^<p>[^\n]* \(<code>[0-9a-f]{12}<\/code>\)<\/p>$/);
  expect(blocks[1]).toBe("```suggestion\ntorch==2.6.0\n```\n");
});
