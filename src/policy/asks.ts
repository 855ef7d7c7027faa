import type { Policy } from "../core/policy";

/** Whether the policy asks something of models as a whole, for which the tree has to be taken together. */
export function asksAboutModels({ bom, sources, licenses, signatures, signers }: Policy): boolean {
  if (signatures.require || signers.length > 0) return true;
  return bom.require.length + sources.allow.length + licenses.allow.length + licenses.deny.length > 0;
}
