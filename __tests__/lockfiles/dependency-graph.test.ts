import { packagesNobodyAsksFor, reachPackages, type DependencyRoot } from "../../src/lockfiles/dependency-graph";

/** A graph from `a: b c`, one package a line. */
function graph(text: string, roots: readonly (string | [string, string])[], complete?: boolean) {
  const lines = text.split("\n").map((line) => line.split(":") as [string, string | undefined]);
  const names = lines.map(([name]) => name);
  const at = (name: string) => names.indexOf(name);
  const edges = lines.map(([, to = ""]) => to.split(" ").filter(Boolean).map(at));
  return {
    size: names.length,
    name: (node: number) => names[node]!,
    asks: (node: number) => edges[node]!,
    roots: roots.map((each): DependencyRoot =>
      typeof each === "string" ? { node: at(each) } : { node: at(each[0]), group: each[1] },
    ),
    ...(complete === undefined ? {} : { complete }),
  };
}

describe("reaching packages", () => {
  test("tells direct ones, and the shortest path to the others", () => {
    expect(reachPackages(graph("a:b c\nb:d\nc:e\nd:e\ne:\nf:", ["a"]))).toEqual([
      { direct: true, via: [] },
      { direct: false, via: ["a"] },
      { direct: false, via: ["a"] },
      { direct: false, via: ["a", "b"] },
      { direct: false, via: ["a", "c"] },
      {},
    ]);
  });

  test("a direct one has no path, even where another asks for it", () => {
    expect(reachPackages(graph("a:b\nb:", ["a", "b"]))[1]).toEqual({ direct: true, via: [] });
  });

  test("what production needs has no group", () => {
    const reached = reachPackages(
      graph("a:b\nb:\nt:b c\nc:\nd:", [["t", "dev"], "a", ["d", "docs"], ["d", "dev"], ["a", "dev"]]),
    );
    expect(reached).toEqual([
      { direct: true, via: [] },
      { direct: false, via: ["a"] },
      { direct: true, via: [], group: "dev" },
      { direct: false, via: ["t"], group: "dev" },
      { direct: true, via: [], group: "dev" },
    ]);
  });

  test("goes round no circle twice", () => {
    expect(reachPackages(graph("a:b\nb:c\nc:a b c", ["a"]))).toEqual([
      { direct: true, via: [] },
      { direct: false, via: ["a"] },
      { direct: false, via: ["a", "b"] },
    ]);
  });

  test("does not say that others are not direct where not all is known", () => {
    expect(reachPackages(graph("a:b\nb:", ["a"], false))[1]).toEqual({ via: ["a"] });
  });

  test("a chain of 300,000 costs no stack, and paths stay short", () => {
    const size = 300_000;
    const start = performance.now();
    const reached = reachPackages({
      size,
      name: (node) => `n${node}`,
      asks: (node) => (node + 1 < size ? [node + 1] : []),
      roots: [{ node: 0 }],
    });
    expect(reached[2]!.via).toEqual(["n0", "n1"]);
    expect(reached.at(-1)!.via).toHaveLength(16);
    expect(reached.at(-1)!.via!.slice(0, 3)).toEqual(["n0", "…", `n${size - 15}`]);
    expect(reached.at(-1)!.via!.at(-1)).toBe(`n${size - 2}`);
    expect(performance.now() - start).toBeLessThan(120_000);
  });

  test("each of many that ask for each of many ends, and the rest is not known", () => {
    const size = 20_000;
    const all = Array.from({ length: size }, (_, i) => i);
    const start = performance.now();
    const reached = reachPackages({ size: size + 1, name: String, asks: () => all, roots: [{ node: 0 }] });
    expect(reached[1]).toEqual({ direct: false, via: ["0"] });
    expect(reached[size]).toEqual({});
    expect(packagesNobodyAsksFor({ size, asks: () => all })).toEqual([]);
    expect(performance.now() - start).toBeLessThan(120_000);
  });
});

test("packages that nobody asks for but themselves", () => {
  expect(packagesNobodyAsksFor(graph("a:b a\nb:\nc:d\nd:c", []))).toEqual([{ node: 0 }]);
});
