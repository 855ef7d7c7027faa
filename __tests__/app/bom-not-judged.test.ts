import { run } from "../../src/app/run";
import type * as diff from "../../src/bom/diff";
import { entry, safetensorsFile } from "../support/safetensors-builder";
import { removeRepos, TestRepo } from "../support/repo";
import { localGate } from "../support/local-gate";

let mockFailure: Error | undefined;
jest.mock("../../src/bom/diff", () => {
  const actual = jest.requireActual<typeof diff>("../../src/bom/diff");
  const diffInventories: typeof diff.diffInventories = (...given) => {
    if (mockFailure !== undefined) throw mockFailure;
    return actual.diffInventories(...given);
  };
  return { diffInventories };
});

afterAll(removeRepos);

const WEIGHTS = safetensorsFile({ w: entry("F32", [1], 0, 4) }, Buffer.alloc(4));

test("a bill of materials whose models could not be judged is given to nobody, and the verdict is incomplete", async () => {
  const repo = TestRepo.create();
  const base = repo.write({ "net/model.safetensors": WEIGHTS }).commit();
  repo.write({ "net/README.md": "# Net\n" }).commit();
  const documents: string[] = [];
  const gate = () =>
    run({
      ...localGate(repo),
      baseRef: base,
      bom: { format: "cyclonedx", version: "1.6" },
      onDocument: (kind) => void documents.push(kind),
    });
  expect((await gate()).verdict).toBe("pass");
  expect(documents).toEqual(["bom"]);
  mockFailure = new RangeError("too much");
  const report = await gate();
  expect([report.verdict, report.decision.missing]).toEqual([
    "incomplete",
    ["The bill of materials could not be made: too much"],
  ]);
  expect(documents).toEqual(["bom"]);
});
