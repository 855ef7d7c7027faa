import { Malformed, Unsupported } from "../core/bytes";
import type { LockContext, LockEntry, LockfileSyntax } from "../core/lockfile";
import { duplicates, itemsOf, member, parseJson, stringOf, type JsonNode } from "../syntax/json";
import { Lines } from "../syntax/lines";
import { MAX_COMPONENTS, MAX_SBOM_VALUES } from "./cyclonedx-sbom";
import { entriesOf, hashOf, imageSource, placeOf, type Sbom, type SbomComponent } from "./sbom-component";
import { readPurl } from "./read-purl";

/** SPDX, JSON, 2.2 and 2.3 (https://spdx.github.io/spdx-spec/v2.3/), as Syft, GitHub and others write it. */
export const spdxSbom: LockfileSyntax = {
  id: "spdx-sbom",
  title: "SPDX SBOM (JSON)",
  claims: (path) => /(?:^|\/)(?:[^/]*\.(?:spdx|sbom|bom)\.json|bom\.json|sbom[^/]*\.json)$/i.test(path),
  sniff: (head) => /"spdxVersion"|"SPDXID"|"SPDXRef-|spdx\.org\/rdf\//.test(head),
  *parse(text, context) {
    yield* read(documentOf(parseJson(text, MAX_SBOM_VALUES)), text, context);
  },
};

/** GitHub's API puts the document into `sbom`. */
function documentOf(root: JsonNode): JsonNode {
  const document = member(root, "spdxVersion") === undefined ? (member(root, "sbom") ?? root) : root;
  const version = stringOf(member(document, "spdxVersion"));
  if (version === undefined && member(document, "@context") !== undefined)
    throw new Unsupported("SPDX 3 (JSON-LD) is not read; SPDX 2.2 and 2.3 are, and CycloneDX");
  if (version === undefined) throw new Malformed("it has no spdxVersion", 0);
  if (!/^SPDX-2\.\d$/.test(version)) throw new Unsupported(`${version.slice(0, 20)} is not read; SPDX 2.2 and 2.3 are`);
  const twice = duplicates(document).find(({ key }) => key === "packages" || key === "relationships");
  if (twice !== undefined) throw new Malformed(`${twice.key} stands in it twice`, twice.at);
  return document;
}

function* read(document: JsonNode, text: string, { path }: LockContext): Generator<LockEntry> {
  const lines = new Lines(text);
  const nodes = itemsOf(member(document, "packages"));
  if (nodes.length > MAX_COMPONENTS) throw new Malformed(`it has more than ${MAX_COMPONENTS} packages`);
  const all = nodes.map((node) => toComponent(node, path, lines));
  const relations = relationsOf(document);
  const { described } = relations;
  const subjects = all.filter(({ ref }) => ref !== undefined && described.has(ref));
  // One thing that is described is what the others are in; several are an inventory.
  const subject = subjects.length === 1 && all.length > 1 ? subjects[0] : undefined;
  yield* entriesOf(sbomOf(all, subject, relations, nodes));
}

function sbomOf(
  all: readonly SbomComponent[],
  subject: SbomComponent | undefined,
  { links, groups }: Relations,
  nodes: readonly JsonNode[],
): Sbom {
  const components = all.filter((each) => each !== subject);
  const byRef = new Map(components.flatMap(({ ref }, node) => (ref === undefined ? [] : [[ref, node] as const])));
  const asks = new Map<number, number[]>();
  const asked: number[] = [];
  for (const { asker, dependency } of links) {
    const [from, to] = [byRef.get(asker), byRef.get(dependency)];
    if (to === undefined) continue;
    const known = from === undefined ? undefined : asks.get(from);
    if (asker === subject?.ref) asked.push(to);
    else if (known !== undefined) known.push(to);
    else if (from !== undefined) asks.set(from, [to]);
  }
  const image = subject === undefined ? undefined : imageOf(nodes[all.indexOf(subject)]!, subject);
  return {
    components: components.map((each) => {
      const group = groups.get(each.ref ?? "");
      return group === undefined ? each : { ...each, group };
    }),
    asks,
    ...(asked.length === 0 ? {} : { asked }),
    ...(image === undefined ? {} : { image }),
  };
}

interface Relations {
  /** What the document is about, by its id. */
  readonly described: ReadonlySet<string>;
  readonly links: readonly { readonly asker: string; readonly dependency: string }[];
  /** What is asked for in development only, as far as the file says. */
  readonly groups: ReadonlyMap<string, string>;
}

