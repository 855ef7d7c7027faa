import { counting, pace, NO_PROGRESS, type Counted } from "../../src/app/counting";
import type { ProgressState } from "../../src/report/progress";

/** A clock that a test turns, in milliseconds. */
function clock() {
  let time = 5000;
  return { now: () => time, pass: (ms: number) => (time += ms) };
}

function counted(files: readonly Counted[]) {
  const { now, pass } = clock();
  const states: ProgressState[] = [];
  const progress = counting(files, (state) => states.push(state), now);
  return { progress, states, pass, bytes: () => states.map(({ bytesDone }) => bytesDone) };
}

test("what is read of a file is told at most every 100 ms, however often it is said", () => {
  const { progress, states, pass, bytes } = counted([{ path: "a", size: 1000 }]);
  for (let read = 1; read <= 100; read++) {
    pass(10);
    progress.read("a", read);
  }
  expect(bytes()).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
  expect(states[0]).toEqual({ filesDone: 0, files: 1, bytesDone: 10, bytes: 1000, elapsedMs: 100 });
  progress.done("a");
  expect(states.at(-1)).toEqual({ filesDone: 1, files: 1, bytesDone: 1000, bytes: 1000, elapsedMs: 1000 });
});

test("no file counts for more than its size, for less than before, or twice", () => {
  const { progress, pass, bytes, states } = counted([
    { path: "grew", size: 10 },
    { path: "b", size: 30 },
  ]);
  const said: [string, number][] = [["grew", 6], ["grew", 4], ["grew", 1e12], ["b", NaN], ["b", -5], ["nobody's", 7]]; // prettier-ignore
  for (const [path, read] of said) {
    pass(200);
    progress.read(path, read);
  }
  expect(bytes()).toEqual([6, 10]);
  for (const path of ["grew", "grew", "nobody's"]) progress.done(path);
  progress.read("grew", 10);
  expect(bytes()).toEqual([6, 10, 10]);
  progress.done("b");
  expect(states.at(-1)).toMatchObject({ filesDone: 2, files: 2, bytesDone: 40, bytes: 40 });
});

test("where a source does not say every size, there is no total, and what came counts", () => {
  const { progress, pass, states } = counted([{ path: "a" }, { path: "b", size: 5 }]);
  pass(150);
  progress.read("a", 70);
  progress.done("a");
  expect(states).toEqual([
    { filesDone: 0, files: 2, bytesDone: 70, elapsedMs: 150 },
    { filesDone: 1, files: 2, bytesDone: 70, elapsedMs: 150 },
  ]);
});

test("where nobody looks, nothing is counted", () => {
  expect(counting([{ path: "a", size: 1 }], undefined)).toBe(NO_PROGRESS);
});

test("the first report is not due at once", () => {
  const { now, pass } = clock();
  const due = pace(now);
  expect([due(), (pass(99), due()), (pass(1), due()), due(), (pass(500), due())]).toEqual([false, false, true, false, true]); // prettier-ignore
});
