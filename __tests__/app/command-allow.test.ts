import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { allowCommand } from "../../src/app/command-allow";
import { removeRepos, TestRepo } from "../support/repo";
import { runCommand } from "../support/run-command";

afterAll(removeRepos);

const allow = (repo: TestRepo, ...argv: string[]) => runCommand(allowCommand, ["allow", ...argv], repo.root);

test("says the file from where one stands, and the last day", async () => {
  const repo = TestRepo.create();
  const { stdout } = await allow(repo, "mylib.Net", "--reason", "ours", "--until", "2999-01-31");
  expect(stdout).toBe(
    ".model-assay.yml: mylib.Net is allowed until 2999-01-31.\nIn a pull request this takes effect once it is on the base branch.\n",
  );
  expect(readFileSync(join(repo.root, ".model-assay.yml"), "utf8")).toContain("- name: mylib.Net\n");
});

test.each([
  [["os.system", "--reason", "x"], "allow: os.system runs code, which no allowance covers. To let one file pass until a day: model-assay waive"],
  [["mylib.*", "--reason", "x"], "allow: name must be one full dotted name such as mylib.nets.Net, without wildcards"],
  [["Net", "--reason", "x"], "allow: name must be one full dotted name"],
  [["mylib.Net", "--reason", "x", "--until", "soon"], "allow: until must be a day such as 2027-06-30"],
])("%j is refused, and nothing is written", async (argv, words) => {
  const repo = TestRepo.create();
  await expect(allow(repo, ...argv)).rejects.toThrow(new RegExp(`^${words.replace(/[.*]/g, "\\$&")}`));
  expect(existsSync(join(repo.root, ".model-assay.yml"))).toBe(false);
}); // prettier-ignore
