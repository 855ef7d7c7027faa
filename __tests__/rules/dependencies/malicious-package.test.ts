import { maliciousPackage } from "../../../src/rules/dependencies/malicious-package";
import { checkRule } from "../../support/check-rule";
import { flaw, lockedPackage, packageSubject } from "../../support/package-facts";

const MAL = flaw({ ids: ["MAL-2022-7421"], id: "MAL-2022-7421", key: "MAL-2022-7421", malicious: true, summary: "" });

test("is critical, whatever its record says of severity", () => {
  const pkg = lockedPackage({ name: "ascii2text", version: "1.0.1" });
  expect(checkRule(maliciousPackage, packageSubject({ pkg, flaws: [{ ...MAL, severity: "low" }] }))).toMatchObject([
    { severity: "critical", message: "ascii2text 1.0.1 is known malware: MAL-2022-7421." },
  ]);
});

test("a vulnerability is no malware", () => expect(checkRule(maliciousPackage, packageSubject())).toEqual([]));
