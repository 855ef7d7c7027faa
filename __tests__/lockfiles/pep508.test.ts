import { exactVersion, isVersion, parseRequirement } from "../../src/lockfiles/pep508";

describe("parseRequirement", () => {
  test.each([
    ["numpy", "numpy", ""],
    ["numpy [a, b] == 1.2", "numpy", "==1.2"],
    ["numpy(>=1.2, <3)", "numpy", ">=1.2,<3"],
    ["zope.interface~=5.0 ; python_version < '3'", "zope.interface", "~=5.0"],
    ["torch==2.1.0+cu118,", "torch", "==2.1.0+cu118"],
    ["torch_==1", "torch_", "==1"],
    ["torch==1.0;", "torch", "==1.0"],
  ])("%s", (text, name, specifier) => {
    expect(parseRequirement(text)).toMatchObject({ name, specifier });
  });

  test("keeps extras, marker and address apart", () => {
    expect(parseRequirement('a[x,y]@https://h/a.zip ; python_version<"4"')).toEqual({
      name: "a",
      extras: ["x", "y"],
      specifier: "",
      url: "https://h/a.zip",
      marker: 'python_version<"4"',
    });
  });

  test.each([
    "",
    "torch 2.0",
    "torch=2.0",
    "torch==",
    "_torch",
    "torch-==1",
    "a b c",
    "torch==1.0 <2",
    "t[==1",
    "torch==1\0",
  ])("refuses %j, as pip does", (text) => {
    expect(parseRequirement(text)).toBeUndefined();
  });

  test("refuses what is longer than any", () => {
    for (const text of ["a".repeat(5e6), `a[${",".repeat(5e6)}`, `a${"==1,".repeat(1e6)}`, `a==${"1.".repeat(3e6)}`])
      expect(parseRequirement(text)).toBeUndefined();
  });

  test("is linear", () => {
    const start = Date.now();
    for (const text of ["a".repeat(2e5), `a[${",".repeat(2e5)}`, `a${"==1,".repeat(5e4)}`, `a==${"1.".repeat(1e5)}`])
      for (let i = 0; i < 20; i++) parseRequirement(text);
    expect(Date.now() - start).toBeLessThan(120_000);
  });
});

test.each([
  ["==2.1", "2.1"],
  ["===2.1+cu118", "2.1+cu118"],
  ["==1.0,<2", "1.0"],
  ["==1.0,==1.0", "1.0"],
  ["==1!2.0.post1.dev3", "1!2.0.post1.dev3"],
  ["==1.*", undefined],
  ["==1.0,==2.0", undefined],
  ["~=2.1", undefined],
  [">=2,<=2", undefined],
  ["==2004d", undefined],
  ["==${VERSION}", undefined],
  ["", undefined],
])("exactVersion(%j) is %j", (specifier, version) => {
  expect(exactVersion(specifier)).toBe(version);
});

test("isVersion is bounded", () => {
  expect(isVersion(`1${".0".repeat(100)}`)).toBe(true);
  expect(isVersion(`1${".0".repeat(1e6)}`)).toBe(false);
});
