import { Malformed, Unsupported } from "../core/bytes";
import type { LockContext, LockEntry, LockfileSyntax } from "../core/lockfile";
import type { PackageSource } from "../core/package-facts";
import { duplicates, itemsOf, member, parseJson, stringOf, type JsonNode } from "../syntax/json";
import { Lines } from "../syntax/lines";
import { entriesOf, hashOf, imageSource, placeOf, type SbomComponent } from "./sbom-component";
import { readPurl } from "./read-purl";

/** Values of one SBOM. Syft and SPDX have one in 30 to 45 characters. CWE-770. */
export const MAX_SBOM_VALUES = 1_500_000;
/** Components, files among them. The image of a full distribution with GPU libraries has some 30,000. CWE-770. */
export const MAX_COMPONENTS = 150_000;
/** Later versions add to what is there, as far as they are 1. */
const NEWEST = 7;

/**
 * CycloneDX, JSON, 1.2 to 1.7 (https://cyclonedx.org/docs/1.7/json/): an inventory as Syft, Trivy, cdxgen and the plug-ins
 * of package managers write it.
 */
export const cyclonedxSbom: LockfileSyntax = {
  id: "cyclonedx-sbom",
  title: "CycloneDX SBOM (JSON)",
  claims: (path) => /(?:^|\/)(?:[^/]*\.(?:cdx|cyclonedx|sbom|bom)\.json|bom\.json|sbom[^/]*\.json)$/i.test(path),
  sniff: (head) => /"bom(?:Format|-ref)"|cyclonedx\.org\/schema\//.test(head),
  *parse(text, context) {
    const root = parseJson(text, MAX_SBOM_VALUES);
    const newer = checkHead(root);
    if (newer !== undefined)
      yield { kind: "unreadable", at: placeOf(context.path, 1, undefined), reason: "unsupported", detail: newer };
    yield* read(root, text, context);
  },
};

function checkHead(root: JsonNode): string | undefined {
  if (stringOf(member(root, "bomFormat")) !== "CycloneDX")
    throw new Malformed("it does not say bomFormat: CycloneDX", 0);
  const twice = duplicates(root).find(({ key }) => ["components", "dependencies", "metadata"].includes(key));
  if (twice !== undefined) throw new Malformed(`${twice.key} stands in it twice`, twice.at);
  const version = stringOf(member(root, "specVersion")) ?? "";
  const minor = /^1\.(\d{1,2})$/.exec(version)?.[1];
  if (minor === undefined || Number(minor) < 2)
    throw new Unsupported(
      `CycloneDX ${version.slice(0, 20) || "without a specVersion"} is not read; 1.2 to 1.${NEWEST} are`,
    );
  return Number(minor) > NEWEST
    ? `CycloneDX ${version} is newer than 1.${NEWEST}: it was read as that, and what is new in it was not`
    : undefined;
}

function* read(root: JsonNode, text: string, { path }: LockContext): Generator<LockEntry> {
  const lines = new Lines(text);
  const described = member(root, "metadata", "component");
  const components = [...componentsOf(root), ...(described === undefined ? [] : componentsOf(described))].map((node) =>
    toComponent(node, path, lines),
  );
  const { asks, asked } = dependencies(root, components, stringOf(member(described, "bom-ref")));
  const image = imageOf(described);
  yield* entriesOf({
    components,
    asks,
    ...(asked === undefined ? {} : { asked }),
    ...(image === undefined ? {} : { image }),
  });
}

/** All components below a node, those inside others behind them. Iterative: depth costs no stack. */
function* componentsOf(root: JsonNode): Generator<JsonNode> {
  const open = [itemsOf(member(root, "components")).values()];
  for (let count = 0; open.length > 0;) {
    const { value: node, done } = open.at(-1)!.next();
    if (done === true) open.pop();
    else if (node.kind === "object") {
      if (++count > MAX_COMPONENTS) throw new Malformed(`it has more than ${MAX_COMPONENTS} components`, node.start);
      const twice = duplicates(node).find(({ key }) => key === "purl" || key === "components");
      if (twice !== undefined) throw new Malformed(`${twice.key} stands twice in a component`, twice.at);
      yield node;
      open.push(itemsOf(member(node, "components")).values());
    } else throw new Malformed("a component is no object", node.start);
  }
}

