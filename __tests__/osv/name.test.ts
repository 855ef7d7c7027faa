import { baseEcosystem, normalName, spellings } from "../../src/osv/name";

test.each([
  ["PyPI", "Zope._-Interface", "zope-interface"],
  ["PyPI", "__proto__", "-proto-"],
  ["Packagist", "Symfony/HTTP-Kernel", "symfony/http-kernel"],
  ["GitHub Actions", "TJ-Actions/Changed-Files", "tj-actions/changed-files"],
  ["NuGet", "Newtonsoft.Json", "newtonsoft.json"],
  ["npm", "JSONStream", "JSONStream"],
  ["Go", "github.com/Azure/go-autorest", "github.com/Azure/go-autorest"],
  ["crates.io", "serde_json", "serde_json"],
  ["Maven", "org.Example:Demo", "org.Example:Demo"],
  ["RubyGems", "RedCloth", "RedCloth"],
] as const)("%s: %s", (ecosystem, name, normal) => {
  expect(normalName(ecosystem, name)).toBe(normal);
});

test("the API is asked for the file's spelling too where only we compare without case", () => {
  expect(spellings("GitHub Actions", "Azure/login")).toEqual(["Azure/login", "azure/login"]);
  expect(spellings("PyPI", "Flask")).toEqual(["flask"]);
  expect(spellings("npm", "lodash")).toEqual(["lodash"]);
});

test("an ecosystem may have a suffix", () => {
  expect(baseEcosystem("PyPI:extra")).toBe("PyPI");
  expect(baseEcosystem("Maven:https://repo.example/maven2")).toBe("Maven");
  for (const each of ["pypi", "", "__proto__", "constructor", "Debian:12"]) expect(baseEcosystem(each)).toBeUndefined();
});
