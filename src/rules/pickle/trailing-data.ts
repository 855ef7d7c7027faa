import { defineRule } from "../../core/rule";

/**
 * Why: bytes behind the end of a stream are read by nobody, or by something else. They were searched for
 * further streams; what is left is of unknown use.
 */
export const trailingData = defineRule({
  id: "MA-PKL-009",
  name: "trailing-data",
  on: "trailing",
  severity: "low",
  confidence: "high",
  since: "0.1.0",
  summary: "Bytes follow that belong to nothing",
  remedy: "Save the file again. If the bytes have a purpose, keep them in a file of their own.",
  *check({ bytes, after }) {
    yield { message: `${bytes.toLocaleString("en-US")} bytes follow ${after} and belong to nothing`, key: [after] };
  },
});
