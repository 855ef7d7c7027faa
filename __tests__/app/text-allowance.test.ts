import { TextAllowance } from "../../src/app/audit/text-allowance";
import { requirements } from "../../src/lockfiles/requirements";

const lockfile = (text: string) => ({
  path: "requirements.txt",
  syntax: requirements,
  read: () => text,
  context: {
    path: "requirements.txt",
    include: (path: string) => ({ text: "x".repeat(10), path }),
    siblings: () => ["beside"],
  },
});
const textOf = (within: ReturnType<TextAllowance["within"]>) =>
  typeof within.text === "function" ? within.text() : within.text;

test("texts count together, and one that comes too late is told", () => {
  const allowance = new TextAllowance(15);
  expect(textOf(allowance.within(lockfile("0123456789")))).toBe("0123456789");
  expect(textOf(allowance.within(lockfile("0123456789")))).toBe("0123456789");
  expect(textOf(allowance.within(lockfile("a")))).toMatchObject({ reason: "limit" });
});

test("what is included counts each time", () => {
  const allowance = new TextAllowance(15);
  const { context } = allowance.within(lockfile("a"));
  expect(context.include("a")).toEqual({ text: "xxxxxxxxxx", path: "a" });
  expect(context.include("a")).toEqual({ text: "xxxxxxxxxx", path: "a" });
  expect(context.include("a")).toEqual({ missing: "too-large", path: "a" });
  expect(context.siblings()).toEqual(["beside"]);
});
