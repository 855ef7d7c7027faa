import { readFileSync } from "node:fs";
import { join } from "node:path";
import { emit, wantsColour } from "../../src/app/output";
import { removeRepos, temporaryDirectory } from "../support/repo";

afterEach(removeRepos);

test("a report goes to the file that was named", () => {
  const path = join(temporaryDirectory(), "report.json");
  emit("words\n", path);
  expect(readFileSync(path, "utf8")).toBe("words\n");
});

describe("colours", () => {
  const was = { isTTY: process.stdout.isTTY, env: { ...process.env } };
  const colours = (isTTY: boolean, env: Record<string, string>, noColor = false, output?: string): boolean => {
    for (const name of ["NO_COLOR", "FORCE_COLOR", "TERM"]) delete process.env[name];
    Object.assign(process.env, env);
    process.stdout.isTTY = isTTY;
    return wantsColour(noColor, output);
  };
  afterAll(() => {
    process.stdout.isTTY = was.isTTY;
    for (const name of ["NO_COLOR", "FORCE_COLOR", "TERM"]) delete process.env[name];
    Object.assign(process.env, was.env);
  });

  test("are for a terminal whose user did not refuse them", () => {
    expect(colours(true, {})).toBe(true);
    expect(colours(false, {})).toBe(false);
    expect(colours(true, {}, true)).toBe(false);
    expect(colours(true, {}, false, "out")).toBe(false);
    expect(colours(true, { NO_COLOR: "1" })).toBe(false);
    expect(colours(true, { NO_COLOR: "" })).toBe(true);
    expect(colours(true, { TERM: "dumb" })).toBe(false);
  });

  test("are forced where there is no terminal, but never on who refuses them, nor into a file", () => {
    expect(colours(false, { FORCE_COLOR: "1" })).toBe(true);
    expect(colours(false, { FORCE_COLOR: "1", TERM: "dumb" })).toBe(true);
    expect(colours(false, { FORCE_COLOR: "" })).toBe(false);
    expect(colours(true, { FORCE_COLOR: "0" })).toBe(false);
    expect(colours(false, { FORCE_COLOR: "1", NO_COLOR: "1" })).toBe(false);
    expect(colours(false, { FORCE_COLOR: "1" }, true)).toBe(false);
    expect(colours(false, { FORCE_COLOR: "1" }, false, "out")).toBe(false);
  });
});
