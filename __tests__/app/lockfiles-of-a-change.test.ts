import { includingLockfiles } from "../../src/app/audit/including-lockfiles";
import { lockfilesInBase, lockfilesOf } from "../../src/app/audit/find-lockfiles";
import { selectFiles } from "../../src/host/select";
import { openWorkspace } from "../../src/host/workspace";
import { removeRepos, TestRepo } from "../support/repo";

afterAll(removeRepos);

/** What is audited because of it, and what the base has of the lockfiles. */
function changed(repo: TestRepo, base: string): { including: string[]; base: string[] } {
  const head = repo.commit();
  const workspace = openWorkspace(repo.root, process.env);
  const selection = selectFiles(workspace, { kind: "commits", base, head, notices: [] });
  const selected = lockfilesOf(workspace, selection.files, new Set());
  const including = includingLockfiles(workspace, selection, selected);
  const inBase = lockfilesInBase(workspace, selection, [...selected, ...including]);
  return {
    including: including.map(({ path }) => path),
    base: inBase.map(({ path, text }) => `${path}: ${String(typeof text === "function" ? text() : text)}`),
  };
}

const POM = (rest: string) => `<project><artifactId>p</artifactId>${rest}</project>`;
const PARENT = "<parent><groupId>g</groupId><artifactId>p</artifactId><version>1</version></parent>";

describe("a change of what an unchanged lockfile includes", () => {
  test("a list of any name, however deep", () => {
    const repo = TestRepo.create();
    const files = { "requirements.txt": "-r a.lst\n", "a.lst": "-r b.lst\n", "b.lst": "six\n", "reqs.txt": "six\n" };
    const base = repo.write(files).commit();
    repo.write({ "b.lst": "six\npillow==8.0.0\n" });
    expect(changed(repo, base)).toEqual({ including: ["requirements.txt"], base: ["requirements.txt: -r a.lst\n"] });
  });

  test("the parent of a POM", () => {
    const repo = TestRepo.create();
    const base = repo.write({ "pom.xml": POM(""), "c/pom.xml": POM(PARENT), "d/pom.xml": POM("") }).commit();
    repo.write({ "pom.xml": POM("<properties><v>1</v></properties>") });
    expect(changed(repo, base).including).toEqual(["c/pom.xml"]);
  });

  test("a list that is audited itself brings no other, and neither does another file", () => {
    const repo = TestRepo.create();
    const base = repo.write({ "requirements.txt": "-r reqs.txt\n", "reqs.txt": "six\n", "a.py": "1" }).commit();
    repo.write({ "reqs.txt": "six==1.17.0\n", "a.py": "2" });
    expect(changed(repo, base).including).toEqual([]);
  });
});

describe("what the base has", () => {
  test("of a lockfile that moved", () => {
    const repo = TestRepo.create();
    const base = repo.write({ "requirements.txt": "pillow==8.0.0\n" }).commit();
    repo.remove("requirements.txt").write({ "app/requirements.txt": "pillow==8.0.0\n" });
    expect(changed(repo, base).base).toEqual(["app/requirements.txt: pillow==8.0.0\n"]);
  });

  test("is nothing of a text that was no lockfile by its name", () => {
    const repo = TestRepo.create();
    const base = repo.write({ "notes.lst": "pillow==8.0.0\n" }).commit();
    repo.remove("notes.lst").write({ "requirements.txt": "pillow==8.0.0\n" });
    expect(changed(repo, base).base).toEqual([]);
  });
});
