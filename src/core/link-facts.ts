/** An address that a model gives for itself, which is not a plain web address. */
export interface LinkFacts {
  /** Id of the format that holds it. */
  readonly format: string;
  /** Where in the model: `general.url`. */
  readonly place: string;
  /** What is odd: it runs as a script where it is clicked, it is a file of the reader's machine, it brings a login along. */
  readonly oddity: "script" | "file" | "credentials";
  /** The address, shortened and without the password. */
  readonly shown: string;
}
