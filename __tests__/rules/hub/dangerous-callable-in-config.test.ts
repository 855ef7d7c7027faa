import { dangerousCallableInConfig } from "../../../src/rules/hub/dangerous-callable-in-config";
import { callable, checkReference } from "../../support/check-reference";

const severity = (...args: Parameters<typeof callable>) =>
  checkReference(dangerousCallableInConfig, callable(...args))[0]?.severity;

describe("MA-HUB-004 dangerous-callable-in-config", () => {
  test("says what is called, with what, and by whom (CVE-2025-23304)", () =>
    expect(
      checkReference(dangerousCallableInConfig, callable("os.system", "hydra", ["0", "id"], ["x", "y"])),
    ).toMatchObject([
      {
        severity: "critical",
        message: expect.stringMatching(
          /^a\.field names os\.system, which .*, and Hydra calls it with the keys beside it$/,
        ),
        evidence: 'os.system("id", x="y")',
      },
    ]));

  test.each([
    "builtins.eval",
    "exec",
    "subprocess.run",
    "runpy.run_path",
    "importlib.import_module",
    "ctypes.CDLL",
    "posix.system",
  ])("%s is critical", (name) => expect(severity(name)).toBe("critical"));

  test("by a detour through a library that is known", () => {
    expect(severity("transformers.utils.os.system")).toBe("critical");
    expect(severity("torch.nn.Module.__init__.__globals__")).toBe("critical");
  });

  test("files, network and pickles are high where they are the plain ones", () => {
    for (const name of [
      "builtins.open",
      "shutil.rmtree",
      "requests.get",
      "pickle.load",
      "torch.load",
      "numpy.load",
      "torch.hub.load",
    ])
      expect([name, severity(name)]).toEqual([name, "high"]);
  });

  test("a tag that only names, and an import, weigh less than a call", () => {
    expect(severity("os.system", "yaml-name")).toBe("high");
    expect(severity("importlib.import_module", "component")).toBe("high");
    expect(severity("os.system", "yaml-object")).toBe("critical");
  });

  test("what Hydra's finder is given counts, and the finder alone does not", () => {
    expect(severity("hydra.utils.get_method", "hydra", ["path", "os.system"])).toBe("critical");
    expect(severity("hydra.utils.get_class", "hydra", ["path", "torch.nn.ReLU"])).toBeUndefined();
    expect(severity("hydra.utils.get_class")).toBeUndefined();
  });

  test.each([
    "torch.nn.ReLU",
    "mine.commands.Run",
    "mine.requests.Client",
    "os.path.join",
    "torchvision.datasets.MNIST",
    "h5py.File",
    "",
  ])("%s is none", (name) => expect(severity(name)).toBeUndefined());

  test("reasons do not speak of pickles", () =>
    expect(checkReference(dangerousCallableInConfig, callable("requests.get"))[0]!.message).not.toContain("pickle"));
});
