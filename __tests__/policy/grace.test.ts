import { graceOf } from "../../src/policy/grace";
import { NO_DEPENDENCY_RULES } from "../../src/policy/sections/dependencies";

const grace = (today: string, days: object = { critical: 0, high: 7, medium: 1 }) =>
  graceOf({ ...NO_DEPENDENCY_RULES, grace: days }, today);
const SINCE = "2026-11-14T23:59:59Z";

test("a flaw waits to the end of its last day, and no longer", () => {
  expect(grace("2026-11-21")("high", SINCE)).toEqual({
    by: "grace",
    reason: "public since 2026-11-14, and the policy gives flaws of this severity 7 days",
    until: "2026-11-21",
  });
  expect(grace("2026-11-22")("high", SINCE)).toBeUndefined();
  expect(grace("2026-11-15")("medium", SINCE)?.reason).toMatch(/ 1 day$/);
});

test.each([
  ["no days", "critical", SINCE],
  ["a severity that the policy does not name", "low", SINCE],
  ["info", "info", SINCE],
  ["a day that nobody says", "high", undefined],
  ["a day that is still to come", "high", "2027-01-01T00:00:00Z"],
  ["a day that is none", "high", "2026-99-99"],
] as const)("there is none for %s", (_, severity, published) =>
  expect(grace("2026-11-20")(severity, published)).toBeUndefined(),
);
