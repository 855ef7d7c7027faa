import { start } from "../support/command";
import { blocksOf, markdown, read, ROOT } from "./pages";

/**
 * Blocks with `<!-- run -->` above them are run, in the repository's root. Lines after a command's `$ ` have to be in what it prints, in
 * that order; `...` is anything. `<!-- run: 1 -->` says which exit code the last one has.
 */
const blocks = markdown().flatMap((path) =>
  blocksOf(read(path)).flatMap(({ text, line, run }) => (run === undefined ? [] : [{ path, line, text, code: run }])),
);

test("there are blocks to run", () => expect(blocks.length).toBeGreaterThan(2));

test.each(blocks)("$path:$line runs, and prints what it says", async ({ text, code }) => {
  const steps = text.split(/^\$ /m).slice(1);
  expect(steps.length).toBeGreaterThan(0);
  for (const [i, step] of steps.entries()) {
    const [command = "", ...wanted] = step.trimEnd().split("\n");
    const [program, ...args] = command.split(/\s+/);
    expect(program).toBe("model-assay");
    const ended = await start("cli.js", args, { cwd: ROOT });
    if (i === steps.length - 1) expect(ended).toMatchObject({ code, stderr: "" });
    let from = 0;
    for (const line of wanted.filter((each) => each !== "...")) {
      const at = ended.stdout.indexOf(line, from);
      if (at < 0) throw new Error(`not in the output: ${line}\n${ended.stdout}`);
      from = at + line.length;
    }
  }
});
