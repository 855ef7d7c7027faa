import { publish } from "../../src/app/publish";
import { readBom, readReport } from "../report/fixtures";
import { start } from "../support/command";
import { pickle } from "../support/pickle-builder";
import { removeRepos, temporaryDirectory, TestRepo } from "../support/repo";
import { join } from "node:path";

afterEach(removeRepos);

test("the action's job summary has models and checks by the bill of materials of the run", async () => {
  const summaries: string[] = [];
  const core = {
    setOutput: () => undefined,
    warning: (message: string) => void summaries.push(message),
    writeSummary: async (markdown: string) => void summaries.push(markdown),
  };
  const log = jest.spyOn(process.stdout, "write").mockReturnValue(true);
  try {
    await publish(readReport("matrix"), core, { bom: { name: "b.cdx.json", text: readBom("matrix")! } });
    await publish(readReport("matrix"), core, { bom: { name: "b.cdx.json", text: "no JSON" } });
  } finally {
    log.mockRestore();
  }
  expect(summaries[0]).toMatch(/### Models and checks\n\n<table>\n.*Licence.*\n.*<code>models\/chat<\/code>/);
  expect(summaries[1]).toMatch(/^The job summary could not be written: /);
});

test("gate --format markdown has the columns of the bill where that is written", async () => {
  const repo = TestRepo.create().write({
    "models/a.pkl": pickle(4).call("os", "system", "id").stop(),
    "models/b.pkl": pickle(4).none().stop(),
  });
  const gate = ["gate", "--format", "markdown", "--audit", "false"];
  const bom = join(temporaryDirectory(), "bom.cdx.json");
  const [without, with_] = [
    await start("cli.js", gate, { cwd: repo.root }),
    await start("cli.js", [...gate, "--bom-path", bom], { cwd: repo.root }),
  ];
  expect([without.code, with_.code]).toEqual([1, 1]);
  expect(without.stdout).not.toContain("### Models and checks");
  const models = /### Models and checks\n\n(<table>[^]*?<\/table>)/.exec(with_.stdout)![1]!;
  expect(models.split("\n").slice(1, -1)).toEqual([
    expect.stringContaining("Licence"),
    expect.stringMatching(/models\/a\.pkl.*fail.*unknown/),
    expect.stringMatching(/models\/b\.pkl.*pass.*unknown/),
  ]);
});
