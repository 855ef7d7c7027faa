import { coverageOf } from "../../src/bom";
import type { Inventory } from "../../src/core/inventory";
import { COMMIT, emptyInventory, inventoryFile, inventoryModel, richInventory } from "../support/inventories";
import { lockedPackage } from "../support/package-facts";

const stateOf = (inventory: Inventory, group: string, element: string) => {
  const line = coverageOf(inventory).find((each) => each.group === group && each.element === element);
  if (line === undefined) throw new Error(`no line ${group} ${element}`);
  return line.state;
};

test("has the seven elements of the NTIA, and each element of a group once", () => {
  const lines = coverageOf(emptyInventory());
  expect(lines.filter(({ group }) => group === "ntia")).toHaveLength(7);
  const names = lines.map(({ group, element }) => `${group} ${element}`);
  expect(new Set(names).size).toBe(names.length);
});

test("what there is nothing of is not applicable, neither present nor absent", () => {
  expect(stateOf(emptyInventory(), "model", "licence")).toBe("not-applicable");
  expect(stateOf(emptyInventory(), "lineage", "containers by digest")).toBe("not-applicable");
  expect(stateOf(emptyInventory(), "ntia", "timestamp")).toBe("absent");
});

test("present is what every one has", () => {
  const [bert] = richInventory().models;
  const one = emptyInventory({ models: [bert!] });
  for (const element of [
    "licence",
    "task",
    "metrics",
    "inputs and outputs",
    "number of parameters",
    "files with SHA-256",
  ])
    expect([element, stateOf(one, "model", element)]).toEqual([element, "present"]);
  const two = emptyInventory({ models: [bert!, inventoryModel("other")] });
  expect(stateOf(two, "model", "licence")).toBe("absent");
  expect(stateOf(two, "model", "files with SHA-256")).toBe("present");
});

test("a base is known where its full commit is", () => {
  const based = (revision: string) =>
    emptyInventory({
      models: [
        inventoryModel("m", {
          bases: [
            { value: { reference: { name: "a/b", revision }, relation: "unknown" }, at: { path: "m/README.md" } },
          ],
        }),
      ],
    });
  expect(stateOf(based(COMMIT), "lineage", "base models by commit")).toBe("present");
  expect(stateOf(based("main"), "lineage", "base models by commit")).toBe("absent");
  expect(stateOf(based(COMMIT), "lineage", "relation to the base")).toBe("absent");
});

test("packages have an identifier, a version and edges, or not", () => {
  const packages = (more: object) => emptyInventory({ packages: [lockedPackage(), lockedPackage(more)] });
  expect(stateOf(packages({}), "ntia", "other unique identifiers")).toBe("present");
  const local = packages({ source: { kind: "local", where: "../x" } });
  expect(stateOf(local, "ntia", "other unique identifiers")).toBe("absent");
  expect(stateOf(packages({}), "ntia", "dependency relationship")).toBe("absent");
  const direct = emptyInventory({ packages: [lockedPackage({ direct: true })] });
  expect(stateOf(direct, "ntia", "dependency relationship")).toBe("present");
});

test("a file that is not here is a gap", () => {
  const file = { ...inventoryFile("m/a.bin") };
  delete (file as { sha256?: string }).sha256;
  const gap = emptyInventory({
    models: [inventoryModel("m", { files: [file] })],
    missing: [{ path: "m/a.bin", detail: "LFS" }],
  });
  expect(stateOf(gap, "model", "files with SHA-256")).toBe("absent");
  expect(stateOf(gap, "lineage", "all files here")).toBe("absent");
});
