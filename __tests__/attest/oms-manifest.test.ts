import Ajv from "ajv/dist/2020";
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ModelDirectory, omsStatement } from "../../src/attest/oms-manifest";
import { statementBytes } from "../../src/attest/statement";
import { SigningError, type Statement } from "../../src/core/attestation";
import { readModelManifest, refusalsOfModel } from "../../src/verify/oms-manifest";
import { readStatement } from "../../src/verify/subjects";
import { contentOf, makeKey, modelSigning, OMS, payloadOf, PYTHON, writeModel } from "../support/model-signing";
import { file, sha256 } from "../support/statements";

const directory = (paths: readonly string[], more: Partial<ModelDirectory> = {}): ModelDirectory => ({
  name: "llama",
  files: paths.map((path) => file(path)),
  links: [],
  ...more,
});
const names = (statement: Statement) =>
  (statement.predicate as { resources: { name: string }[] }).resources.map(({ name }) => name);
const said = (made: ModelDirectory) => {
  try {
    omsStatement(made);
  } catch (error) {
    expect(error).toBeInstanceOf(SigningError);
    return (error as Error).message;
  }
  throw new Error("was made");
};

describe("the manifest of a model", () => {
  test("is a statement of OpenSSF Model Signing v1.0", () => {
    const [a, b] = [sha256("a"), sha256("b")];
    expect(omsStatement(directory(["b", "a"]))).toEqual({
      _type: "https://in-toto.io/Statement/v1",
      subject: [{ name: "llama", digest: { sha256: sha256(Buffer.from(a + b, "hex")) } }],
      predicateType: "https://model_signing/signature/v1.0",
      predicate: {
        resources: [
          { name: "a", algorithm: "sha256", digest: a },
          { name: "b", algorithm: "sha256", digest: b },
        ],
        serialization: {
          method: "files",
          hash_type: "sha256",
          allow_symlinks: false,
          ignore_paths: [".git", ".gitattributes", ".github", ".gitignore", "model.sig"],
        },
      },
    });
  });

  test("orders whole names by code point", () => {
    const paths = ["\u{1d4b3}", "\uffee", "a/f", "a-1", "a.b/g", "B", "a"];
    expect(names(omsStatement(directory(paths)))).toEqual(["B", "a", "a-1", "a.b/g", "a/f", "\uffee", "\u{1d4b3}"]);
  });

  test("leaves out git's own files at the top and the signature, and nothing else", () => {
    const kept = [
      ".gitmodules",
      "sub/.gitignore",
      "sub/.git/x",
      ".github2/x",
      "sub/model.sig",
      "model.sig.bak",
      ".gitignore/x",
    ];
    const left = [
      ".git/config",
      ".git/annex/x.safetensors",
      ".gitignore",
      ".gitattributes",
      ".github/workflows/a.yml",
      "model.sig",
    ];
    expect(names(omsStatement(directory([...kept, ...left])))).toEqual([...kept].sort());
    const own = omsStatement(directory(["a", "x/own.sig", "model.sig"], { signature: "x/own.sig" }));
    expect(names(own)).toEqual(["a", "model.sig"]);
  });

  test.each<[string, ModelDirectory, string]>([
    ["a link", directory(["a"], { links: ["sub/b"] }), "sub/b is a symbolic link"],
    ["an empty model", directory([".git/config", "model.sig"]), "no file in it"],
    ["weights where git's files are", directory(["a", ".github/x.safetensors"]), ".github/x.safetensors looks like"],
    ["a name that is no UTF-8", directory(["a\\xff"]), "is no UTF-8"],
    ["a name that leads out", directory(["../a"]), "leads out"],
    ["a file that came twice", directory(["a", "a"]), "came twice"],
    ["a directory without a name", directory(["a"], { name: "." }), "no name of its directory"],
    ["a path as the name", directory(["a"], { name: "models/a" }), "no name of its directory"],
  ])("is not made of %s", (_, made, words) => {
    expect(said(made)).toContain(words);
  });

  test("does not mind links in what is left out", () => {
    expect(names(omsStatement(directory(["a"], { links: [".git/x"] })))).toEqual(["a"]);
  });

  (existsSync(OMS) ? test : test.skip)(
    "is valid by the specification's schemas (skipped where they are not beside us)",
    () => {
      const schema = (name: string) =>
        JSON.parse(readFileSync(join(OMS, "schemas", `${name}.schema.json`), "utf8")) as object;
      const ajv = new Ajv({ strict: false });
      ajv.addSchema(schema("predicate"));
      const validate = ajv.compile(schema("statement"));
      const made: unknown = JSON.parse(Buffer.from(statementBytes(omsStatement(directory(["a", "b/c"])))).toString());
      expect([validate(made), validate.errors]).toEqual([true, null]);
      expect(validate({ ...(made as object), predicate: {} })).toBe(false);
    },
  );
});

/** Set MODEL_ASSAY_MODEL_SIGNING to a Python with `model_signing` (1.1.1 or later). */
(PYTHON === undefined ? describe.skip : describe)(
  "the reference implementation (skipped where MODEL_ASSAY_MODEL_SIGNING names none)",
  () => {
    let root: string;
    let model: string;
    beforeEach(() => {
      root = mkdtempSync(join(tmpdir(), "oms-"));
      model = join(root, "llama");
      writeModel(model, {
        "config.json": "{}",
        "a/f": "1",
        "a-1": "2",
        "a.b/g": "3",
        "\uffee é": "4",
        "\u{1d4b3}": "5",
        empty: "",
        "sub/.gitignore": "x",
        ".gitignore": "y",
        ".git/HEAD": "ref",
        ".github/workflows/a.yml": "on: push",
      });
    });
    afterEach(() => rmSync(root, { recursive: true, force: true }));

    test("verifies our manifest, and refuses a file that was changed, added or taken away", () => {
      const key = makeKey(root);
      const statement = omsStatement({ name: "llama", ...contentOf(model) });
      const signature = join(model, "model.sig");
      writeFileSync(signature, key.bundle(statementBytes(statement)));
      const verify = () =>
        modelSigning("verify", "key", "--public_key", key.paths.public, "--signature", signature, model);
      expect(verify()).toEqual({ ok: true, said: expect.stringContaining("Verification succeeded") as unknown });
      writeModel(model, { "a/f": "evil" });
      expect(verify().said).toContain("Hash mismatch for 'a/f'");
      writeModel(model, { "a/f": "1", extra: "x" });
      expect(verify().said).toContain("Extra files");
      rmSync(join(model, "extra"));
      rmSync(join(model, "a-1"));
      expect(verify().said).toContain("Missing files");
    });

    test("signs what we verify: the same files, in an order of its own", () => {
      const key = makeKey(root);
      const signature = join(model, "model.sig");
      const signed = modelSigning("sign", "key", "--private_key", key.paths.private, "--signature", signature, model);
      expect(signed).toEqual({ ok: true, said: expect.any(String) as unknown });
      const manifest = readModelManifest(readStatement(payloadOf(signature)), { signature: "model.sig" });
      const ours = readModelManifest(omsStatement({ name: "llama", ...contentOf(model) }));
      expect([...manifest.files].sort()).toEqual([...ours.files].sort());
      expect(refusalsOfModel(manifest, contentOf(model), { signature: "model.sig" })).toEqual([]);
      writeModel(model, { empty: "x" });
      symlinkSync("/etc/passwd", join(model, "link"));
      expect(refusalsOfModel(manifest, contentOf(model)).map(({ message }) => message)).toEqual([
        "empty has another content than was signed.",
        "link is a symbolic link, which no manifest covers.",
      ]);
    });
  },
);
