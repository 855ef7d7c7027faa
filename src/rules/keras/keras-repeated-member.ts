import { defineRule } from "../../core/rule";
import { reportMany } from "../report-many";

/**
 * Why: where a member stands twice in an object, Python takes the last one and other readers the first. A scanner that
 * reads the other one judges a model that nobody loads. Keras writes no member twice.
 */
export const kerasRepeatedMember = defineRule({
  id: "MA-FMT-044",
  name: "keras-repeated-member",
  on: "keras",
  severity: "high",
  confidence: "high",
  since: "0.1.0",
  summary: "The configuration of a Keras model says something twice, so that readers differ",
  remedy: "Do not load this model: somebody edited its configuration by hand. Ask for one that Keras saved.",
  *check({ keras }) {
    yield* reportMany(
      keras.repeats,
      ({ key, where }) => ({
        message: `${where}: the member ${JSON.stringify(key)} stands more than once; Python reads the last`,
        key: [key],
      }),
      (more) => ({ message: `and ${more} more members that stand twice`, key: ["more"] }),
    );
  },
});
