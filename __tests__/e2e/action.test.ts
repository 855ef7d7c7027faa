import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";

/** The scenarios of `e2e/`, which act runs in CI, here with `node dist/action.js` alone. */
const RUN = join(__dirname, "../../e2e/run.mjs");
const titles = JSON.parse(execFileSync(process.execPath, [RUN, "--list"], { encoding: "utf8" })) as string[];

test.each(titles)("%s", (title) => {
  const result = spawnSync(process.execPath, [RUN, "--direct", "--json", "--only", title], { encoding: "utf8" });
  expect(result.stderr).toBe("");
  expect(JSON.parse(result.stdout)).toEqual([{ title, problems: [] }]);
});
