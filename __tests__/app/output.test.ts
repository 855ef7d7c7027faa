import { readFileSync } from "node:fs";
import { join } from "node:path";
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

test("colours are for a terminal whose user did not refuse them", () => {
  const [was, refused] = [process.stdout.isTTY, process.env["NO_COLOR"]];
  try {
    process.stdout.isTTY = true;
    delete process.env["NO_COLOR"];
    expect([wantsColour(false, undefined), wantsColour(true, undefined), wantsColour(false, "out")]).toEqual([
      true,
      false,
      false,
    ]);
    process.env["NO_COLOR"] = "1";
    expect(wantsColour(false, undefined)).toBe(false);
    delete process.env["NO_COLOR"];
    process.stdout.isTTY = false;
    expect(wantsColour(false, undefined)).toBe(false);
  } finally {
    process.stdout.isTTY = was;
    if (refused === undefined) delete process.env["NO_COLOR"];
    else process.env["NO_COLOR"] = refused;
  }
});
