import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { listedDangers } from "../../src/rules/pickle/globals/dangerous";
import { judgeGlobal } from "../../src/rules/pickle/globals/judge";
import { TOLD_KEYS } from "../../src/pickle/telling";
import { allGuards, allKnownSafe, resolvedBy } from "../../src/rules/pickle/globals/known-safe";

const verdict = (dotted: string): string => {
  const [module, name] = dotted.split(":") as [string, string];
  return judgeGlobal(module, name).verdict;
};

describe("judgeGlobal", () => {
  test.each([
    "collections:OrderedDict",
    "torch._utils:_rebuild_tensor_v2",
    "torch:FloatStorage",
    "numpy:dtype",
    "numpy:ndarray",
    "numpy.core.multiarray:_reconstruct",
    "builtins:set",
    "copyreg:_reconstructor",
    "_codecs:encode",
  ])("%s is known to be safe", (name) => expect(verdict(name)).toBe("safe"));

  test.each([
    ["a whole module", "os:system"],
    ["a submodule of one", "subprocess.anything.below:x"],
    ["an exact name", "builtins:eval"],
    ["an exact name of Python 2", "__builtin__:eval"],
    ["an attribute of a dangerous name", "builtins:eval.__call__"],
    ["a dotted name through a harmless module", "logging:os.system"],
    ["a module that is an attribute of another", "logging:os"],
    ["a module below another", "torch.os:system"],
    ["a vendored copy", "mylib._vendor.requests:get"],
    ["a vendored exact name", "sklearn.externals.joblib:load"],
    ["the innards of a safe type", "collections:OrderedDict.__init__.__globals__"],
    ["an attribute of every module", "collections:__builtins__"],
    ["a method that loads", "mylib.models:Net.from_pretrained"],
  ])("%s is dangerous: %s", (_, name) => expect(verdict(name)).toBe("dangerous"));

  test.each([
    ["a name of nobody", "mylib.nets:Net"],
    ["an attribute of a safe name", "collections:OrderedDict.fromkeys"],
    ["a neighbour of a safe name", "torch._utils:_rebuild_tensor_v2x"],
    ["a module called like a dangerous one", "os2:system"],
    ["a name that JavaScript objects have", "constructor:prototype"],
    ["the prototype as a module", "__proto__:toString"],
    ["an empty name", ":"],
    ["only dots", "..:.."],
  ])("%s is unlisted: %s", (_, name) => expect(verdict(name)).toBe("unlisted"));

  test("a safe exact name wins over a dangerous whole module", () => {
    expect(verdict("torch.multiprocessing:Pool")).toBe("dangerous");
  });

  test("an exact dangerous name wins over the table of safe ones, and only these are in both", () => {
    const twice = [...allKnownSafe()].filter(({ module, name }) => verdict(`${module}:${name}`) !== "safe");
    const allowed = /\.(memmap|DataSource|ImageHandler|Decoder)$/;
    expect(twice.map(({ module, name }) => `${module}.${name}`).filter((name) => !allowed.test(name))).toEqual([]);
  });

  test("the machine tells every key that a guard asks for", () => {
    expect(allGuards().length).toBeGreaterThan(0);
    for (const { names, state } of allGuards()) {
      for (const key of Object.keys(state)) expect(TOLD_KEYS).toContain(key);
      for (const pattern of Object.values(state)) if (pattern !== null) expect(() => new RegExp(pattern)).not.toThrow();
      const dot = names[0]!.lastIndexOf(".");
      expect(judgeGlobal(names[0]!.slice(0, dot), names[0]!.slice(dot + 1))).toMatchObject({ mode: "guarded" });
    }
  });

  test("a type by its name is the type itself", () => {
    expect(resolvedBy("dill._dill", "_load_type", "list")).toEqual({ module: "builtins", name: "list" });
    expect(resolvedBy("dill._dill", "_load_type", "CodeType")).toBeUndefined();
    expect(resolvedBy("dill._dill", "_load_type", "__proto__")).toBeUndefined();
    expect(resolvedBy("os", "system", "list")).toBeUndefined();
  });

  test("every listed danger is judged dangerous, with a reason that continues the sentence", () => {
    for (const { module, name, danger } of listedDangers()) {
      expect(danger.reason).toMatch(/^[a-z].*[^.]$/);
      const judgement = judgeGlobal(module, name ?? "anything_at_all");
      expect([module, name, judgement.verdict]).toEqual([module, name, "dangerous"]);
    }
  });
});

test("the text that is searched is what the reviewed table makes", () => {
  execFileSync(process.execPath, [join(__dirname, "../../tools/globals/table.mjs"), "--check"]);
});
