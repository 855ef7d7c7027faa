import { repositoryClasses } from "../../src/host/repository-classes";
import { selectFiles } from "../../src/host/select";
import { openWorkspace } from "../../src/host/workspace";
import { removeRepos, TestRepo } from "../support/repo";

afterAll(removeRepos);

function repository() {
  const repo = TestRepo.create();
  repo.write({
    "nets.py":
      "import torch\n\nclass Net(torch.nn.Module):\n    class Inner:\n        pass\n\ndef make(x):\n    pass\n",
    "src/lib/layers/__init__.py": "class Layer:\n    pass\n",
    "models/own.py": "class Own: pass\n",
    "touched.py": "class Touched: pass\n",
    "dirty.py": "class Dirty: pass\n",
  });
  const base = repo.commit();
  repo.write({ "touched.py": "class Touched:\n    pass\n", "fresh.py": "class Fresh: pass\n" }).commit();
  repo.write({ "dirty.py": "class Dirty: x = 1\n", "untracked.py": "class Untracked: pass\n" });
  return { repo, base, workspace: openWorkspace(repo.root, process.env) };
}

test("a class or function of an unchanged, tracked file counts; nothing else does", () => {
  const { repo, base, workspace } = repository();
  const selection = selectFiles(workspace, { kind: "commits", base, head: repo.head(), notices: [] });
  const defines = repositoryClasses(workspace, selection, ["models"]);
  expect(
    Object.fromEntries(
      [
        ["nets", "Net"],
        ["nets", "Net.Inner"],
        ["nets", "make"],
        ["nets", "torch"],
        ["nets", "Inner"],
        ["lib.layers", "Layer"],
        ["own", "Own"],
        ["touched", "Touched"],
        ["fresh", "Fresh"],
        ["dirty", "Dirty"],
        ["untracked", "Untracked"],
        ["../../etc/passwd", "x"],
        ["nets", "Net|.*"],
        ["os", "system"],
      ].map(([module = "", name = ""]) => [`${module}.${name}`, defines(module, name)]),
    ),
  ).toEqual({
    "nets.Net": true,
    "nets.Net.Inner": true,
    "nets.make": true,
    "nets.torch": false,
    "nets.Inner": false,
    "lib.layers.Layer": true,
    "own.Own": true,
    "touched.Touched": false,
    "fresh.Fresh": false,
    "dirty.Dirty": false,
    "untracked.Untracked": false,
    "../../etc/passwd.x": false,
    "nets.Net|.*": false,
    "os.system": false,
  });
});

test("where the change is not known, nothing is vouched for", () => {
  const { repo, workspace } = repository();
  const unknown = { kind: "unknown-base" as const, head: repo.head(), reason: "no base", notices: [] };
  const selection = selectFiles(workspace, unknown, { paths: ["nets.py"] });
  expect(selection).toMatchObject({ mode: "paths", changesUnknown: true, notices: ["no base"] });
  expect(selection.incomplete).toBeUndefined();
  expect(repositoryClasses(workspace, selection)("nets", "Net")).toBe(false);
});
