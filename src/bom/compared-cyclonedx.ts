import type { ComparedField } from "../core/bom-change";
import { Malformed } from "../core/bytes";
import type { InventoryContainer } from "../core/inventory";
import type { LockedPackage } from "../core/package-facts";
import {
  datasetKey,
  Gathered,
  insideModel,
  originWords,
  type ComparedBom,
  type ComparedFile,
  type ComparedModel,
} from "./compared";
import { containersOf, isRemoteCode, packagesOf } from "./compared-inventory";
import { listAt, objectAt, textAt, type Fields } from "./json-fields";

/** Characters of one file. A repository of 200 models and 2,000 packages has some 5 million. CWE-770. */
const MAX_CHARACTERS = 128 * 1024 ** 2;
/** Objects, lists and their entries, before they are built: a byte of text can take fifty of memory. CWE-770. */
const MAX_VALUES = 4_000_000;
const PREFIX = "model-assay:";

/**
 * What comparisons need of a CycloneDX file that this tool wrote. Fields of another type than ours are as if they were not
 * there. Throws `Malformed` where the text is too long, no JSON or no CycloneDX.
 */
export function readComparedBom(text: string): ComparedBom {
  const bom = parsed(text);
  if (textAt(bom, "bomFormat") !== "CycloneDX")
    throw new Malformed('this is no CycloneDX file: "bomFormat" is missing');
  const reading = new Reading();
  for (const component of componentsOf(bom)) reading.add(component);
  return reading.compared();
}

function parsed(text: string): Fields {
  if (text.length > MAX_CHARACTERS)
    throw new Malformed(`the file has ${text.length} characters, at most ${MAX_CHARACTERS} are read`);
  if (valuesOf(text) > MAX_VALUES) throw new Malformed(`the file has more than ${MAX_VALUES} values`);
  try {
    const root = objectAt({ root: JSON.parse(text) as unknown }, "root");
    if (root !== undefined) return root;
  } catch (error) {
    throw new Malformed(
      `this is no JSON: ${error instanceof Error ? error.message.slice(0, 200) : "it does not parse"}`,
    );
  }
  throw new Malformed("this is no CycloneDX file: it is no object");
}

/** At most this many: marks in strings count too. */
function valuesOf(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 0x2c || unit === 0x5b || unit === 0x7b) count++;
  }
  return count;
}

interface Placed {
  readonly component: Fields;
  /** The model around it. */
  readonly model?: Fields;
}

/** All components, those inside of others after them. Iterative: the depth is the input's. */
function* componentsOf(bom: Fields): Generator<Placed> {
  const root = objectAt(objectAt(bom, "metadata"), "component");
  const open: { readonly owner: Fields | undefined; readonly model?: Fields }[] = [{ owner: bom }, { owner: root }];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const model = place.model === undefined ? {} : { model: place.model };
    for (const component of listAt(place.owner, "components")) {
      yield { component, ...model };
      const isModel = textAt(component, "type") === "machine-learning-model";
      open.push({ owner: component, ...(isModel ? { model: component } : model) });
    }
  }
}

/** Components by what they are. Models are put together at the end, when all data that they point to is known. */
class Reading {
  readonly #models = new Map<Fields, Map<string, ComparedFile>>();
  readonly #datasets = new Gathered<string>();
  /** Name and revision of data, by its reference. */
  readonly #data = new Map<string, string>();
  readonly #containers: Pick<InventoryContainer, "name" | "image" | "tag" | "digest">[] = [];
  readonly #packages: Pick<LockedPackage, "name" | "purl" | "version">[] = [];

  add({ component, model }: Placed): void {
    switch (textAt(component, "type")) {
      case "machine-learning-model":
        if (pathOf(component) !== undefined) this.#models.set(component, new Map());
        break;
      case "data":
        this.#addData(component);
        break;
      case "container":
        this.#containers.push(containerOf(component));
        break;
      case "library":
        this.#packages.push(packageOf(component));
        break;
      case "file":
        if (model !== undefined) this.#models.get(model)?.set(textAt(component, "name") ?? "", fileOf(component));
    }
  }

