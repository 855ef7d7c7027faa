/** What a report takes of a CycloneDX document. Fields that are absent or of another type are empty. */
export interface BomComponent {
  readonly type: string;
  readonly name: string;
  readonly version: string | undefined;
  readonly ref: string;
  readonly purl: string | undefined;
  readonly description: string | undefined;
  readonly licenses: readonly string[];
  readonly hashes: readonly (readonly [algorithm: string, digest: string])[];
  readonly addresses: readonly (readonly [type: string, address: string])[];
  readonly properties: readonly (readonly [name: string, value: string])[];
  /** `uv.lock:13` */
  readonly seen: readonly string[];
  readonly components: readonly BomComponent[];
}

export interface BomDocument {
  readonly root: BomComponent | undefined;
  readonly components: readonly BomComponent[];
  /** References by what depends on them. */
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
}

type Fields = Readonly<Record<string, unknown>>;

/** Components within components that are followed: ours have two levels. CWE-674. */
const MAX_DEPTH = 4;

/** Reads the document of the same run. Throws `SyntaxError` where it is no JSON. */
export function readBomDocument(text: string): BomDocument {
  const document = fieldsOf(JSON.parse(text));
  const root = fieldsOf(document["metadata"])["component"];
  return {
    root: root === undefined ? undefined : component(root, 0),
    components: listAt(document, "components").map((each) => component(each, 0)),
    dependencies: new Map(
      listAt(document, "dependencies")
        .map(fieldsOf)
        .map((each) => [textAt(each, "ref") ?? "", textsOf(each["dependsOn"])]),
    ),
  };
}

/** The value of a property of ours. */
export function propertyOf({ properties }: BomComponent, name: string): string | undefined {
  return properties.find(([each]) => each === `model-assay:${name}`)?.[1];
}

function component(value: unknown, depth: number): BomComponent {
  const fields = fieldsOf(value);
  const pairs = (key: string, name: string, text: string) =>
    listAt(fields, key)
      .map(fieldsOf)
      .map((each) => [textAt(each, name) ?? "", textAt(each, text) ?? ""] as const);
  return {
    type: textAt(fields, "type") ?? "component",
    name: textAt(fields, "name") ?? "",
    version: textAt(fields, "version"),
    ref: textAt(fields, "bom-ref") ?? "",
    purl: textAt(fields, "purl"),
    description: textAt(fields, "description"),
    licenses: listAt(fields, "licenses")
      .map(licenseName)
      .filter((name) => name !== ""),
    hashes: pairs("hashes", "alg", "content"),
    addresses: pairs("externalReferences", "type", "url"),
    properties: pairs("properties", "name", "value"),
    seen: listAt(fieldsOf(fields["evidence"]), "occurrences").map(fieldsOf).map(placeName),
    components: depth >= MAX_DEPTH ? [] : listAt(fields, "components").map((each) => component(each, depth + 1)),
  };
}

function licenseName(value: unknown): string {
  const choice = fieldsOf(value);
  const license = fieldsOf(choice["license"]);
  return textAt(choice, "expression") ?? textAt(license, "id") ?? textAt(license, "name") ?? "";
}

function placeName(place: Fields): string {
  const line = place["line"];
  return `${textAt(place, "location") ?? ""}${typeof line === "number" ? `:${line}` : ""}`;
}

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function textAt(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  return typeof value === "string" ? value : undefined;
}

function listAt(fields: Fields, name: string): readonly unknown[] {
  const value = fields[name];
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}
