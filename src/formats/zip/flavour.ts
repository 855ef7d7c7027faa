import { OutOfBounds, Malformed } from "../../core/bytes";
import type { Format } from "../../core/format";
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
}

/** A format for a kind of zip: all of them are opened alike. */
export function zipFlavour(flavour: ZipFlavour): Format {
  const { id, title, extensions, refines, reader } = flavour;
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
    open: (artifact, context) => openZip(artifact, context, id, reader),
  };
}
