/** Python code that a packaged model brings along, and that its server imports. */
export interface ServedCodeFacts {
  /** Id of the format: `mar`, `mlmodel`. */
  readonly format: string;
  readonly code: readonly ServedCode[];
}

export interface ServedCode {
  /** What the package calls it: `handler`, `loader_module`, `model_code_path`. */
  readonly role: string;
  /** A file of the package, or a dotted module, as written. */
  readonly name: string;
  readonly state:
    | "built-in" // part of the server or library itself
    | "reviewed" // the repository has the same file outside of the package, byte for byte
    | "beside" // a file of the model's directory, so of the repository
    | "packaged" // only inside of the package
    | "absent" // named, and found nowhere
    | "leaves" // a path out of the package
    | "elsewhere"; // a module that some installed package would have
}
