import type { GlobalName, PickleFacts } from "../../../core/pickle-facts";
import { isTorchScript } from "../globals/judge";
import { allowedByWeightsOnly } from "./allowed";

/** What `torch.load(weights_only=True)` would do with the name, as the end of a message; nothing for other readers. */
export function weightsOnlyWords({ module, name }: GlobalName, pickle: PickleFacts): string {
  if (!readByTorchLoad(pickle)) return "";
  return allowedByWeightsOnly(module, name)
    ? "; torch.load(weights_only=True) accepts the name"
    : "; torch.load(weights_only=True) would refuse it";
}

/** TorchScript is read by `torch.jit.load`, which has no such mode. */
export function readByTorchLoad({ reader, globals }: PickleFacts): boolean {
  return reader === "torch" && !globals.some(({ module }) => isTorchScript(module));
}