/** Kinds of components that are no packages, whatever they are called. */
const OTHER_TYPES = new Set([
  "file",
  "data",
  "cryptographic-asset",
  "machine-learning-model",
  "operating-system",
  "device",
]);

function toComponent(node: JsonNode, path: string, lines: Lines): SbomComponent {
  const text = (key: string) => stringOf(member(node, key));
  const [ref, name, space, version, purl] = [
    text("bom-ref"),
    text("name") ?? "",
    text("group"),
    text("version"),
    text("purl"),
  ];
  const properties = propertiesOf(node);
  const group = groupOf(text("scope"), properties);
  const names = space === undefined || space === "" ? [name] : [`${space}/${name}`, `${space}:${name}`, name];
  const inside =
    properties.get("syft:location:0:path") ??
    stringOf(member(itemsOf(member(node, "evidence", "occurrences"))[0], "location"));
  return {
    ...(ref === undefined ? {} : { ref }),
    names,
    ...(version === undefined ? {} : { version }),
    purls: purl === undefined || purl === "" ? [] : [purl],
    at: placeOf(path, lines.lineOf((member(node, "purl") ?? node).start), inside),
    hashes: itemsOf(member(node, "hashes")).flatMap((hash) =>
      hashOf(stringOf(member(hash, "alg")), stringOf(member(hash, "content"))),
    ),
    ...(group === undefined ? {} : { group }),
    isPackage: !OTHER_TYPES.has(text("type") ?? ""),
  };
}

function propertiesOf(node: JsonNode | undefined): ReadonlyMap<string, string> {
  const properties = new Map<string, string>();
  for (const property of itemsOf(member(node, "properties"))) {
    const [name, value] = [stringOf(member(property, "name")), stringOf(member(property, "value"))];
    if (name !== undefined && value !== undefined && !properties.has(name)) properties.set(name, value);
  }
  return properties;
}

/** What package managers' own writers say of a group (https://github.com/CycloneDX/cyclonedx-property-taxonomy). */
function groupOf(scope: string | undefined, properties: ReadonlyMap<string, string>): string | undefined {
  if (properties.get("cdx:npm:package:development") === "true") return "dev";
  const named = properties.get("cdx:poetry:group") ?? properties.get("cdx:pipenv:category");
  if (named !== undefined && !["main", "default", "packages"].includes(named)) return named.slice(0, 100);
  return scope === "excluded" ? "excluded" : undefined;
}

interface Dependencies {
  readonly asks: ReadonlyMap<number, readonly number[]>;
  readonly asked?: readonly number[];
}

function dependencies(
  root: JsonNode,
  components: readonly SbomComponent[],
  described: string | undefined,
): Dependencies {
  const byRef = new Map(components.flatMap(({ ref }, node) => (ref === undefined ? [] : [[ref, node] as const])));
  const asks = new Map<number, number[]>();
  const asked: number[] = [];
  for (const dependency of itemsOf(member(root, "dependencies"))) {
    const ref = stringOf(member(dependency, "ref"));
    const node = byRef.get(ref ?? "");
    const into = ref !== undefined && ref === described ? asked : (asks.get(node ?? -1) ?? []);
    for (const other of itemsOf(member(dependency, "dependsOn"))) {
      const found = byRef.get(stringOf(other) ?? "");
      if (found !== undefined) into.push(found);
    }
    if (into !== asked && into.length > 0 && node !== undefined) asks.set(node, into);
  }
  return { asks, ...(asked.length === 0 ? {} : { asked }) };
}

/** Syft puts an image's digest into `version`, Trivy into the purl and a property of its own. */
function imageOf(described: JsonNode | undefined): PackageSource | undefined {
  const text = (key: string) => stringOf(member(described, key));
  const read = readPurl(text("purl") ?? "");
  const isImage = text("type") === "container" || read?.type === "oci" || read?.type === "docker";
  if (!isImage) return undefined;
  const digest = propertiesOf(described).get("aquasecurity:trivy:RepoDigest");
  return imageSource(text("name") ?? read?.name ?? "", [read?.version, digest, text("version"), text("name")]);
}
