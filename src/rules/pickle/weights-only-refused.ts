import type { PickleFacts } from "../../core/pickle-facts";
import { defineRule } from "../../core/rule";
import { dotted, judgeGlobal } from "./globals/judge";
import { allowedByWeightsOnly, WEIGHTS_ONLY_SOURCE } from "./weights-only/allowed";
import { readByTorchLoad } from "./weights-only/words";

const SHOWN = 5;

/**
 * Why: `torch.load` is `weights_only=True` by default since torch 2.6. A checkpoint with other names makes
 * people switch it off, and then everything may run. Worth knowing, and no danger as such.
 */
export const weightsOnlyRefused = defineRule({
  id: "MA-PKL-007",
  name: "weights-only-refused",
  on: "pickle",
  severity: "info",
  confidence: "high",
  since: "0.1.0",
  summary: "torch.load would refuse this checkpoint under weights_only=True, although all its names are known",
  remedy:
    "Save a state dict alone (model.state_dict()), or as safetensors; or name the classes with torch.serialization.safe_globals.",
  *check({ pickle }) {
    if (!readByTorchLoad(pickle) || !allKnown(pickle)) return;
    const refused = pickle.globals.filter(({ module, name }) => !allowedByWeightsOnly(module, name)).map(dotted);
    if (refused.length === 0) return;
    const more = refused.length > SHOWN ? ` and ${refused.length - SHOWN} more` : "";
    yield {
      message: `torch.load(weights_only=True) would refuse ${refused.slice(0, SHOWN).join(", ")}${more} (as of ${WEIGHTS_ONLY_SOURCE.version})`,
      key: [...refused].sort(),
    };
  },
});

/** Where a name is not known to be safe, another rule has said something worse. */
function allKnown(pickle: PickleFacts): boolean {
  return (
    pickle.computedImports.length === 0 &&
    pickle.globals.every(({ module, name }) => judgeGlobal(module, name).verdict === "safe")
  );
}
