import { foreignArchive } from "../../../src/rules/archive/foreign-archive";
import { checkFile } from "../../support/check-rule";

describe("MA-ARC-011 foreign-archive", () => {
  test("under a model's name", () => {
    const [found] = checkFile(foreignArchive, "models/pytorch_model.bin", ["7z"]);
    expect(found).toMatchObject({
      severity: "high",
      message: expect.stringContaining("is a 7z archive under a model's name"),
    });
  });

  test("inside a model, whatever its name", () => {
    const [found] = checkFile(foreignArchive, "a.pt", ["rar"], { inside: ["a/data.rar"] });
    expect(found!.message).toContain("is a RAR archive inside a model");
  });

  test("a file that says what it is, and other archives", () => {
    expect(checkFile(foreignArchive, "data.7z", ["7z"])).toEqual([]);
    expect(checkFile(foreignArchive, "data.rar", ["rar"])).toEqual([]);
    expect(checkFile(foreignArchive, "a.pt", ["torch"])).toEqual([]);
  });
});
