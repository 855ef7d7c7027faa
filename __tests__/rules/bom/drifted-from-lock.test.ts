import { driftedFromLock } from "../../../src/rules/bom/drifted-from-lock";
import { checkRule } from "../../support/check-rule";
import { contradiction, inventorySubject } from "../../support/inventory-fact";

const path = "models/bert/model.safetensors";
const OF = { model: "models/bert", at: { path: "models.lock.yaml", line: 9 } };

test("another content than the one that is recorded", () =>
  expect(
    checkRule(
      driftedFromLock,
      inventorySubject({ kind: "drift", ...OF, path, declared: "sha256:aa", found: "sha256:bb" }),
    ),
  ).toMatchObject([
    {
      severity: "high",
      message: `${path} is not what models.lock.yaml records`,
      evidence: "recorded sha256:aa, found sha256:bb",
    },
  ]));

test("a recorded file that is not there", () =>
  expect(
    checkRule(driftedFromLock, inventorySubject({ kind: "drift", ...OF, path, declared: "sha256:aa" })),
  ).toMatchObject([
    { message: `${path} is recorded in models.lock.yaml and is not there`, evidence: "recorded sha256:aa" },
  ]));

test("a file beside the recorded ones", () =>
  expect(
    checkRule(driftedFromLock, inventorySubject({ kind: "drift", ...OF, path, found: "sha256:bb" })),
  ).toMatchObject([
    {
      message: `${path} stands beside the files of a model that models.lock.yaml records, and is not recorded`,
      evidence: "found sha256:bb",
    },
  ]));

test("files that are gone together", () => {
  const files = Array.from({ length: 7 }, (_, i) => `models/bert/${i}`);
  const [finding] = checkRule(driftedFromLock, inventorySubject({ kind: "drift", ...OF, path: "models/bert", files }));
  expect(finding).toMatchObject({
    message: "7 files of models/bert are recorded in models.lock.yaml and are not there",
    evidence: "models/bert/0, models/bert/1, models/bert/2, models/bert/3, models/bert/4 and 2 more",
  });
});

test("a second change of the same file is another finding", () => {
  const of = (found: string) =>
    checkRule(driftedFromLock, inventorySubject({ kind: "drift", ...OF, path, declared: "sha256:aa", found }))[0]!
      .fingerprint;
  expect(of("sha256:bb")).not.toBe(of("sha256:cc"));
});

test("other facts are not its business", () => expect(checkRule(driftedFromLock, contradiction("digest"))).toEqual([]));
