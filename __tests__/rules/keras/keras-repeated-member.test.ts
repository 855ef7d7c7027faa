import { kerasRepeatedMember } from "../../../src/rules/keras/keras-repeated-member";
import { checkKeras } from "./support";

describe("MA-FMT-044 keras-repeated-member", () => {
  test("says which member, and who reads which", () => {
    const [found] = checkKeras(kerasRepeatedMember, { repeats: [{ key: "module", where: "dense (Dense)" }] });
    expect(found).toMatchObject({
      severity: "high",
      message: 'dense (Dense): the member "module" stands more than once; Python reads the last',
    });
  });

  test("none is silent", () => {
    expect(checkKeras(kerasRepeatedMember, {})).toEqual([]);
  });
});
