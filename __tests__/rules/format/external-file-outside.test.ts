import type { ExternalFacts } from "../../../src/core/external-facts";
import { externalFileOutside } from "../../../src/rules/format/external-file-outside";
import { checkRule } from "../../support/check-rule";
import { lines } from "../../support/scan";

const at = { path: "m.onnx", inside: [] };

function check(state: ExternalFacts["state"], path: string, part?: string): string[] {
  const external = { format: "onnx", role: "external data", path, state, ...(part === undefined ? {} : { part }) };
  return lines(checkRule(externalFileOutside, { kind: "external", at, external }));
}

describe("MA-FMT-014 external-file-outside", () => {
  test.each<[ExternalFacts["state"], string, string]>([
    ["absolute", "/etc/passwd", "an absolute path, which is a file of the machine that loads the model"],
    ["leaves", "../../secret", "a path that leaves the model's directory"],
    ["link", "data/w", "a path over a link that leads out of the workspace"],
    ["remote", "https://example.org/w", "an address on the network"],
    ["special", "w", "a device or pipe"],
  ])("%s", (state, path, why) => {
    expect(check(state, path)).toEqual([`high MA-FMT-014 m.onnx: external data is ${path}: ${why}`]);
  });

  test("names the part that names the file", () => {
    expect(check("absolute", "/w", "weight")[0]).toContain("external data of weight is /w");
  });

  test.each<ExternalFacts["state"]>(["present", "absent", "pointer", "unknown"])("%s is silent", (state) => {
    expect(check(state, "w.bin")).toEqual([]);
  });
});
