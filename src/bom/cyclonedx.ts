import { ComponentType, ExternalReferenceType, LifecyclePhase } from "@cyclonedx/cyclonedx-library/Enums";
import {
  ComponentRepository,
  ExternalReference,
  ExternalReferenceRepository,
  LifecycleRepository,
  Metadata,
  PropertyRepository,
  Tools,
} from "@cyclonedx/cyclonedx-library/Models";
import type { Inventory } from "../core/inventory";
import { addressOf } from "./address";
import { basesOf } from "./bases";
import { byCodePoint } from "../core/order";
import { oneLine } from "./clean";
import { compositionsOf } from "./compositions";
import { bomReferences, containersByInventory, containersOf, gapsOf } from "./containers";
import { datasetsOf } from "./datasets";
import { connect } from "./edges";
import { imagesOf } from "./images";
import { formulationOf, type WorkflowRun } from "./formulation";
import { MlBom, MlComponent } from "./model/component";
import { driftsByModel } from "./model-properties";
import { modelComponent } from "./models";
import { packagesOf } from "./packages";
import { asModels, propertiesOf } from "./properties";
import { isCommit } from "../core/commit";
import { githubPurl } from "./purls";
import { References, refOf } from "./refs";
import { timeOf } from "./serial";
import { servedOf } from "./served";
import { addSourceProperties, citationsOf } from "./sources";
import { toolComponent, write, type BomTool, type SpecVersion } from "./write";

export interface CycloneDxOptions {
  readonly specVersion: SpecVersion;
  readonly tool: BomTool;
  /** SHA-256 of the rules that read the tree; no verdict is part of the bill. */
  readonly rulesDigest?: string;
  /** The workflow that ran, where it shall be in the bill. */
  readonly workflow?: WorkflowRun;
}

/** Files that are not here and are named one by one; the number of the others is said. CWE-770. */
const MAX_MISSING = 1_000;

/**
 * The CycloneDX ML-BOM of an inventory (https://cyclonedx.org/specification/overview/). The same inventory gives the same
 * bytes: every reference is ours, every list is in an order of ours, no clock and no locale is asked.
 */
export function toCycloneDx(inventory: Inventory, options: CycloneDxOptions): string {
  const references = new References();
  const fileRefs = new Map<string, string>();
  const root = rootComponent(inventory, references);
  const tool = toolComponent(options.tool, references.claim(refOf("tool", options.tool.name)));
  const packages = packagesOf(inventory.packages);
  for (const ref of packages.keys()) references.claim(ref);
  const datasets = datasetsOf(inventory.datasets, references, fileRefs);
  const context = {
    references,
    fileRefs,
    datasets,
    contradictions: inventory.contradictions,
    drifts: driftsByModel(inventory),
  };
  const models = new Map(inventory.models.map((model) => [model.path, modelComponent(model, context)]));
  const bases = basesOf(inventory.models);
  const served = servedOf(inventory.served ?? []);
  const containers = containersOf(inventory);
  const named = [...bases.values(), ...served, ...containers];
  for (const each of named) each.bomRef.value = references.claim(String(each.bomRef));
  const images = containersByInventory(inventory, containers);
  connect(inventory, { root, models, datasets, bases, served, containers, images, packages });
  const components = [...models.values(), ...datasets.values(), ...named, ...packages.values()];
  components.sort((a, b) => byCodePoint(String(a.bomRef), String(b.bomRef)));

  const bom = new MlBom({ components: new ComponentRepository(components) });
  bom.metadata = metadataOf(inventory, options, root, tool);
  for (const [path, model] of models) if (!fileRefs.has(path)) fileRefs.set(path, String(model.bomRef));
  for (const [id, dataset] of datasets) if (!fileRefs.has(id)) fileRefs.set(id, String(dataset.bomRef));
  bom.formulation = formulationOf(inventory.stages, options.workflow, references, fileRefs);
  bom.compositions = compositionsOf(inventory, {
    root: String(root.bomRef),
    models: inventory.models.map(({ path }) => String(models.get(path)!.bomRef)),
    datasets: inventory.datasets.map(({ id }) => String(datasets.get(id)!.bomRef)),
    named: named.map(({ bomRef }) => String(bomRef)),
    packages: [...packages.keys()],
  });
  const time = bom.metadata.timestamp;
  if (options.specVersion === "1.6" || time === undefined) addSourceProperties(components);
  else bom.citations = citationsOf(components, time.toISOString(), String(tool.bomRef));
  return write(bom, options.specVersion);
}

function rootComponent(inventory: Inventory, references: References): MlComponent {
  const { subject } = inventory;
  const { name, url, dirty } = subject;
  const commit = dirty || !isCommit(subject.commit) ? undefined : subject.commit.toLowerCase();
  const purl = githubPurl(url, commit);
  const address = url === undefined ? undefined : addressOf(url);
  const component = new MlComponent(ComponentType.Application, oneLine(name) || "?", {
    bomRef: references.claim(purl ?? refOf("repository", name)),
    ...(commit === undefined ? {} : { version: commit }),
    ...(purl === undefined ? {} : { purl }),
    externalReferences: new ExternalReferenceRepository([
      ...(address === undefined ? [] : [new ExternalReference(address, ExternalReferenceType.VCS)]),
      ...bomReferences(ownInventories(inventory), inventory),
    ]),
  });
  component.inGraph = true;
  return component;
}

/** Inventories that are of no image: what they list is the application's. */
function ownInventories(inventory: Inventory): string[] {
  const ofImages = new Set(imagesOf(inventory).flatMap(({ inventories }) => inventories));
  const paths = (inventory.supplied ?? []).map(({ path }) => path).filter((path) => !ofImages.has(path));
  return [...new Set(paths)].sort(byCodePoint);
}

function metadataOf(inventory: Inventory, options: CycloneDxOptions, root: MlComponent, tool: MlComponent): Metadata {
  const { subject, missing } = inventory;
  const timestamp = timeOf(subject.time);
  const named = missing.slice(0, MAX_MISSING);
  return new Metadata({
    ...(timestamp === undefined ? {} : { timestamp }),
    // Of sources as they stand; what a build makes of them is not known here.
    lifecycles: new LifecycleRepository([LifecyclePhase.PreBuild]),
    tools: new Tools({ components: new ComponentRepository([tool]) }),
    component: root,
    properties: new PropertyRepository(
      asModels(
        propertiesOf([
          ["rules-digest", options.rulesDigest],
          ["changed-since-commit", subject.dirty ? "true" : undefined],
          ["base-commit", subject.dirty ? subject.commit : undefined],
          ...named.map(({ path, detail }) => ["missing", `${path}: ${detail}`] as const),
          ...gapsOf(ownInventories(inventory), inventory).map((gap) => ["gap", gap] as const),
          ["missing-unnamed", missing.length > named.length ? missing.length - named.length : undefined],
        ]),
      ),
    ),
  });
}
