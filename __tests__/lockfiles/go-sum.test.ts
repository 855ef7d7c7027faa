import { goSum } from "../../src/lockfiles/go-sum";
import { parseLock } from "../support/parse-lock";

const TEXT = "a.b/c v1.0.0 h1:x=\na.b/c v1.0.0/go.mod h1:y=\n\na.b/d v0.1.0/go.mod h1:z=\n";
const parse = (text: string, beside = {}) => parseLock(goSum, text, "go.sum", beside);

describe("go.sum", () => {
  test("claims its name", () => {
    expect(goSum.claims("x/go.sum")).toBe(true);
    expect(goSum.claims("cargo.sum")).toBe(false);
  });

  test("alone: versions whose content is used, with their hashes", () =>
    expect(parse(TEXT).packages).toEqual([
      {
        name: "a.b/c",
        version: "1.0.0",
        ecosystem: "Go",
        purl: "pkg:golang/a.b/c@1.0.0",
        at: { path: "go.sum", inside: [], line: 1 },
        hashes: ["h1:x="],
      },
    ]));

  test("beside a go.mod: nothing, since that knows better", () =>
    expect(parse(TEXT, { "go.mod": "module x\n" }).entries).toEqual([]));

  test.each(["a.b/c v1.0.0\n", "a b c d\n"])("%j is malformed", (line) => {
    const { packages, thrown } = parse(`${TEXT}${line}`);
    expect(thrown?.message).toMatch(/^it is no go.sum: line 5/);
    expect(thrown?.offset).toBe(TEXT.length);
    expect(packages).toHaveLength(1);
  });

  test("a NUL byte is malformed", () =>
    expect(parse(`${TEXT}a\0 v1.0.0 h1:x=\n`).thrown?.message).toBe("line 5 has a NUL byte"));

  test("lines without end are bounded", () =>
    expect(parse("a v1.0.0 h1:x=\n".repeat(400_001)).thrown?.message).toMatch(/more than 400,000 lines/));
});
