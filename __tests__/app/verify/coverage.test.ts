import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readVerify, type VerifyWords } from "../../../src/app/verify/request";
import { verifyPath } from "../../../src/app/verify/verify-path";
import { contentOf, writeModel } from "../../support/model-signing";
import { MODEL, startSignedModels, type SignedModels } from "../../support/signed-models";
import { file } from "../../support/statements";

/** What statements vouch for in a directory, and what they leave out. */

let signed: SignedModels;
beforeAll(async () => {
  signed = await startSignedModels();
});
afterAll(() => signed.close());

const noNetwork = () => {
  throw new Error("asked the network");
};

function verify(path: string, bundles: readonly string[], words: VerifyWords = {}) {
  const request = readVerify({
    bundle: bundles,
    "signer-workflow": "acme/ci/.github/workflows/model-build.yml",
    "signer-ref": ["refs/tags/v1"],
    issuer: signed.issuer,
    "trusted-root": signed.root,
    ...words,
  });
  return verifyPath({ path, request, signers: [], env: {}, http: noNetwork, now: new Date() });
}

test("a manifest in the directory vouches for all of it, wherever the directory was moved to", async () => {
  const model = signed.model();
  await signed.sign(signed.manifest(model), join(model, "model.sig"));
  const answer = await verify(model, []);
  expect(answer).toMatchObject({ verified: true, files: 5, refused: [], accepted: [{ files: 5, logEntries: 1 }] });
  expect(answer.accepted[0]?.says[0]).toMatch(/^the model model-\d+, 4 files, [0-9a-f]{64}$/);
  execFileSync("mv", [model, `${model}-moved`]);
  expect((await verify(`${model}-moved`, [])).verified).toBe(true);
});

test("a manifest that lies elsewhere", async () => {
  const model = signed.model();
  const bundle = await signed.sign(signed.manifest(model));
  expect((await verify(model, [bundle])).verified).toBe(true);
  // In the directory under another name it is a file of the directory, and the one thing that it cannot vouch for.
  const inside = await signed.sign(signed.manifest(model), join(model, "own.sigstore.json"));
  expect((await verify(model, [inside])).verified).toBe(true);
  expect(await verify(model, [bundle])).toMatchObject({ verified: false, refused: [{ kind: "file-extra" }] });
});

test("statements that vouch together for every file, one bundle a file", async () => {
  const model = signed.model();
  const files = signed.subjects(model);
  const bundles = await Promise.all(files.map((each) => signed.sign(signed.bom([each]))));
  const answer = await verify(model, bundles);
  expect(answer).toMatchObject({ verified: true, refused: [] });
  expect(answer.accepted.map((each) => each.files)).toEqual([1, 1, 1, 1]);
  const one = await verify(model, bundles.slice(1));
  expect(one).toMatchObject({ verified: false, refused: [{ kind: "file-extra" }] });
  expect(one.refused[0]?.message).toBe(`${files[0]?.path} is not among what was signed.`);
});

test("of several bundles that are named, one that does not hold is enough", async () => {
  const model = signed.model();
  const good = await signed.sign(signed.bom(signed.subjects(model)));
  const other = await signed.sign(signed.bom([file("else")]));
  expect(await verify(model, [good, other])).toMatchObject({
    verified: false,
    accepted: [{ bundle: good }],
    refused: [{ bundle: other, kind: "wrong-subject" }],
  });
});

test("a file that changed, and one that was added, are refused under their names", async () => {
  const model = signed.model();
  const bundle = await signed.sign(signed.bom(signed.subjects(model)));
  writeModel(model, { "weights.bin": "others", "hook.py": "import os" });
  const { verified, refused } = await verify(model, [bundle]);
  expect(verified).toBe(false);
  expect(refused[0]?.message).toBe("2 files are not among what was signed: hook.py, weights.bin.");
});

test("by digest a file may have another name, by manifest it may not", async () => {
  const model = signed.model();
  const bom = await signed.sign(signed.bom(signed.subjects(model)));
  await signed.sign(signed.manifest(model), join(model, "model.sig"));
  execFileSync("mv", [join(model, "README.md"), join(model, "modeling.py")]);
  expect((await verify(model, [bom])).verified).toBe(true);
  const { verified, refused } = await verify(model, []);
  expect(verified).toBe(false);
  expect(refused[0]?.message).toContain(
    "README.md was signed and is not here. modeling.py is here and was not signed.",
  );
});

test("an empty file is the same everywhere: it makes a bundle of another model no bundle of this one", async () => {
  const model = signed.model({ ...MODEL, "__init__.py": "" });
  const other = signed.model({ "weights.bin": "other", "__init__.py": "" });
  const bundle = await signed.sign(signed.bom(signed.subjects(other)));
  const { verified, refused } = await verify(model, [bundle]);
  expect(verified).toBe(false);
  expect(refused[0]?.message).toMatch(/^4 files are not among what was signed/);
});

