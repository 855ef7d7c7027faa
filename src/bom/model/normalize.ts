import type { Bom, Component } from "@cyclonedx/cyclonedx-library/Models";
import { JSON as CycloneDxJson, type Types } from "@cyclonedx/cyclonedx-library/Serialize";
import { Version } from "@cyclonedx/cyclonedx-library/Spec";
import { byCodePoint } from "../../core/order";
import { MlBom, MlComponent } from "./component";

const { Normalize } = CycloneDxJson;
type Options = Types.NormalizerOptions;
type Normalized = Record<string, unknown>;

/** The library's normalizers, and what they leave out. Lists keep the order that they are given: no locale sorts them. */
export class MlFactory extends Normalize.Factory {
  override makeForBom(): MlBomNormalizer {
    return new MlBomNormalizer(this);
  }

  override makeForComponent(): MlComponentNormalizer {
    return new MlComponentNormalizer(this);
  }

  override makeForDependencyGraph(): MlDependencyGraphNormalizer {
    return new MlDependencyGraphNormalizer(this);
  }
}

class MlBomNormalizer extends Normalize.BomNormalizer {
  override normalize(
    data: Bom,
    options: Options,
  ): ReturnType<InstanceType<typeof Normalize.BomNormalizer>["normalize"]> {
    const base = super.normalize(data, options);
    if (!(data instanceof MlBom)) return base;
    return {
      ...base,
      ...some("compositions", data.compositions),
      ...some("formulation", data.formulation),
      ...some("citations", data.citations),
    };
  }
}

class MlComponentNormalizer extends Normalize.ComponentNormalizer {
  override normalize(
    data: Component,
    options: Options,
  ): ReturnType<InstanceType<typeof Normalize.ComponentNormalizer>["normalize"]> {
    const base = super.normalize(data, options);
    if (base === undefined || !(data instanceof MlComponent)) return base;
    const { manufacturer } = data;
    const more: Normalized = {
      ...(data.mimeType === undefined ? {} : { "mime-type": data.mimeType }),
      ...some(
        "authors",
        data.authors.map((name) => ({ name })),
      ),
      ...(manufacturer === undefined ? {} : { manufacturer: { name: manufacturer } }),
      ...some("tags", data.tags),
      ...(data.isExternal && this.factory.spec.version === Version.v1dot7 ? { isExternal: true } : {}),
      ...(data.ancestors.length === 0
        ? {}
        : { pedigree: { ancestors: data.ancestors.map((each) => this.normalize(each, options)) } }),
      ...(data.seen === undefined ? {} : { evidence: data.seen }),
      ...(data.modelCard === undefined ? {} : { modelCard: data.modelCard }),
      ...some("data", data.data),
    };
    return { ...base, ...more };
  }
}

/** Only what is known: a component that is not in the graph has unknown edges, one without edges has none. */
class MlDependencyGraphNormalizer extends Normalize.DependencyGraphNormalizer {
  override normalize(data: Bom): { ref: string; dependsOn?: string[] }[] {
    const root = data.metadata.component;
    const all = [...(root === undefined ? [] : [root]), ...data.components];
    return all
      .filter((each) => !(each instanceof MlComponent) || each.inGraph)
      .map((each) => {
        const dependsOn = [...new Set([...each.dependencies].map(String))].sort(byCodePoint);
        return { ref: String(each.bomRef), ...(dependsOn.length === 0 ? {} : { dependsOn }) };
      })
      .sort((a, b) => byCodePoint(a.ref, b.ref));
  }
}

function some(name: string, values: readonly unknown[]): Normalized {
  return values.length === 0 ? {} : { [name]: values };
}
