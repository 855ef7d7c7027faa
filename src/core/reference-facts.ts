/** A field of a configuration that has its reader import, call, download or run something. */
export interface ReferenceFacts {
  /** Id of the format that saw it. */
  readonly format: string;
  /** Keys and indexes from the root, with dots: `vision_config.auto_map.AutoModel`. */
  readonly field: string;
  readonly target: ReferenceTarget;
}

export type ReferenceTarget =
  | CodeFile
  | CodeElsewhere
  | Callable
  | Kernel
  | BaseModel
  /** The configuration itself says that code which comes with a model may run. `kept`: only noted there, obeyed by nobody. */
  | { readonly kind: "trust"; readonly kept: boolean };

/** Code that comes with the model: a file of its own directory. */
export interface CodeFile {
  readonly kind: "code";
  /** As the configuration writes them: `modeling.Net`. All that are in this file. */
  readonly names: readonly string[];
  /** The file, relative to the directory of the configuration. */
  readonly path: string;
  readonly state:
    | "present"
    | "absent"
    | "pointer"
    | "leaves" // the path leads out of the directory, by its words or over a link
    | "unknown"; // a member of a container: there is nothing beside it
}

/** Code of another repository of the hub. */
export interface CodeElsewhere {
  readonly kind: "elsewhere";
  readonly names: readonly string[];
  readonly repository: string;
}

/** A Python name that the reader imports, and mostly calls. */
export interface Callable {
  readonly kind: "callable";
  /** Dotted. Empty where it is computed in a way that only its reader can follow. */
  readonly name: string;
  /** As it is written, where that is not `name`. */
  readonly written?: string;
  readonly by:
    | "hydra" // `_target_`: imported and called with the keys beside it
    | "params" // `target` with `params`, as latent diffusion and NeMo have it: the same
    | "yaml-call" // `!!python/object/apply:`, `/new:`: imported and called
    | "yaml-object" // `!!python/object:`: an empty instance, then its state
    | "yaml-name" // `!!python/name:`, `/module:`: imported and handed on
    | "import" // imported, and what it names made by its library
    | "component"; // of a diffusers pipeline: a library that it imports
  /** Texts that it is called with, by key, the first few of them. */
  readonly arguments: readonly (readonly [key: string, text: string])[];
}

/** Native code that is downloaded from the hub. */
export interface Kernel {
  readonly kind: "kernel";
  readonly repository: string;
  /** As written behind `@`. */
  readonly revision?: string;
  /** The field is one that readers set by themselves and must never take from a file. */
  readonly internal: boolean;
}

/** The model that an adapter or a pipeline is built upon. */
export interface BaseModel {
  readonly kind: "model";
  readonly name: string;
  readonly place: "hub" | "local" | "url";
  readonly revision?: string;
}
