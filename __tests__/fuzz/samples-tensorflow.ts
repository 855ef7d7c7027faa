import { sample, SAMPLES } from "../formats/tensorflow/samples";

/** Files of TensorFlow, under the names that they have to have. */
export const TENSORFLOW = SAMPLES.map((name) => ({ name: `m/${name}`, bytes: sample(name) }));
