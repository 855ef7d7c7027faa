import { existsSync } from "node:fs";
import { join } from "node:path";
import { omsStatement } from "../../src/attest/oms-manifest";
import type { Statement } from "../../src/core/attestation";
import { rootDigest } from "../../src/core/model-manifest";
import { type ModelOptions, readModelManifest, refusalsOfModel } from "../../src/verify/oms-manifest";
import { readStatement } from "../../src/verify/subjects";
import { OMS, payloadOf } from "../support/model-signing";
import { changed, file, refusal, sha256, signedAndRead } from "../support/statements";

const FILES = [file("config.json"), file("model.safetensors"), file("sub/tokenizer.json")];
const GOOD = signedAndRead(omsStatement({ name: "llama", files: FILES, links: [] }));
const SERIALIZATION = ["predicate", "serialization"] as const;
const RESOURCES = ["predicate", "resources"] as const;

/** The statement with other entries, and the root digest that a signer would give them. */
function withFiles(names: readonly string[], ignored?: readonly string[]): Statement {
  const digest = sha256("x");
  const resources = names.map((name) => ({ name, algorithm: "sha256", digest }));
  const made = changed(
    changed(GOOD, RESOURCES, resources),
    ["subject", 0, "digest", "sha256"],
    rootDigest(resources.map((each) => each.digest)),
  );
  return ignored === undefined ? made : changed(made, [...SERIALIZATION, "ignore_paths"], ignored);
}

