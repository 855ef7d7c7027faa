import { revokedFile } from "../../../src/rules/policy/revoked-file";
import { checkEvent } from "../../support/check-rule";

describe("MA-POL-013 revoked-file", () => {
  test("tells the reason, at the file and at no line of it", () => {
    const [found] = checkEvent(revokedFile, { kind: "revoked", detail: "revoked: leaks", path: "m.pt" });
    expect(found).toMatchObject({ severity: "critical", message: "revoked: leaks" });
    expect(found!.location).not.toHaveProperty("line");
  });

  test("leaves other events to their rules", () => {
    expect(checkEvent(revokedFile, { kind: "waiver-expired", detail: "x" })).toEqual([]);
  });
});