const DOCUMENT = "SPDXRef-DOCUMENT";
/** Relations in which the first is what the second asks for; some say for what. */
const DEPENDENCY_OF: ReadonlyMap<string, string | undefined> = new Map([
  ["DEPENDENCY_OF", undefined],
  ["RUNTIME_DEPENDENCY_OF", undefined],
  ["PROVIDED_DEPENDENCY_OF", undefined],
  ["OPTIONAL_DEPENDENCY_OF", "optional"],
  ["BUILD_DEPENDENCY_OF", "build"],
  ["DEV_DEPENDENCY_OF", "dev"],
  ["TEST_DEPENDENCY_OF", "test"],
]);

/** The relations of section 11 that tell who asks for what. `CONTAINS` says that something is there, not who wants it. */
function relationsOf(document: JsonNode): Relations {
  const described = new Set(itemsOf(member(document, "documentDescribes")).flatMap((each) => stringOf(each) ?? []));
  const links: { asker: string; dependency: string }[] = [];
  const groups = new Map<string, string>();
  const needed = new Set<string>();
  for (const relation of itemsOf(member(document, "relationships"))) {
    const text = (key: string) => stringOf(member(relation, key)) ?? "";
    const [kind, one, other] = [text("relationshipType"), text("spdxElementId"), text("relatedSpdxElement")];
    if (kind === "DESCRIBES" && one === DOCUMENT) described.add(other);
    else if (kind === "DESCRIBED_BY" && other === DOCUMENT) described.add(one);
    else if (kind === "DEPENDS_ON") {
      links.push({ asker: one, dependency: other });
      needed.add(other);
    } else if (DEPENDENCY_OF.has(kind)) {
      links.push({ asker: other, dependency: one });
      const group = DEPENDENCY_OF.get(kind);
      if (group === undefined) needed.add(one);
      else groups.set(one, group);
    }
  }
  for (const ref of needed) groups.delete(ref);
  return { described, links, groups };
}

const OTHER_PURPOSES = new Set(["FILE", "CONTAINER", "OPERATING-SYSTEM", "OPERATING_SYSTEM", "DEVICE"]);

function toComponent(node: JsonNode, path: string, lines: Lines): SbomComponent {
  if (node.kind !== "object") throw new Malformed("a package is no object", node.start);
  const text = (key: string) => stringOf(member(node, key));
  const [ref, version, from] = [text("SPDXID"), text("versionInfo"), text("sourceInfo")];
  const references = itemsOf(member(node, "externalRefs")).flatMap((reference) => {
    const locator = stringOf(member(reference, "referenceLocator"));
    const isPurl = /^(?:.*\/)?purl$/.test(stringOf(member(reference, "referenceType")) ?? "");
    return isPurl && locator !== undefined ? [{ locator, start: reference.start }] : [];
  });
  return {
    ...(ref === undefined ? {} : { ref }),
    names: [text("name") ?? ""],
    ...(version === undefined ? {} : { version }),
    purls: [...new Set(references.map(({ locator }) => locator))],
    at: placeOf(
      path,
      lines.lineOf(references[0]?.start ?? node.start),
      from === undefined ? undefined : insideOf(from),
    ),
    hashes: itemsOf(member(node, "checksums")).flatMap((hash) =>
      hashOf(stringOf(member(hash, "algorithm")), stringOf(member(hash, "checksumValue"))),
    ),
    isPackage: !OTHER_PURPOSES.has(text("primaryPackagePurpose") ?? ""),
  };
}

/** Syft's words: `acquired package info from ...: /first/place, /second/place`. */
function insideOf(sourceInfo: string): string | undefined {
  const [says, places] = sourceInfo.split(": ", 2);
  return says!.startsWith("acquired package info") ? places?.split(", ", 1)[0] : undefined;
}

function imageOf(node: JsonNode, { names, version, purls, hashes }: SbomComponent): Sbom["image"] {
  const read = purls.map(readPurl).find((each) => each?.type === "oci" || each?.type === "docker");
  if (read === undefined && stringOf(member(node, "primaryPackagePurpose")) !== "CONTAINER") return undefined;
  return imageSource(names[0] || read?.name || "", [read?.version, version, ...hashes, names[0]]);
}
