import { cargoLock } from "../../src/lockfiles/cargo-lock";
import { parseLock } from "../support/parse-lock";
import { againstScanner, describeReal } from "../support/real-lock";

const parse = (text: string) => parseLock(cargoLock, text, "srv/Cargo.lock");
const told = (text: string) => parse(text).packages.map(({ name, version }) => `${name} ${version}`);
const CRATES = "registry+https://github.com/rust-lang/crates.io-index";

const WORKSPACE = `version = 4

[[package]]
name = "app"
version = "0.1.0"
dependencies = [
 "serde",
 "rand 0.8.5",
]

[[package]]
name = "rand"
version = "0.7.3"
source = "${CRATES}"
checksum = "aa11"

[[package]]
name = "rand"
version = "0.8.5"
source = "${CRATES}"
checksum = "bb22"
dependencies = [
 "libc",
 "helper",
]

[[package]]
name = "helper"
version = "1.0.0"
source = "git+https://tok@github.com/o/helper?branch=main#0123abc"
dependencies = [
 "rand 0.7.3 (${CRATES})",
]

[[package]]
name = "libc"
version = "0.2.1"
source = "sparse+https://index.crates.io/"

[[package]]
name = "serde"
version = "1.0.1"
source = "sparse+https://user:pw@crates.example/index/"
`;

describe("Cargo.lock", () => {
  test("claims its name", () => {
    expect(
      ["Cargo.lock", "a/Cargo.lock", "a/cargo.lock", "Cargo.lock.bak", "xCargo.lock"].map(cargoLock.claims),
    ).toEqual([true, true, false, false, false]);
  });

  test("crates, with how they come in; not those of the workspace", () => {
    const { packages, practices } = parse(WORKSPACE);
    expect(packages.map(({ name, version, direct, via }) => [name, version, direct, via])).toEqual([
      ["rand", "0.7.3", false, ["rand", "helper"]],
      ["rand", "0.8.5", true, []],
      ["helper", "1.0.0", false, ["rand"]],
      ["libc", "0.2.1", false, ["rand"]],
      ["serde", "1.0.1", true, []],
    ]);
    expect(packages[0]).toEqual({
      name: "rand",
      version: "0.7.3",
      ecosystem: "crates.io",
      purl: "pkg:cargo/rand@0.7.3",
      at: { path: "srv/Cargo.lock", inside: [], line: 11 },
      direct: false,
      via: ["rand", "helper"],
      hashes: ["sha256:aa11"],
    });
    expect(packages[2]).not.toHaveProperty("ecosystem");
    expect(packages[2]!.source).toEqual({ kind: "vcs", where: "git+https://github.com/o/helper?branch=main#0123abc" });
    expect(packages[4]).toMatchObject({
      ecosystem: "crates.io",
      source: { kind: "index", where: "https://crates.example/index/" },
    });
    expect(practices).toEqual([
      expect.objectContaining({ kind: "other-index", what: "https://crates.example/index/" }),
    ]);
  });

  test("the first version, with checksums at the end and a root of its own", () => {
    const { packages } = parse(
      `[root]\nname = "app"\nversion = "0.1.0"\ndependencies = ["log 0.3.1 (${CRATES})"]\n\n[[package]]\nname = "log"\nversion = "0.3.1"\nsource = "${CRATES}"\n\n[metadata]\n"checksum log 0.3.1 (${CRATES})" = "cc33"\n"checksum x 1 (git)" = "<none>"\n`,
    );
    expect(packages).toEqual([expect.objectContaining({ name: "log", direct: true, hashes: ["sha256:cc33"] })]);
  });

  test("a version that is not known is said, and read", () => {
    const { entries } = parse(WORKSPACE.replace("version = 4", "version = 9"));
    expect(entries[0]).toMatchObject({
      kind: "unreadable",
      reason: "unsupported",
      detail: expect.stringMatching(/version 9/),
    });
    expect(entries).toHaveLength(7);
  });

  test("the command", () => {
    const asked = { ecosystem: "crates.io", name: "rand", version: "0.8.6", file: "Cargo.lock" } as const;
    expect(cargoLock.upgrade!(asked)).toBe("cargo update -p rand --precise 0.8.6");
    expect(cargoLock.upgrade!({ ...asked, version: "1; rm -rf /" })).toBeUndefined();
  });
});

describe("hostile Cargo.lock", () => {
  test.each([
    ["no TOML", "[[package]"],
    ["something else", "a = 1"],
    ["nothing", ""],
    ["packages that are no array", "version = 4\n[package]\nname = 'a'"],
    ["packages that are a number", "version = 4\npackage = 5"],
  ])("%s is malformed", (_, text) => expect(parse(text).thrown?.name).toBe("Malformed"));

  test("what is not a package is said, and the others count", () => {
    const { entries } = parse(
      `version = 4\npackage = [\n1,\n{ name = 5, version = "1" },\n{ name = "a b" },\n{ name = "c", version = 1.0, source = "${CRATES}" },\n{ name = "__proto__", version = "1", source = "${CRATES}" },\n{ name = "constructor", version = "1", source = "${CRATES}", dependencies = ["constructor", "__proto__", 7] },\n]`,
    );
    expect(entries.map((each) => (each.kind === "package" ? each.pkg.name : each.kind))).toEqual([
      "unreadable",
      "unreadable",
      "unreadable",
      "unreadable",
      "__proto__",
      "constructor",
    ]);
  });

  test("a crate without a version is not locked", () => {
    expect(parse(`[[package]]\nname = "a"\nsource = "${CRATES}"\n`).packages[0]).toMatchObject({ unlocked: "a" });
  });

  test("circles end", () => {
    const crate = (name: string, to: string) =>
      `[[package]]\nname = "${name}"\nversion = "1.0.0"\nsource = "${CRATES}"\ndependencies = ["${to}"]\n`;
    expect(told(`version = 3\n${crate("a", "b")}${crate("b", "a")}`)).toEqual(["a 1.0.0", "b 1.0.0"]);
  });

  test("many of one name, each asking for that name, end", () => {
    const crate = `[[package]]\nname="a"\nversion="1"\nsource="${CRATES}"\ndependencies=["a","a"]\n`;
    const start = performance.now();
    expect(parse(`[[package]]\nname="app"\ndependencies=["a","a"]\n${crate.repeat(30_000)}`).packages).toHaveLength(
      30_000,
    );
    expect(performance.now() - start).toBeLessThan(120_000);
  });
});

describeReal("a real Cargo.lock", () => {
  test("has the crates that osv-scanner sees, the workspace aside; what comes from git is no crate of crates.io", () => {
    const { ours, theirs } = againstScanner(cargoLock, "cargo-tgi/Cargo.lock");
    expect(ours).toEqual(["- outlines-core 0.1.0"]);
    const workspace = theirs.filter((each) => each.startsWith("crates.io text-generation-"));
    expect(workspace).toHaveLength(8);
    expect(theirs.filter((each) => !workspace.includes(each))).toEqual([
      // A member of the workspace, too.
      "crates.io grpc-metadata 0.1.0",
      "crates.io outlines-core 0.1.0",
    ]);
  });
});
