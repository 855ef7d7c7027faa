import { Bom, Component } from "@cyclonedx/cyclonedx-library/Models";
import type { Source } from "../../core/card-facts";

/** A name and a value of ours. */
export interface NamedValue {
  readonly name: string;
  readonly value: string;
}

/** What a model card of CycloneDX holds (https://cyclonedx.org/docs/1.6/json/#components_items_modelCard). */
export interface ModelCard {
  readonly modelParameters?: {
    readonly approach?: { readonly type: string };
    readonly task?: string;
    readonly architectureFamily?: string;
    readonly modelArchitecture?: string;
    readonly datasets?: readonly ({ readonly ref: string } | ComponentData)[];
    readonly inputs?: readonly { readonly format: string }[];
    readonly outputs?: readonly { readonly format: string }[];
  };
  readonly quantitativeAnalysis?: {
    readonly performanceMetrics: readonly { readonly type: string; readonly value: string; readonly slice?: string }[];
  };
  readonly considerations?: {
    readonly users?: readonly string[];
    readonly useCases?: readonly string[];
    readonly technicalLimitations?: readonly string[];
    readonly performanceTradeoffs?: readonly string[];
    readonly ethicalConsiderations?: readonly { readonly name: string }[];
  };
  readonly properties?: readonly NamedValue[];
}

/** One entry of `component.data`. */
export interface ComponentData {
  readonly type: "dataset";
  readonly name?: string;
  readonly description?: string;
  readonly contents?: { readonly url: string };
}

/** Where a component was seen, and which of its fields say so. */
export interface SeenAt {
  readonly occurrences: readonly {
    readonly location: string;
    readonly line?: number;
    readonly additionalContext?: string;
  }[];
  readonly identity?: readonly {
    readonly field: "name" | "version" | "purl" | "hash";
    readonly confidence: number;
    readonly methods: readonly {
      readonly technique: "manifest-analysis" | "filename" | "hash-comparison";
      readonly confidence: number;
      readonly value: string;
    }[];
  }[];
}

/** Which field of a component was read where; `path` leads to it from the component. */
export interface FieldSource {
  readonly path: readonly (string | number)[];
  /** What to call the field where no pointer can be given; the path otherwise. */
  readonly label?: string;
  readonly at: Source;
}

/** A component with the fields that the library does not model. */
export class MlComponent extends Component {
  mimeType?: string;
  authors: readonly string[] = [];
  manufacturer?: string;
  tags: readonly string[] = [];
  modelCard?: ModelCard;
  data: readonly ComponentData[] = [];
  ancestors: readonly MlComponent[] = [];
  seen?: SeenAt;
  /** Not part of what is delivered (1.7). */
  isExternal = false;
  sources: readonly FieldSource[] = [];
  /** Whether its edges of the dependency graph are known: without that, it is not in the graph. */
  inGraph = false;
}

/** A statement about what is complete. */
export interface Composition {
  readonly aggregate: "complete" | "incomplete" | "unknown";
  readonly assemblies?: readonly string[];
  readonly dependencies?: readonly string[];
}

/** A field, and who says so (1.7). */
export interface Citation {
  readonly pointers: readonly string[];
  readonly timestamp: string;
  readonly attributedTo: string;
  readonly note: string;
}

/** A bill of materials with the fields that the library does not model. */
export class MlBom extends Bom {
  compositions: readonly Composition[] = [];
  formulation: readonly object[] = [];
  citations: readonly Citation[] = [];
}
