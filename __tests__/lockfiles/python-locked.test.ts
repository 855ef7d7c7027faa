import { pylock } from "../../src/lockfiles/pylock";
import { uvLock } from "../../src/lockfiles/uv-lock";
import { parseLock } from "../support/parse-lock";

const PYPI_FILES = "https://files.pythonhosted.org/packages/ab/cd";
const uv = (url: string, version = "2.9.0") =>
  parseLock(
    uvLock,
    `version = 1\n[[package]]\nname = "torch"\nversion = "${version}"\nsource = { registry = "https://pypi.org/simple" }\nwheels = [{ url = "${url}", hash = "sha256:aa" }]\n`,
    "uv.lock",
  );
const told = ({ packages }: ReturnType<typeof uv>) => packages.map(({ name, version }) => `${name} ${version}`);

test.each([
  ["torch-2.9.0-cp312-none-any.whl", "2.9.0"],
  ["torch-2.9.0%2Bcu128-cp312-none-any.whl", "2.9.0+cu128"],
  ["torch-2.9.0-cp312-none-any.whl", "2.9"],
  ["Torch-2.9.0.post1-1-cp312-none-any.whl", "2.9.0.post1"],
])("wheel %s of version %s says nothing else", (file, version) => {
  const read = uv(`${PYPI_FILES}/${file}`, version);
  expect(told(read)).toEqual([`torch ${version}`]);
  expect(read.practices).toEqual([]);
  expect(read.packages[0]).not.toHaveProperty("source");
});

test.each([
  ["torch-1.0.0-cp312-none-any.whl", "torch 1.0.0"],
  ["evil-2.9.0-cp312-none-any.whl", "evil 2.9.0"],
])("wheel %s is what gets installed", (file, installed) => {
  const read = uv(`${PYPI_FILES}/${file}`);
  expect(told(read)).toEqual(["torch 2.9.0", installed]);
  expect(read.practices).toEqual([expect.objectContaining({ kind: "mismatch", what: installed })]);
});

test("files of a package of PyPI that are elsewhere are another index", () => {
  const read = uv("https://user:pw@files.example.org/torch-2.9.0-cp312-none-any.whl");
  expect(read.practices).toEqual([expect.objectContaining({ kind: "other-index", what: "https://files.example.org" })]);
  expect(read.packages[0]).toMatchObject({ ecosystem: "PyPI", source: { kind: "index" } });
});

test("pylock.toml, whose packages need no index", () => {
  const text = `lock-version = "1.0"\n[[packages]]\nname = "torch"\nversion = "2.9.0"\nwheels = [{ url = "${PYPI_FILES}/torch-1.0.0-py3-none-any.whl", hashes = { sha256 = "aa" } }]\n`;
  expect(told(parseLock(pylock, text, "pylock.toml"))).toEqual(["torch 2.9.0", "torch 1.0.0"]);
});
