import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writePage } from "../../src/app/publish";
import { readReport } from "../report/fixtures";
import { bomText } from "../report/html/bom-text";
import { start } from "../support/command";
import { pickle } from "../support/pickle-builder";
import { removeRepos, temporaryDirectory, TestRepo } from "../support/repo";

afterEach(removeRepos);

/** What the action's core was told. */
function core() {
  const told: string[] = [];
  return {
    told,
    setOutput: (name: string, value: string) => void told.push(`${name}=${value}`),
    warning: (message: string) => void told.push(message),
    writeSummary: async () => undefined,
  };
}

describe("the action", () => {
  test("writes the page beside the other files, with the bill of materials, and says where", async () => {
    const [directory, output] = [temporaryDirectory(), core()];
    await writePage(readReport("bom"), output, { directory, bom: { name: "b.cdx.json", text: bomText() } });
    const path = join(directory, "model-assay.html");
    expect(output.told).toEqual([`html-path=${path}`]);
    expect(readFileSync(path, "utf8")).toContain("models/chat/code.py");
  });

  test("goes on where there can be no page, and says so", async () => {
    const [directory, output] = [temporaryDirectory(), core()];
    await writePage(readReport("bom"), output, { directory, bom: { name: "b.cdx.json", text: "no JSON" } });
    expect(output.told).toEqual([expect.stringMatching(/^The HTML report could not be made: /)]);
    expect(existsSync(join(directory, "model-assay.html"))).toBe(false);
  });
});

describe("the command line", () => {
  const evil = pickle(4).call("os", "system", "id").stop();

  test("gate --format html has the bill where it is written, and the verdict is the same without", async () => {
    const repo = TestRepo.create().write({ "models/m.pkl": evil });
    const bom = join(temporaryDirectory(), "bom.cdx.json");
    const gate = ["gate", "--format", "html", "--audit", "false"];
    const [without, with_] = [
      await start("cli.js", gate, { cwd: repo.root }),
      await start("cli.js", [...gate, "--bom-path", bom], { cwd: repo.root }),
    ];
    expect([without.code, with_.code, existsSync(bom)]).toEqual([1, 1, true]);
    expect(without.stdout).toMatch(/^<!doctype html>/);
    expect(without.stdout).not.toContain('"nodes":');
    expect(with_.stdout).toContain('"nodes":');
  });

  test("a format that there is not is answered with those that there are", async () => {
    const { code, stderr } = await start("cli.js", ["scan", ".", "--format", "pdf"], { cwd: temporaryDirectory() });
    expect(code).toBe(2);
    expect(stderr).toMatch(/"pdf".*\bhtml\b/s);
  });
});
