import type { RunReport } from "../../src/core/report";
import { run } from "../../src/app/run";
import { removeRepos, TestRepo } from "../support/repo";
import { localGate } from "../support/local-gate";

afterAll(removeRepos);

const gate = (repo: TestRepo, baseRef?: string): Promise<RunReport> =>
  run({
    ...localGate(repo),
    ...(baseRef === undefined ? {} : { baseRef }),
  });

/** A repository in which models of the hub were cloned, as people do, or a submodule is checked out. */
function withClone(files: Record<string, string>, rest: Record<string, string> = {}): TestRepo {
  const repo = TestRepo.create();
  repo.write({ "a.txt": "a", ...rest }).commit();
  repo.git("init", "-q", "models/net");
  const author = ["-c", "user.name=t", "-c", "user.email=t@example.com"];
  repo.git("-C", "models/net", ...author, "commit", "-q", "--allow-empty", "-m", "x");
  repo.write(Object.fromEntries(Object.entries(files).map(([name, text]) => [`models/net/${name}`, text])));
  return repo;
}

test("a cloned model inside of the repository is no pass: nobody has looked at it", async () => {
  const repo = withClone({ "evil.pkl": "cos\nsystem\n(S'id'\ntR.", "README.md": "# Net\n" });
  for (const report of [await gate(repo), await gate(repo, "HEAD")]) {
    expect(report.verdict).toBe("incomplete");
    expect(report.decision.missing).toEqual([expect.stringMatching(/^models\/net\/evil\.pkl: .*Run the gate there/)]);
    expect(report.artifacts).toMatchObject([{ path: "models/net/evil.pkl", notScanned: { reason: "outside" } }]);
  }
});

test("a submodule that the change brings is none either, and one without models is", async () => {
  for (const [name, verdict] of [
    ["evil.pkl", "incomplete"],
    ["tool.py", "pass"],
  ] as const) {
    const repo = withClone({ [name]: "x" });
    const base = repo.head();
    repo.git("add", "models/net");
    repo.git("commit", "-q", "-m", "submodule");
    expect((await gate(repo, base)).verdict).toBe(verdict);
  }
});

test("the policy's own word lets it be", async () => {
  const repo = withClone({ "evil.pkl": "x" }, { ".model-assay.yml": 'version: 1\nignore: ["models/net/**"]\n' });
  expect((await gate(repo)).verdict).toBe("pass");
});
