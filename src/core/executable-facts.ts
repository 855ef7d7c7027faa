/** Machine code or a script where a model, or a part of one, is expected. */
export interface ExecutableFacts {
  /** In words: `a Linux program (ELF)`. */
  readonly what: string;
  readonly place:
    | "file" // a file of the repository
    | "member" // a member of a container
    | "hidden"; // bytes that belong to nothing: appended, or between other parts
  /** Whether its own name says `model`, says what it is (`libx.so`), or says neither. */
  readonly name: "model" | "honest" | "other";
  /**
   * What the outermost file is, by its name: `software` (a wheel, an archive), where programs are normal; a
   * `compiled` model or serving archive, which brings code by design; or a `model`.
   */
  readonly container: "software" | "compiled" | "model";
}
