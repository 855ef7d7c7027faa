/**
 * What the configuration of a Keras model would make its loader do: names that it looks up and calls, Python
 * code by value, files that it opens. No opinion about any of them.
 */
export interface KerasFacts {
  /** Who reads the configuration; it decides what `safe_mode` is worth. */
  readonly loader: KerasLoader;
  readonly names: readonly KerasName[];
  readonly codes: readonly KerasCode[];
  readonly files: readonly KerasFile[];
  /** Members that stand twice in one object of the configuration. */
  readonly repeats: readonly KerasRepeat[];
  /** Serialised objects in the configuration: layers, initialisers and the rest. */
  readonly objects: number;
  /** Version, backend and the like; values as text and shortened. */
  readonly metadata: Readonly<Record<string, string>>;
}

export type KerasLoader =
  | "keras" // a `.keras` archive: `load_model` honours `safe_mode`
  | "keras-h5" // HDF5: `safe_mode` is not asked (CVE-2025-9905)
  | "saved-model"; // classes that nobody registered are rebuilt from the graph, without their Python

/** A class or function that the configuration names. */
export interface KerasName {
  readonly use:
    | "class"
    | "function"
    /** A plain string where a function or class may be named: looked up among what is registered. */
    | "word"
    /** A symbol of the TensorFlow API, as `TFOpLambda` and `ClassMethod` look them up. */
    | "symbol"
    /** An attribute of a tensor. */
    | "attribute"
    /** An operator of a TensorFlow graph (`TensorFlowOpLayer`). */
    | "operator";
  readonly name: string;
  /** Absent where the configuration says none, or null. */
  readonly module?: string;
  /** As it would be registered (`package>Name`), where that is not the name itself: looked up before the module is. */
  readonly registered?: string;
  /** The first place, in words: `layer lambda_1 (Lambda), function`. */
  readonly where: string;
  readonly count: number;
  /** A Lambda layer calls it while the model is built. */
  readonly called: boolean;
  /** Arguments that come with it, shortened. */
  readonly evidence?: string;
}

/** Python code by value: bytecode that `marshal` reads. */
export interface KerasCode {
  readonly where: string;
  readonly python?: PythonSummary;
  /** Why the bytecode could not be read. */
  readonly problem?: string;
  /** Digest of the bytecode, first 16 hexadecimal digits. */
  readonly digest: string;
}

/** A code object with everything inside it, for people. */
export interface PythonSummary {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  /** Global names and attributes that it uses, in order; shortened lists. */
  readonly names: readonly string[];
  /** String and bytes constants. */
  readonly strings: readonly string[];
}

/** A file that a layer opens while it is built, or a pickle that it carries. */
export interface KerasFile {
  readonly role: "vocabulary" | "saved-model" | "pickle";
  readonly where: string;
  /** As the configuration says; empty for a pickle. */
  readonly path: string;
}

export interface KerasRepeat {
  readonly key: string;
  readonly where: string;
}
