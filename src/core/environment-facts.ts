/** What a model's own environment file has pip do beside installing packages by name. */
export interface EnvironmentOption {
  readonly kind:
    | "index" // another index replaces the usual one
    | "extra-index" // packages may come from either: names can be taken over
    | "plain-http" // over a connection that anyone on the way can change
    | "trusted-host" // certificates are not looked at
    | "archive" // a package by its address
    | "repository"; // a package from version control
  /** The line, without credentials. */
  readonly text: string;
  /** For `archive` and `repository`: names exact content, by hash or commit. */
  readonly pinned: boolean;
}

/** One line of a model's environment file. */
export interface EnvironmentFacts {
  /** Id of the format. */
  readonly format: string;
  readonly option: EnvironmentOption;
}
