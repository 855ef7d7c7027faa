import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readInventory } from "../../src/app/bom/read-inventory";
import { renderInventory } from "../../src/app/bom/render";
import { removeRepos, temporaryDirectory, TestRepo } from "../support/repo";

afterAll(removeRepos);

const HEADER = '{"w":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}}';
const LENGTH = Buffer.alloc(8);
LENGTH.writeBigUInt64LE(BigInt(HEADER.length));
const WEIGHTS = Buffer.concat([LENGTH, Buffer.from(HEADER), Buffer.alloc(16)]);
const CONFIG = '{"model_type": "bert"}';
const DIGEST = `sha256:${"a".repeat(64)}`;
const FILES = {
  "net/config.json": CONFIG,
  "net/model.safetensors": WEIGHTS,
  Dockerfile: `FROM ghcr.io/example/serve:1@${DIGEST}\n`,
};

function repository(): TestRepo {
  const repo = TestRepo.create().write(FILES);
  repo.commit();
  return repo;
}

const read = (root: string, more: { sboms?: readonly string[]; sha512?: boolean } = {}) =>
  readInventory({ directory: root, env: process.env, environments: [], sboms: [], sha512: false, ...more });
const sha512 = (content: string | Uint8Array) => createHash("sha512").update(content).digest("hex");

/** An inventory of an image as scanners write it. */
const sbom = (digest: string) =>
  JSON.stringify({
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    metadata: { component: { type: "container", name: "built-here", version: digest } },
    components: [{ type: "library", name: "requests", version: "2.31.0", purl: "pkg:pypi/requests@2.31.0" }],
  });

test("files have SHA-512 where it is asked for, and only there", async () => {
  const { root } = repository();
  expect((await read(root)).models[0]!.files.map((file) => file.sha512)).toEqual([undefined, undefined]);
  const inventory = await read(root, { sha512: true });
  expect(inventory.models[0]!.files.map((file) => file.sha512)).toEqual([sha512(CONFIG), sha512(WEIGHTS)]);
  const cyclonedx = renderInventory(inventory, { format: "cyclonedx", version: "1.6" });
  const spdx = renderInventory(inventory, { format: "spdx", version: "1.6" });
  for (const digest of [sha512(CONFIG), sha512(WEIGHTS)])
    expect([cyclonedx, spdx].map((text) => text.includes(digest))).toEqual([true, true]);
  expect([cyclonedx.includes("SHA-512"), spdx.includes("SHA512")]).toEqual([true, true]);
});

test("an inventory from elsewhere is joined to the image of its digest, by its name and digest", async () => {
  const { root } = repository();
  const file = join(temporaryDirectory(), "image.json");
  writeFileSync(file, sbom(DIGEST));
  const inventory = await read(root, { sboms: [file] });
  expect(inventory.supplied).toEqual([
    { path: file, sha256: createHash("sha256").update(sbom(DIGEST)).digest("hex"), gaps: [] },
  ]);
  const text = renderInventory(inventory, { format: "cyclonedx", version: "1.6" });
  const { components, dependencies } = JSON.parse(text) as {
    components: { type: string; "bom-ref": string; externalReferences?: { url: string; type: string }[] }[];
    dependencies: { ref: string; dependsOn?: string[] }[];
  };
  const [image, ...others] = components.filter(({ type }) => type === "container");
  expect([others.length, image!.externalReferences]).toEqual([
    0,
    [expect.objectContaining({ url: "image.json", type: "bom" })],
  ]);
  expect(dependencies).toContainEqual({ ref: image!["bom-ref"], dependsOn: ["pkg:pypi/requests@2.31.0"] });
  expect(text).not.toContain(file);
});

test("what cannot be read of an inventory is a gap", async () => {
  const { root } = repository();
  const file = join(temporaryDirectory(), "image.json");
  writeFileSync(file, sbom(DIGEST).slice(0, -2));
  const inventory = await read(root, { sboms: [file] });
  expect(inventory.supplied![0]!.gaps).toHaveLength(1);
  expect(renderInventory(inventory, { format: "cyclonedx", version: "1.6" })).toContain("image.json: ");
});

test("a repository before its first commit has a bill too", async () => {
  const { root } = TestRepo.create().write(FILES);
  const inventory = await read(root);
  expect([inventory.models.length, inventory.subject.dirty]).toEqual([1, false]);
  expect(inventory.subject).not.toHaveProperty("commit");
});
