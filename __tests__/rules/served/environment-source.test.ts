import type { EnvironmentOption } from "../../../src/core/environment-facts";
import { environmentSource } from "../../../src/rules/served/environment-source";
import { checkRule } from "../../support/check-rule";

const say = (kind: EnvironmentOption["kind"], pinned = false) =>
  checkRule(environmentSource, {
    kind: "environment",
    at: { path: "conda.yaml", inside: [], line: 2 },
    environment: { format: "mlflow-environment", option: { kind, text: "the line", pinned } },
  });

test.each<[EnvironmentOption["kind"], string]>([
  ["plain-http", "high"],
  ["trusted-host", "high"],
  ["extra-index", "medium"],
  ["index", "medium"],
  ["repository", "medium"],
  ["archive", "medium"],
])("%s is %s, and shows the line", (kind, severity) =>
  expect(say(kind)).toMatchObject([{ severity, evidence: "the line" }]),
);

test("what is pinned is exact", () => expect([...say("archive", true), ...say("repository", true)]).toEqual([]));
