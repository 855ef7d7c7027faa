import { counting } from "../../src/app/counting";
import { progressLine, type ProgressLine } from "../../src/app/progress-line";

const state = { filesDone: 1, files: 4, bytesDone: 1e6, bytes: 4e6 };

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly quiet?: boolean;
}

/** What is written to stderr while `use` draws; by default a terminal of 80 columns. */
function drawn(
  use: (line: ProgressLine) => void,
  { isTTY = true, columns = 80, quiet = false }: Terminal = {},
): string {
  const was = { isTTY: process.stderr.isTTY, columns: process.stderr.columns };
  const written: string[] = [];
  const write = jest.spyOn(process.stderr, "write").mockImplementation((text) => (written.push(String(text)), true));
  Object.assign(process.stderr, { isTTY, columns });
  try {
    const line = progressLine(quiet);
    use(line);
    line.done();
  } finally {
    Object.assign(process.stderr, was);
    write.mockRestore();
  }
  return written.join("");
}

describe("the progress line", () => {
  test("is drawn over itself and wiped at the end", () => {
    const text = drawn(({ draw }) => {
      draw({ ...state, elapsedMs: 1000 });
      draw({ ...state, filesDone: 2, bytesDone: 2e6, elapsedMs: 1200 });
    });
    expect(text).toMatch(
      /^\r\[#{6}-{18}\] 25% 1\/4 files.*\u001b\[K\r\[#{12}-{12}\] 50% 2\/4 files.*\u001b\[K\r\u001b\[K$/,
    );
    expect(text).not.toContain("\n");
  });

  test("is not drawn in the first moments, nor too often", () => {
    expect(drawn(({ draw }) => [100, 699].forEach((elapsedMs) => draw({ ...state, elapsedMs })))).toBe("");
    const text = drawn(({ draw }) => [800, 850, 899].forEach((elapsedMs) => draw({ ...state, elapsedMs })));
    expect(text.match(/files/g)).toHaveLength(1);
  });

  test("of a second scan counts from its own start", () => {
    const files = [{ path: "a", size: 10 }, { path: "b", size: 30 }]; // prettier-ignore
    const text = drawn(({ draw }) => {
      counting(files, (each) => draw({ ...each, elapsedMs: 9000 })).done("a");
      draw({ filesDone: 1, files: 2, bytesDone: 1, bytes: 2, elapsedMs: 800 });
    });
    expect(text).toMatch(/ 25% 1\/2 files, 10 B of 40 B[^]*left[^]* 50% 1\/2 files/);
  });

  test.each([
    [80, 79],
    [60, 59],
    [20, 19],
    [0, 79],
  ])("on %i columns does not wrap", (columns, most) => {
    const long = { filesDone: 1234, files: 9999, bytesDone: 123e9, bytes: 999e9, elapsedMs: 3_000_000 };
    const [line = ""] = /[^\r\u001b]+/.exec(drawn(({ draw }) => draw(long), { columns })) ?? [];
    expect(line).toContain("12% 1234/9999 files".slice(0, most));
    expect(line.length).toBeLessThanOrEqual(most);
  });

  test.each<[string, Terminal]>([
    ["where nobody looks", { isTTY: false }],
    ["where quiet is asked for", { quiet: true }],
  ])("is nothing %s", (_, terminal) => {
    const text = drawn(({ draw, asking }) => {
      draw({ ...state, elapsedMs: 5000 });
      asking("api.osv.dev");
      jest.advanceTimersByTime(10_000);
    }, terminal);
    expect(text).toBe("");
  });
});

describe("who is waited for", () => {
  test("is said after 2 s in which nothing moved, and wiped", () => {
    const text = drawn(({ asking }) => {
      asking("api.osv.dev");
      jest.advanceTimersByTime(1999);
      process.stderr.write("|");
      jest.advanceTimersByTime(1001);
    });
    expect(text).toMatch(
      /^\|(\rWaiting for api\.osv\.dev, 2 s\u001b\[K)+\rWaiting for api\.osv\.dev, 3 s\u001b\[K\r\u001b\[K$/,
    );
  });

  test("is not said of many short questions that are over, nor while a file is read", () => {
    expect(
      drawn(({ asking }) => {
        asking("a")();
        jest.advanceTimersByTime(9000);
      }),
    ).toBe("");
    const text = drawn(({ asking, draw }) => {
      asking("huggingface.co");
      for (let at = 1; at < 10; at++) {
        jest.advanceTimersByTime(1000);
        draw({ ...state, elapsedMs: at * 1000 });
      }
    });
    expect(text).not.toContain("Waiting");
  });

  test("many questions in a row are one wait, and the oldest open one is named", () => {
    const text = drawn(({ asking }) => {
      for (let at = 0; at < 5; at++) {
        const answered = asking("api.osv.dev");
        const other = asking("rekor.example");
        jest.advanceTimersByTime(500);
        answered();
        other();
      }
    });
    expect(text).toContain("Waiting for api.osv.dev, 2 s");
    expect(text).not.toContain("rekor");
  });

  test("a long name does not wrap, and nothing is said after the end", () => {
    const text = drawn((line) => {
      line.asking(`${"a".repeat(200)}.example`);
      jest.advanceTimersByTime(2500);
      line.done();
      process.stderr.write("|");
      jest.advanceTimersByTime(9000);
    });
    expect(text).toMatch(/\rWaiting for a{67}\u001b\[K\r\u001b\[K\|$/);
  });
});
