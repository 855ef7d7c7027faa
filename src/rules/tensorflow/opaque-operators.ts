/** Operators that carry a program in another form, with what that is. Compilers write them as a matter of course. */
export const OPAQUE: ReadonlyMap<string, string> = new Map([
  ["XlaCallModule", "a StableHLO program"],
  ["TRTEngineOp", "a TensorRT engine"],
  ["CreateTRTResourceHandle", "a TensorRT engine"],
  ["InitializeTRTResource", "a TensorRT engine"],
  ["TFLiteSubgraphExecute", "a TensorFlow Lite graph"],
  ["edgetpu-custom-op", "a program for the Edge TPU"],
  ["ethos-u", "a program for an Ethos-U"],
]);
