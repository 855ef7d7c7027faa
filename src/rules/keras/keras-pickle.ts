import { defineRule } from "../../core/rule";
import { reportMany } from "../report-many";

/**
 * Why: a TorchModuleWrapper keeps its PyTorch module as a pickle, in base64, in the configuration, and loads it with
 * everything that pickles can do (CVE-2025-49655). The pickle is looked at too, for what it imports.
 */
export const kerasPickle = defineRule({
  id: "MA-FMT-045",
  name: "keras-pickle",
  on: "keras",
  severity: "high",
  confidence: "high",
  since: "0.1.0",
  summary: "A Keras model carries a pickle, which it loads as code",
  remedy: "Ask for the weights of the PyTorch module as safetensors, and build the module from its code.",
  *check({ keras }) {
    yield* reportMany(
      keras.files,
      ({ role, where }) =>
        role === "pickle"
          ? {
              message: `${where}: a PyTorch module as a pickle, which torch.load unpickles with weights_only=False`,
              key: ["pickle"],
            }
          : undefined,
      (more) => ({ message: `and ${more} more pickles`, key: ["more"] }),
    );
  },
});
