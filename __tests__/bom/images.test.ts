import { toCycloneDx, validateBom } from "../../src/bom";
import { imagesOf } from "../../src/bom/images";
import { toSpdx } from "../../src/bom/spdx";
import type { Inventory, InventoryContainer } from "../../src/core/inventory";
import type { LockedPackage } from "../../src/core/package-facts";
import { emptyInventory, sha256 } from "../support/inventories";
import { lockedPackage, without } from "../support/package-facts";

const TOOL = { name: "Model Assay", version: "0.1.0", homepage: "https://github.com/example/model-assay" };
const DIGEST = `sha256:${sha256("a")}`;

interface Component {
  readonly "bom-ref": string;
  readonly type: string;
  readonly name: string;
  readonly purl?: string;
  readonly externalReferences?: readonly object[];
  readonly evidence: { readonly occurrences: readonly object[] };
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
}
interface Bom {
  readonly metadata: {
    readonly component: Component;
    readonly properties?: readonly { readonly name: string; readonly value: string }[];
  };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

function write(inventory: Inventory): Bom {
  const text = toCycloneDx(inventory, { specVersion: "1.6", tool: TOOL });
  expect(validateBom(text, "1.6")).toEqual([]);
  return JSON.parse(text) as Bom;
}
const edges = ({ dependencies }: Bom, ref: string) => dependencies.find((each) => each.ref === ref)?.dependsOn;
const containers = ({ components }: Bom) => components.filter(({ type }) => type === "container");

const inImage = (name: string, where: string, more: Partial<LockedPackage> = {}): LockedPackage =>
  lockedPackage({
    name,
    at: { path: "serve.cdx.json", inside: ["/usr/lib/METADATA"], line: 5 },
    source: { kind: "image", where },
    ...more,
  });
const base: InventoryContainer = {
  image: `ghcr.io/example/serve:1.2@${DIGEST}`,
  name: "ghcr.io/example/serve",
  tag: "1.2",
  digest: DIGEST,
  at: { path: "Dockerfile", line: 1 },
  use: "base",
};

test("packages of an inventory are those of the image with the same digest, whatever it is called", () => {
  const bom = write(
    emptyInventory({
      containers: [base, { ...base, image: "other:1", name: "other", tag: "1", digest: `sha256:${sha256("b")}` }],
      packages: [
        inImage("requests", `localhost/built@${DIGEST}`),
        inImage("urllib3", `localhost/built@${DIGEST}`, { direct: false, via: ["requests"] }),
        lockedPackage({ name: "torch", direct: true }),
      ],
      supplied: [{ path: "serve.cdx.json", sha256: sha256("c"), gaps: ["a purl is malformed"] }],
    }),
  );
  expect(containers(bom).map(({ name }) => name)).toEqual(["ghcr.io/example/serve", "other"]);
  const [image] = containers(bom);
  expect(edges(bom, image!["bom-ref"])).toEqual(["pkg:pypi/requests@2.5.1", "pkg:pypi/urllib3@2.5.1"]);
  expect(edges(bom, "pkg:pypi/requests@2.5.1")).toEqual(["pkg:pypi/urllib3@2.5.1"]);
  const root = edges(bom, bom.metadata.component["bom-ref"]);
  expect(root).toContain("pkg:pypi/torch@2.5.1");
  expect(root).not.toContain("pkg:pypi/requests@2.5.1");
  expect(image!.externalReferences).toEqual([
    {
      url: "serve.cdx.json",
      type: "bom",
      hashes: [{ alg: "SHA-256", content: sha256("c") }],
      comment: "the inventory that its packages are from",
    },
  ]);
  expect(image!.properties).toContainEqual({ name: "model-assay:gap", value: "serve.cdx.json: a purl is malformed" });
  expect(bom.components.find(({ name }) => name === "requests")?.evidence.occurrences).toEqual([
    { location: "serve.cdx.json", line: 5, additionalContext: "in it: /usr/lib/METADATA" },
  ]);
});

test("an image of another digest is another image, and one that only an inventory names says so", () => {
  const where = `ghcr.io/example/serve@sha256:${sha256("d")}`;
  const bom = write(emptyInventory({ containers: [base], packages: [inImage("requests", where)] }));
  const [named, supplied] = containers(bom).toSorted((a, b) => (a.purl! < b.purl! ? -1 : 1));
  expect(edges(bom, named!["bom-ref"])).toBeUndefined();
  expect(edges(bom, supplied!["bom-ref"])).toEqual(["pkg:pypi/requests@2.5.1"]);
  expect(supplied!.properties).toContainEqual({ name: "model-assay:named-by", value: "an inventory alone" });
  expect(supplied!.evidence.occurrences).toEqual([{ location: "serve.cdx.json" }]);
  expect(edges(bom, bom.metadata.component["bom-ref"])).toEqual([named!["bom-ref"], supplied!["bom-ref"]].toSorted());
});

test("no tag joins anything: an image without a digest has the packages of its own inventory alone", () => {
  const moving = without({ ...base, image: "serve:1.2", name: "serve" }, "digest");
  const bom = write(emptyInventory({ containers: [moving], packages: [inImage("requests", "serve:1.2")] }));
  expect(containers(bom).map((each) => edges(bom, each["bom-ref"]))).toEqual([undefined, ["pkg:pypi/requests@2.5.1"]]);
  expect(containers(bom).every(({ purl }) => purl === undefined)).toBe(true);
});

test("what an inventory of no image lists is the application's, and what of it was not read is said", () => {
  const pkg = lockedPackage({ name: "flask", at: { path: "/home/me/app.spdx.json", inside: [], line: 3 } });
  const supplied = [{ path: "/home/me/app.spdx.json", gaps: ["it has more than 10 packages"] }];
  const bom = write(emptyInventory({ packages: [pkg], supplied }));
  expect(edges(bom, bom.metadata.component["bom-ref"])).toEqual(["pkg:pypi/flask@2.5.1"]);
  expect(bom.metadata.component.externalReferences).toMatchObject([{ url: "app.spdx.json", type: "bom" }]);
  expect(bom.metadata.properties).toContainEqual({
    name: "model-assay:gap",
    value: "app.spdx.json: it has more than 10 packages",
  });
  expect(JSON.stringify(bom)).not.toContain("/home/me");
});

test("what is installed is asked for by what is installed beside it", () => {
  const home = "/home/me/venv/lib/python3.11/site-packages";
  const installed = (name: string, more: Partial<LockedPackage>) =>
    lockedPackage({ name, at: { path: `${home}/${name}-2.5.1.dist-info/METADATA`, inside: [], line: 1 }, ...more });
  const bom = write(
    emptyInventory({
      packages: [installed("torch", { direct: true }), installed("sympy", { direct: false, via: ["torch"] })],
    }),
  );
  expect(edges(bom, bom.metadata.component["bom-ref"])).toEqual(["pkg:pypi/torch@2.5.1"]);
  expect(edges(bom, "pkg:pypi/torch@2.5.1")).toEqual(["pkg:pypi/sympy@2.5.1"]);
  expect(bom.components.find(({ name }) => name === "sympy")?.evidence.occurrences).toEqual([
    { location: "site-packages/sympy-2.5.1.dist-info/METADATA", line: 1 },
  ]);
});

test("one inventory may be of images that are named twice, and two inventories of one image", () => {
  const images = imagesOf({
    containers: [base, { ...base, image: `b@${DIGEST}`, name: "b" }],
    packages: [
      inImage("a", `x@${DIGEST}`),
      inImage("a", `y@${DIGEST}`, { at: { path: "other.spdx.json", inside: [] } }),
    ],
  });
  expect(images.map(({ image, where, inventories }) => ({ image, where, inventories }))).toEqual(
    [`b@${DIGEST}`, base.image].map((image) => ({
      image,
      where: [`x@${DIGEST}`, `y@${DIGEST}`],
      inventories: ["other.spdx.json", "serve.cdx.json"],
    })),
  );
});

test("SPDX has an image with what its inventory lists in it", () => {
  const where = `x@${DIGEST}`;
  const doc = JSON.parse(
    toSpdx(
      emptyInventory({
        containers: [base],
        packages: [inImage("requests", where)],
        supplied: [{ path: "serve.cdx.json", sha256: sha256("c"), gaps: [] }],
      }),
    ),
  ) as {
    packages: { SPDXID: string; name: string; sourceInfo?: string }[];
    relationships: { spdxElementId: string; relationshipType: string; relatedSpdxElement: string }[];
  };
  const id = (name: string) => doc.packages.find((each) => each.name === name)!.SPDXID;
  expect(doc.packages.find(({ name }) => name === base.name)?.sourceInfo).toBe(
    `Dockerfile:1 names ${base.image} (base). Its packages are listed in serve.cdx.json, sha256 ${sha256("c")}.`,
  );
  const related = doc.relationships.filter(({ relatedSpdxElement }) => relatedSpdxElement === id("requests"));
  expect(related).toEqual([
    { spdxElementId: id(base.name), relationshipType: "CONTAINS", relatedSpdxElement: id("requests") },
  ]);
});
