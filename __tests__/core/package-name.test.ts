import { pypiName } from "../../src/core/package-name";

test.each([
  ["Torch", "torch"],
  ["scikit_learn", "scikit-learn"],
  ["zope.interface", "zope-interface"],
  ["a-_.B", "a-b"],
])("%s is %s to PyPI", (name, normal) => expect(pypiName(name)).toBe(normal));
