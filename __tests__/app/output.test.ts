import { readFileSync } from "node:fs";
import { join } from "node:path";
import { counting } from "../../src/app/counting";
import { emit, progressLine, wantsColour } from "../../src/app/output";
import { removeRepos, temporaryDirectory } from "../support/repo";

afterEach(removeRepos);

const state = { filesDone: 1, files: 4, bytesDone: 1e6, bytes: 4e6 };

/** What is written to a terminal's stderr, or to one that is none, while `use` runs. */
function onTerminal(isTTY: boolean, use: () => void): string {
  const [was, written] = [process.stderr.isTTY, [] as string[]];
  const write = jest.spyOn(process.stderr, "write").mockImplementation((text) => (written.push(String(text)), true));
  process.stderr.isTTY = isTTY;
  try {
    use();
  } finally {
    process.stderr.isTTY = was;
    write.mockRestore();
  }
  return written.join("");
}

describe("the progress line", () => {
  test("is drawn over itself and wiped at the end", () => {
    const text = onTerminal(true, () => {
      const line = progressLine(false);
      line.draw({ ...state, elapsedMs: 1000 });
      line.draw({ ...state, filesDone: 2, bytesDone: 2e6, elapsedMs: 1200 });
      line.done();
    });
    expect(text).toMatch(
      /^\r\[#{6}-{18}\] 25% 1\/4 files.*\u001b\[K\r\[#{12}-{12}\] 50% 2\/4 files.*\u001b\[K\r\u001b\[K$/,
    );
    expect(text).not.toContain("\n");
  });

  test("is not drawn in the first moments, nor too often", () => {
    const text = onTerminal(true, () => {
      const line = progressLine(false);
      for (const elapsedMs of [100, 699]) line.draw({ ...state, elapsedMs });
      line.done();
    });
    expect(text).toBe("");
    const twice = onTerminal(true, () => {
      const line = progressLine(false);
      for (const elapsedMs of [800, 850, 899]) line.draw({ ...state, elapsedMs });
    });
    expect(twice.match(/files/g)).toHaveLength(1);
  });

  test("of a second scan counts from its own start", () => {
    const text = onTerminal(true, () => {
      const line = progressLine(false);
      const draw = counting([{ size: 10 }, { size: 30 }], (state) => line.draw({ ...state, elapsedMs: 9000 }));
      draw(1, 10);
      line.draw({ filesDone: 1, files: 2, bytesDone: 1, bytes: 2, elapsedMs: 800 });
    });
    expect(text).toMatch(/ 25% 1\/2 files, 10 B of 40 B[^]*left[^]* 50% 1\/2 files/);
  });

  test.each([
    ["where nobody looks", false, false],
    ["where quiet is asked for", true, true],
  ])("is nothing %s", (_, isTTY, quiet) => {
    const text = onTerminal(isTTY, () => {
      const line = progressLine(quiet);
      line.draw({ ...state, elapsedMs: 5000 });
      line.done();
    });
    expect(text).toBe("");
  });
});

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