describe("reading a manifest", () => {
  test("gives its files, and the digest of the whole", () => {
    const manifest = readModelManifest(GOOD);
    expect(manifest.name).toBe("llama");
    expect(Object.fromEntries(manifest.files)).toEqual(
      Object.fromEntries(FILES.map((each) => [each.path, each.sha256])),
    );
    expect(manifest.rootDigest).toBe(sha256(Buffer.from(FILES.map((each) => each.sha256).join(""), "hex")));
  });

  test("takes any order, as the reference does: the subject is over the order that stands there", () => {
    expect([...readModelManifest(withFiles(["b", "a"])).files.keys()]).toEqual(["b", "a"]);
  });

  test("takes a manifest that leaves nothing out", () => {
    expect(readModelManifest(changed(GOOD, [...SERIALIZATION, "ignore_paths"], undefined)).ignored).toEqual([]);
  });

  test.each<[string, Statement, string, string]>([
    [
      "another kind of statement",
      changed(GOOD, ["predicateType"], "https://cyclonedx.org/bom"),
      "wrong-predicate",
      "the bundle of something else",
    ],
    [
      "the type of before v1.0",
      changed(GOOD, ["predicateType"], "https://model_signing/Digests/v0.1"),
      "wrong-predicate",
      "Digests/v0.1",
    ],
    ["an old statement", changed(GOOD, ["_type"], "https://in-toto.io/Statement/v0.1"), "malformed", "_type"],
    ["shards", changed(GOOD, [...SERIALIZATION, "method"], "shards"), "wrong-predicate", "signed in shards"],
    [
      "an unknown method",
      changed(GOOD, [...SERIALIZATION, "method"], "tree"),
      "wrong-predicate",
      "method tree is not known",
    ],
    ["blake2b", changed(GOOD, [...SERIALIZATION, "hash_type"], "blake2b"), "wrong-predicate", "only sha256"],
    [
      "links followed",
      changed(GOOD, [...SERIALIZATION, "allow_symlinks"], true),
      "wrong-predicate",
      "symbolic links followed",
    ],
    [
      "links unsaid",
      changed(GOOD, [...SERIALIZATION, "allow_symlinks"], undefined),
      "wrong-predicate",
      "symbolic links",
    ],
    [
      "links said in text",
      changed(GOOD, [...SERIALIZATION, "allow_symlinks"], "false"),
      "wrong-predicate",
      "symbolic links",
    ],
    ["an unknown member of it", changed(GOOD, [...SERIALIZATION, "skip"], ["*.bin"]), "malformed", "skip"],
    ["an unknown member beside it", changed(GOOD, ["predicate", "exempt"], ["a"]), "malformed", "exempt"],
    ["no serialization", changed(GOOD, SERIALIZATION, undefined), "malformed", "serialization is missing"],
    ["no resources", changed(GOOD, RESOURCES, undefined), "malformed", "resources is missing"],
    ["no file", changed(GOOD, RESOURCES, []), "malformed", "names no file"],
    ["two subjects", changed(GOOD, ["subject", 1], GOOD.subject[0]), "malformed", "2 subjects"],
    [
      "another root digest",
      changed(GOOD, ["subject", 0, "digest", "sha256"], sha256("x")),
      "malformed",
      "contradicts itself",
    ],
    ["no root digest", changed(GOOD, ["subject", 0, "digest"], { sha512: "ab" }), "malformed", "contradicts itself"],
    ["a changed digest", changed(GOOD, [...RESOURCES, 1, "digest"], sha256("evil")), "malformed", "contradicts itself"],
    ["a digest in upper case", changed(GOOD, [...RESOURCES, 0, "digest"], "A".repeat(64)), "malformed", "no SHA-256"],
    ["another algorithm of one file", changed(GOOD, [...RESOURCES, 0, "algorithm"], "blake2b"), "malformed", "blake2b"],
    ["a name that stands twice", withFiles(["a", "b", "a"]), "malformed", "names a twice"],
    ["an absolute name", withFiles(["/etc/passwd"]), "malformed", "is absolute"],
    ["a name of a drive", withFiles(["C:\\x"]), "malformed", "is absolute"],
    ["a name that leads out", withFiles(["a/../../b"]), "malformed", "leads out"],
    ["a name that leads out, in Windows' words", withFiles(["a\\..\\..\\b"]), "malformed", "leads out"],
    ["a name written otherwise", withFiles(["a", "./a"]), "malformed", "shortest form"],
    ["a name with two slashes", withFiles(["a//b"]), "malformed", "shortest form"],
    ["a directory", withFiles(["a/"]), "malformed", "shortest form"],
    ["a name with NUL", withFiles(["a\0b"]), "malformed", "no file name has"],
    ["a name too long", withFiles(["a".repeat(5000)]), "malformed", "longer than"],
  ])("refuses %s", (_, statement, kind, words) => {
    const seen = refusal(() => readModelManifest(statement));
    expect(seen.kind).toBe(kind);
    expect(seen.message).toContain(words);
  });

  test.each([
    "model.safetensors",
    "weights",
    "sub",
    ".",
    "",
    "*",
    "../x",
    ".git/../model.safetensors",
    ".Git",
    "model.sig/",
    "sub/model.sig",
  ])("refuses ignore_paths with %p: a signer must not exempt weights", (path) => {
    const seen = refusal(() => readModelManifest(withFiles(["a"], [".git", path])));
    expect(seen.kind).toBe(path === "" ? "malformed" : "ignored-path");
  });

  test("takes what the verifier leaves out, and the signature under its name", () => {
    const options: ModelOptions = { signature: "own.sig", ignore: ["notes"] };
    expect(readModelManifest(withFiles(["a"], ["own.sig", "notes"]), options).ignored).toEqual(["own.sig", "notes"]);
  });
});

