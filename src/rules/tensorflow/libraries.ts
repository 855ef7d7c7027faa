/**
 * Operators of libraries beside TensorFlow, told by how they are called: for people, not to let them pass.
 */
const LIBRARIES: readonly (readonly [begins: RegExp, words: string])[] = [
  [/^Addons>/, "TensorFlow Addons has operators of such names"],
  [/^IO>/, "tensorflow-io has operators of such names, which read files and reach servers"],
  [
    /^TFText>|^(Sentencepiece|Wordpiece|UnicodeScript|CaseFold|NormalizeUTF8|FastWordpiece|FastBert|Whitespace|RegexSplit)/,
    "TensorFlow Text has operators of such names",
  ],
  [/^SimpleML/, "TensorFlow Decision Forests has operators of such names"],
  [/^TFRA>/, "TensorFlow Recommenders Addons has operators of such names"],
  [/^Horovod/, "Horovod has operators of such names, which talk to other machines"],
  [/^(PyCall|ShellExecute|ExecuteOp|SystemConfig)/, "its name promises to run code"],
];

export function libraryOf(operator: string): string | undefined {
  return LIBRARIES.find(([begins]) => begins.test(operator))?.[1];
}

/**
 * Custom operators of TensorFlow Lite that its own resolver, or MediaPipe's, brings along
 * (tensorflow/lite/kernels/register.cc, mediapipe/util/tflite/operations).
 */
export const LITE_OPERATORS: ReadonlySet<string> = new Set([
  "TFLite_Detection_PostProcess",
  "AudioSpectrogram",
  "Mfcc",
  "NumericVerify",
  "Convolution2DTransposeBias",
  "MaxPoolingWithArgmax2D",
  "MaxUnpooling2D",
  "Landmarks2TransformMatrix",
  "TransformLandmarks",
  "TransformTensorBilinear",
]);
