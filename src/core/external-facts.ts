/** A file outside of its own bytes that a model names, and that its loader would open. */
export interface ExternalFacts {
  /** Id of the format that names it. */
  readonly format: string;
  /** What it is for, in words: `external data`, `asset`, `shard`, `linked file`. */
  readonly role: string;
  /** As the model writes it. */
  readonly path: string;
  readonly state:
    | "absolute"
    | "leaves" // `..` out of the model's directory
    | "link" // a link on the way leaves the workspace
    | "remote" // a URL
    | "special" // a device, a pipe
    | "absent"
    | "pointer"
    | "present"
    | "unknown"; // a member of a container: there is nothing beside it
  /** Bytes, where it is present. */
  readonly size?: number;
  /** The tensor or node that names it. */
  readonly part?: string;
}
