import { kerasPickle } from "../../../src/rules/keras/keras-pickle";
import { checkKeras } from "./support";

describe("MA-FMT-045 keras-pickle", () => {
  test("a pickle in the configuration is high", () => {
    const [found] = checkKeras(kerasPickle, { files: [{ role: "pickle", path: "", where: "wrapper, module" }] });
    expect(found).toMatchObject({
      severity: "high",
      message: "wrapper, module: a PyTorch module as a pickle, which torch.load unpickles with weights_only=False",
    });
  });

  test("other files are another rule's", () => {
    expect(checkKeras(kerasPickle, { files: [{ role: "vocabulary", path: "/etc/passwd", where: "x" }] })).toEqual([]);
  });
});