test("a symbolic link is refused by every kind of statement", async () => {
  const model = signed.model();
  const bom = await signed.sign(signed.bom(signed.subjects(model)));
  await signed.sign(signed.manifest(model), join(model, "model.sig"));
  symlinkSync("/etc/hostname", join(model, "model.safetensors"));
  for (const bundles of [[bom], []]) {
    const { verified, refused } = await verify(model, bundles);
    expect(verified).toBe(false);
    expect(refused[0]?.message).toContain("model.safetensors is a symbolic link");
  }
});

test("what is in a `.git` further down is seen, git's own directory is left out", async () => {
  const model = signed.model();
  const bom = await signed.sign(signed.bom(signed.subjects(model)));
  await signed.sign(signed.manifest(model), join(model, "model.sig"));
  writeModel(model, { ".git/config": "[core]" });
  for (const bundles of [[bom], []]) expect((await verify(model, bundles)).verified).toBe(true);
  writeModel(model, { "sub/.git/weights.bin": "others" });
  for (const bundles of [[bom], []]) {
    const { verified, refused } = await verify(model, bundles);
    expect(verified).toBe(false);
    expect(refused[0]?.message).toContain("sub/.git/weights.bin");
  }
});

test("a pipe is no file, and is not read", async () => {
  const model = signed.model();
  const bom = await signed.sign(signed.bom(signed.subjects(model)));
  execFileSync("mkfifo", [join(model, "pipe")]);
  const { verified, refused } = await verify(model, [bom]);
  expect(verified).toBe(false);
  expect(refused[0]?.message).toContain("pipe is a symbolic link or no regular file");
});

test("an empty directory is nobody's model", async () => {
  const model = signed.model();
  const [bom, manifest] = await Promise.all([
    signed.sign(signed.bom(signed.subjects(model))),
    signed.sign(signed.manifest(model)),
  ]);
  const empty = join(signed.directory, "empty");
  mkdirSync(empty);
  expect(await verify(empty, [bom])).toMatchObject({ verified: false, files: 0, refused: [{ kind: "wrong-subject" }] });
  expect(await verify(empty, [manifest])).toMatchObject({ verified: false, refused: [{ kind: "file-missing" }] });
});

test("the kind that is wanted is asked of every bundle", async () => {
  const model = signed.model();
  const files = signed.subjects(model);
  const [bom, verdict] = await Promise.all([signed.sign(signed.bom(files)), signed.sign(signed.verdict(files))]);
  expect((await verify(model, [bom, verdict])).verified).toBe(true);
  expect((await verify(model, [verdict], { type: "verdict" })).accepted[0]?.says).toEqual([
    "passed the gate at 2026-11-21T10:00:00Z",
  ]);
  expect(await verify(model, [bom], { type: "verdict" })).toMatchObject({
    verified: false,
    refused: [{ kind: "wrong-predicate" }],
  });
});

test("a verdict that is no pass lets nothing pass", async () => {
  const model = signed.model();
  const bundle = await signed.sign(signed.verdict(signed.subjects(model), "fail"));
  const { verified, refused } = await verify(model, [bundle]);
  expect(verified).toBe(false);
  expect(refused[0]?.message).toContain("its verdict is fail");
});

test("a single file by its statement, and its neighbours do not matter", async () => {
  const model = signed.model();
  const bom = await signed.sign(signed.bom(signed.subjects(model)), join(model, "weights.bin.sigstore.json"));
  writeFileSync(join(model, "stray"), "x");
  expect(await verify(join(model, "weights.bin"), [])).toMatchObject({
    verified: true,
    files: 1,
    accepted: [{ bundle: bom, files: 1 }],
  });
});

test("50,000 files, half of which nothing vouches for", async () => {
  const model = signed.model({ "a.txt": "a" });
  for (let directory = 0; directory < 50; directory++) {
    mkdirSync(join(model, `d${directory}`));
    for (let at = 0; at < 1000; at++)
      writeFileSync(join(model, `d${directory}/${at}`), at % 2 === 0 ? "even" : `${at}`);
  }
  const even = contentOf(model).files.filter(({ sha256 }) => sha256 === file("x", "even").sha256);
  const bundle = await signed.sign(signed.bom([...even, ...signed.subjects(model).slice(0, 1)]));
  const started = performance.now();
  const { verified, files, refused } = await verify(model, [bundle]);
  expect({ verified, files }).toEqual({ verified: false, files: 50_001 });
  expect(refused[0]?.message).toMatch(/^25\d{3} files are not among .*, and \d+ more\.$/);
  expect(refused[0]?.message.length).toBeLessThan(5000);
  expect(performance.now() - started).toBeLessThan(120_000);
});
