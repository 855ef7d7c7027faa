import type { KerasFile, KerasLoader } from "../../core/keras-facts";
import { defineRule, type Report } from "../../core/rule";
import type { Severity } from "../../core/severity";
import { reportMany } from "../report-many";

/**
 * Why: some layers open a file while they are built: a vocabulary, another model. The model chooses the path, so it
 * can read what the loader may read, ask a server, or bring in a graph that nobody scanned.
 */
export const kerasOutsideFile = defineRule({
  id: "MA-FMT-043",
  name: "keras-outside-file",
  on: "keras",
  severity: "high",
  confidence: "high",
  since: "0.1.0",
  summary: "A Keras model opens a file of its choosing when it is loaded",
  remedy:
    "Do not load this model where the path leads anywhere. Ask for one that holds its vocabulary and its layers itself: Keras 3.12 and later save them inside the archive.",
  *check({ keras }) {
    yield* reportMany(
      keras.files,
      (file) => tell(file, keras.loader),
      (more) => ({ message: `and ${more} more files`, key: ["more"] }),
    );
  },
});

function tell({ role, where, path }: KerasFile, loader: KerasLoader): Report | undefined {
  if (role === "pickle") return undefined;
  if (role === "saved-model")
    return {
      message: `${where}: loads another SavedModel, ${path === "" ? "without a path" : path}, and runs its graph`,
      key: [role, path],
    };
  const { severity, words } = reach(path);
  // Keras 2 writes where the vocabulary was into every SavedModel, and takes it from the graph's own assets.
  if (loader === "saved-model" && !isAddress(path))
    return { severity: "info", message: `${where}: its vocabulary was ${path}, ${words}`, key: [role, path] };
  return { severity, message: `${where}: reads its vocabulary from ${path}, ${words}`, key: [role, path] };
}

/** The layer opens it with TensorFlow's file systems, which know the web and the clouds (CVE-2025-12058). */
function reach(path: string): { severity: Severity; words: string } {
  if (isAddress(path)) return { severity: "high", words: "by URL" };
  if (/^(?:[/\\~]|[A-Za-z]:)/.test(path))
    return { severity: "high", words: "an absolute path on the machine that loads it" };
  if (path.split(/[/\\]/).includes(".."))
    return { severity: "high", words: "outside of the directory it is loaded in" };
  return { severity: "medium", words: "a file that has to be where the model is loaded" };
}

function isAddress(path: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(path);
}
