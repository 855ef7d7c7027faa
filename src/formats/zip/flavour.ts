import { OutOfBounds, Malformed } from "../../core/bytes";
import type { Format, OpenContext } from "../../core/format";
import type { Artifact, Subject } from "../../core/subject";
import { zipDirectoryOf } from "./claim";
import type { Reader } from "./member";
import { openZip } from "./open";

/** A kind of zip, told by the names of its members. */
export interface ZipFlavour extends Pick<Format, "id" | "title" | "extensions"> {
  /** `zip` where absent; nothing for `zip` itself. */
  readonly refines?: string;
  /** Gets each name once, in the order of the directory. */
  recognises(names: readonly string[]): boolean;
  readonly reader?: Reader;
  /** What a member says beside what its own format sees in it; called after the walk has been through it. */
  also?(member: Artifact, parent: Artifact, context: OpenContext): Iterable<Subject>;
}

/** A format for a kind of zip: all of them are opened alike. */
export function zipFlavour(flavour: ZipFlavour): Format {
  const { id, title, extensions, refines } = flavour;
  return {
    id,
    title,
    extensions,
    ...(refines === undefined ? {} : { refines }),
    claims(artifact, { budget }) {
      try {
        const directory = zipDirectoryOf(artifact, budget);
        return directory !== undefined && flavour.recognises(directory.entries.map((entry) => entry.name));
      } catch (error) {
        if (error instanceof Malformed || error instanceof OutOfBounds) return false;
        throw error;
      }
    },
    open: (artifact, context) => openFlavour(flavour, artifact, context),
  };
}

function* openFlavour({ id, reader, also }: ZipFlavour, artifact: Artifact, context: OpenContext): Generator<Subject> {
  for (const subject of openZip(artifact, context, id, reader)) {
    yield subject;
    if (subject.kind === "member" && also !== undefined) yield* also(subject.artifact, artifact, context);
  }
}
