import { driftedFromLock } from "../../../src/rules/bom/drifted-from-lock";
import { checkRule } from "../../support/check-rule";
import { contradiction, inventorySubject } from "../../support/inventory-fact";

const path = "models/bert/model.safetensors";

test("another content than the one that is recorded", () =>
  expect(
    checkRule(driftedFromLock, inventorySubject({ kind: "drift", path, declared: "sha256:aa", found: "sha256:bb" })),
  ).toMatchObject([
    {
      severity: "high",
      message: `${path} is not what models.lock.yaml records`,
      evidence: "recorded sha256:aa, found sha256:bb",
    },
  ]));

test("a recorded file that is not there", () =>
  expect(checkRule(driftedFromLock, inventorySubject({ kind: "drift", path, declared: "sha256:aa" }))).toMatchObject([
    { message: `${path} is recorded in models.lock.yaml and is not there`, evidence: "recorded sha256:aa" },
  ]));

test("a second change of the same file is another finding", () => {
  const of = (found: string) =>
    checkRule(driftedFromLock, inventorySubject({ kind: "drift", path, declared: "sha256:aa", found }))[0]!.fingerprint;
  expect(of("sha256:bb")).not.toBe(of("sha256:cc"));
});

test("other facts are not its business", () => expect(checkRule(driftedFromLock, contradiction("digest"))).toEqual([]));
