import type { SignatureFacts } from "../../src/core/signature-facts";
import type { SubjectOf } from "../../src/core/subject";

export function signatureSubject(signature: SignatureFacts): SubjectOf<"signature"> {
  return { kind: "signature", at: { path: "models/chat/model.safetensors", inside: [] }, signature };
}