  compared(): ComparedBom {
    const models = [...this.#models].map(([component, files]) => this.#model(component, files));
    return {
      models: new Map(models.map((model) => [model.path, model])),
      datasets: this.#datasets.sets,
      containers: containersOf(this.#containers),
      packages: packagesOf(this.#packages),
    };
  }

  #addData(component: Fields): void {
    const name = fullName(component);
    const revision = propertiesOf(component).get("revision")?.[0] ?? textAt(component, "version");
    const key = datasetKey((textAt(component, "bom-ref") ?? name).replace(/^data:/, ""), revision);
    this.#datasets.touch(key);
    if (revision !== undefined && revision !== "") this.#datasets.add(key, revision);
    const ref = textAt(component, "bom-ref");
    if (ref !== undefined) this.#data.set(ref, revision === undefined ? name : `${name}@${revision}`);
  }

  #model(component: Fields, files: ReadonlyMap<string, ComparedFile>): ComparedModel {
    const properties = propertiesOf(component);
    const card = objectAt(component, "modelCard");
    const parameters = objectAt(card, "modelParameters");
    for (const [name, values] of propertiesOf(card)) properties.set(name, [...(properties.get(name) ?? []), ...values]);
    const path = pathOf(component)!;
    const fields = new Gathered<ComparedField>();
    const add = (field: ComparedField, value: string | undefined): void => {
      if (value !== undefined && value !== "") fields.add(field, value);
    };
    add("version", textAt(component, "version"));
    for (const each of listAt(component, "externalReferences").filter((it) => textAt(it, "type") === "distribution"))
      add("origin", originWords(textAt(each, "url") ?? "", properties.get("origin:revision")?.[0]));
    add("architecture", textAt(parameters, "modelArchitecture"));
    for (const field of ["architecture", "dtype", "parameters"] as const)
      for (const value of properties.get(field) ?? []) add(field, value);
    for (const [name, values] of properties)
      if (name.startsWith("parameters:")) for (const value of values) add("parameters", `${value} ${name.slice(11)}`);
    for (const license of listAt(component, "licenses")) add("license", licenseOf(license));
    for (const base of listAt(objectAt(component, "pedigree"), "ancestors")) add("base", baseOf(base));
    for (const data of listAt(parameters, "datasets")) add("dataset", this.#dataOf(data));
    const code = [...properties].filter(([name]) => isRemoteCode(name)).flatMap(([, values]) => values);
    return {
      path,
      name: fullName(component),
      files: new Map([...files].map(([name, file]) => [insideModel(path, name), file])),
      fields: fields.sets,
      codeNames: new Set(code),
    };
  }

  #dataOf(data: Fields): string | undefined {
    const ref = textAt(data, "ref");
    return ref === undefined ? textAt(data, "name") : (this.#data.get(ref) ?? ref);
  }
}

/** Our own properties, by their name without prefix. */
function propertiesOf(component: Fields | undefined): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const property of listAt(component, "properties")) {
    const [name, value] = [textAt(property, "name"), textAt(property, "value")];
    if (name?.startsWith(PREFIX) !== true || value === undefined) continue;
    const key = name.slice(PREFIX.length);
    const values = found.get(key);
    if (values === undefined) found.set(key, [value]);
    else values.push(value);
  }
  return found;
}

/** The path of a model of ours; bases, which are models too, have none. */
function pathOf(component: Fields): string | undefined {
  return propertiesOf(component).get("path")?.[0] ?? /^model:(.*)/s.exec(textAt(component, "bom-ref") ?? "")?.[1];
}

/** `group/name`. */
function fullName(component: Fields): string {
  const [group, name] = [textAt(component, "group"), textAt(component, "name") ?? "?"];
  return group === undefined || group === "" ? name : `${group}/${name}`;
}

function fileOf(component: Fields): ComparedFile {
  const properties = propertiesOf(component);
  const hash = listAt(component, "hashes").find((each) => textAt(each, "alg") === "SHA-256");
  const sha256 = textAt(hash, "content")?.toLowerCase();
  const format = properties.get("format")?.[0];
  return {
    role: properties.get("role")?.[0] ?? "other",
    ...(format === undefined ? {} : { format }),
    ...(sha256 === undefined ? {} : { sha256 }),
  };
}

function packageOf(component: Fields): Pick<LockedPackage, "name" | "purl" | "version"> {
  const [name, version] = [fullName(component), textAt(component, "version")];
  const purl = textAt(component, "purl") ?? `name:${name}`;
  return { name, purl, ...(version === undefined || version === "" ? {} : { version }) };
}

function containerOf(component: Fields): Pick<InventoryContainer, "name" | "image" | "tag" | "digest"> {
  const name = fullName(component);
  const properties = propertiesOf(component);
  const version = textAt(component, "version");
  const hash = textAt(listAt(component, "hashes")[0], "content");
  const digest =
    properties.get("digest")?.[0] ??
    (version?.startsWith("sha256:") === true ? version : hash === undefined ? undefined : `sha256:${hash}`);
  const tag = properties.get("tag")?.[0] ?? (version === digest ? undefined : version);
  return {
    name,
    image: properties.get("image")?.[0] ?? `${name}${tag === undefined ? "" : `:${tag}`}`,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

function licenseOf(choice: Fields): string | undefined {
  const license = objectAt(choice, "license");
  return textAt(license, "id") ?? textAt(license, "name") ?? textAt(choice, "expression");
}

/** `org/name@commit (finetune)`. */
function baseOf(base: Fields): string {
  const properties = propertiesOf(base);
  const revision = textAt(base, "version") ?? properties.get("revision")?.[0];
  const relation = properties.get("relation")?.[0] ?? properties.get("base-relation")?.[0];
  const name = revision === undefined || revision === "" ? fullName(base) : `${fullName(base)}@${revision}`;
  return relation === undefined ? name : `${name} (${relation})`;
}