describe("files against a manifest", () => {
  const manifest = readModelManifest(GOOD);
  const seen = (files: readonly ReturnType<typeof file>[], links: readonly string[] = [], options: ModelOptions = {}) =>
    refusalsOfModel(manifest, { files, links }, options).map(({ kind, message }) => [kind, message]);

  test("agree, with git's files and the signature beside them", () => {
    expect(
      seen([...FILES, file(".git/HEAD"), file(".gitignore"), file(".github/a.yml"), file("model.sig")], [".git/link"]),
    ).toEqual([]);
  });

  test("missing, changed, extra and renamed files have their own words", () => {
    expect(seen([file("config.json", "evil"), file("weights.safetensors", "model.safetensors"), FILES[2]!])).toEqual([
      ["file-changed", "config.json has another content than was signed."],
      ["file-missing", "model.safetensors was signed and is not here."],
      ["file-extra", "weights.safetensors is here and was not signed."],
    ]);
  });

  test("two files with each other's names are changed, both", () => {
    const swapped = [file("config.json", "model.safetensors"), file("model.safetensors", "config.json"), FILES[2]!];
    expect(seen(swapped)).toEqual([
      ["file-changed", "2 files have another content than was signed: config.json, model.safetensors."],
    ]);
  });

  test("links are refused, in place of a file too", () => {
    expect(seen(FILES.slice(1), ["config.json", "sub/more"])).toEqual([
      ["file-changed", "2 files are symbolic links, which no manifest covers: config.json, sub/more."],
    ]);
  });

  test("names like those that are left out are not left out", () => {
    const near = [".gitmodules", "sub/.git/x", "sub/model.sig", "model.sig/x", ".gitignore/x", ".GIT/x"];
    expect(seen([...FILES, ...near.map((path) => file(path))])).toEqual([
      ["file-extra", expect.stringMatching(/^6 files/) as unknown],
    ]);
  });

  test("weights where git's files are left out are refused", () => {
    expect(seen([...FILES, file(".github/evil.safetensors"), file(".git/annex/objects/x.safetensors")])).toEqual([
      [
        "ignored-path",
        ".github/evil.safetensors looks like a part of a model, but the manifest leaves out what is there.",
      ],
    ]);
  });

  test("what the verifier leaves out is not looked at, except where it was signed", () => {
    const options = { signature: "own.sig", ignore: ["notes"] };
    expect(seen([...FILES, file("own.sig"), file("notes/a"), file("notes")], ["notes/link"], options)).toEqual([]);
    expect(seen([...FILES, file("notes2")], [], options)).toEqual([
      ["file-extra", "notes2 is here and was not signed."],
    ]);
    expect(seen([file("config.json", "evil"), ...FILES.slice(1)], [], { ignore: ["config.json"] })).toEqual([
      ["file-changed", "config.json has another content than was signed."],
    ]);
  });

  test("two files under one name are refused, whichever is right", () => {
    expect(seen([...FILES, file("config.json", "evil")])).toContainEqual([
      "file-changed",
      "config.json came twice: two names look alike.",
    ]);
    expect(seen([file("config.json", "evil"), ...FILES])).toContainEqual([
      "file-changed",
      "config.json came twice: two names look alike.",
    ]);
  });

  test("nothing there is everything missing", () => {
    expect(seen([])).toEqual([
      ["file-missing", "3 files were signed and are not here: config.json, model.safetensors, sub/tokenizer.json."],
    ]);
  });
});

(existsSync(OMS) ? describe : describe.skip)(
  "the specification's vectors (skipped where they are not beside us)",
  () => {
    const read = (name: string) => readStatement(payloadOf(join(OMS, "vectors", name)));

    /**
     * The difference: all three leave out `ignore-me`, which the specification lets a signer do. Here only git's files and
     * the signature may be left out by a signer; the one who verifies can allow more, and then they hold.
     */
    test.each([
      ["valid/key.bundle.json", "signme-1"],
      ["valid/certificate.bundle.json", "signme-1"],
      ["valid/sigstore.bundle.json", "signme-2"],
    ])("%s holds where the verifier allows what it leaves out, else not", (name, path) => {
      expect(refusal(() => readModelManifest(read(name)))).toEqual({
        kind: "ignored-path",
        message: expect.stringContaining("ignore-me") as unknown,
      });
      const options = { ignore: ["ignore-me"] };
      const manifest = readModelManifest(read(name), options);
      expect([...manifest.files.keys()]).toEqual(["signme-1", "signme-2"]);
      const files = [...manifest.files].map(([each, digest]) => ({ path: each, sha256: digest }));
      expect(refusalsOfModel(manifest, { files: [...files, file("ignore-me")], links: [] }, options)).toEqual([]);
      const evil = files.map((each) => (each.path === path ? { ...each, sha256: sha256("evil") } : each));
      expect(refusalsOfModel(manifest, { files: evil, links: [] }, options).map(({ kind }) => kind)).toEqual([
        "file-changed",
      ]);
    });

    test("invalid-payload/wrong-predicate is refused", () => {
      expect(
        refusal(() => readModelManifest(read("invalid-payload/wrong-predicate.bundle.json"), { ignore: ["ignore-me"] }))
          .kind,
      ).toBe("wrong-predicate");
    });

    /** What is wrong with those of `invalid/` is the bundle around the statement, or that there is none: the tests of bundles hold them. */
    test("the statements that invalid bundles hold are themselves sound", () => {
      for (const name of ["missing-tlog-entries", "missing-verification-material"])
        expect(readModelManifest(read(`invalid/${name}.bundle.json`), { ignore: ["ignore-me"] }).files.size).toBe(2);
    });
  },
);
