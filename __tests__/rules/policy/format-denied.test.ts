import { formatDenied } from "../../../src/rules/policy/format-denied";
import { checkFile } from "../../support/check-rule";

describe("MA-POL-004 format-denied", () => {
  const deniedFormats = new Set(["pickle"]);

  test("a file of a format that the policy denies", () => {
    const [found] = checkFile(formatDenied, "models/a.pkl", ["pickle"], {}, { deniedFormats });
    expect(found).toMatchObject({ severity: "high", message: expect.stringContaining("models/a.pkl is pickle") });
  });

  test("a member of one", () => {
    const [found] = checkFile(formatDenied, "a.pt", ["pickle"], { inside: ["a/data.pkl"] }, { deniedFormats });
    expect(found!.message).toContain("a/data.pkl is pickle");
  });

  test("a format that not all lists have, members of what is listed included", () => {
    const allowedFormats = [["torch", "safetensors"], ["torch"]];
    expect(checkFile(formatDenied, "a.pt", ["torch"], {}, { allowedFormats })).toEqual([]);
    const [found] = checkFile(formatDenied, "a.safetensors", ["safetensors"], {}, { allowedFormats });
    expect(found!.message).toBe("a.safetensors is safetensors, which formats.allow of the policy does not list");
    expect(checkFile(formatDenied, "a.pt", ["pickle"], { inside: ["a/data.pkl"] }, { allowedFormats })).toHaveLength(1);
    expect(checkFile(formatDenied, "a.pt", ["torch"], {}, { allowedFormats: [[]] })).toHaveLength(1);
  });

  test.each(["zip", "gzip", "hf-config", "python-code", "chat-template"])(
    "%s is not asked about, but may be denied",
    (id) => {
      expect(checkFile(formatDenied, "x", [id], {}, { allowedFormats: [["safetensors"]] })).toEqual([]);
      expect(checkFile(formatDenied, "x", [id], {}, { deniedFormats: new Set([id]) })).toHaveLength(1);
    },
  );

  test("what is denied and not allowed either is told once", () => {
    const found = checkFile(
      formatDenied,
      "a.pkl",
      ["pickle"],
      {},
      { deniedFormats, allowedFormats: [["safetensors"]] },
    );
    expect(found.map(({ message }) => message)).toEqual([
      "a.pkl is pickle, which formats.deny of the policy does not let in",
    ]);
  });

  test("other formats, or no list", () => {
    expect(checkFile(formatDenied, "a.pt", ["torch"], {}, { deniedFormats })).toEqual([]);
    expect(checkFile(formatDenied, "a.pkl", ["pickle"])).toEqual([]);
  });
});
