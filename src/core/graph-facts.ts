/** A tensor that goes into a graph or comes out of it. A dimension is a number, a name, or `?`. */
export interface GraphValue {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly (number | string)[];
  /** A weight of the same name stands for it where the caller gives nothing. */
  readonly optional?: true;
}

/** One kind of operator in a graph, however often it is used. */
export interface OperatorFact {
  readonly name: string;
  /** Who defines it: an ONNX domain, `custom` or `flex` for TFLite; absent for the framework's own. */
  readonly domain?: string;
  readonly count: number;
  /** Where it is used first: function, subgraph and node, outermost first; empty in the main graph. */
  readonly where: readonly string[];
  /** Name of the first node of this kind. */
  readonly node?: string;
  /** Bytes from the start of the artifact to that node. */
  readonly offset?: number;
  /** Constants that decide what it does (a file name, a token, a library), shortened. */
  readonly constants?: readonly string[];
  /** Where those come from, where the format can tell; nodes that differ in it are facts of their own. */
  readonly from?: ConstantSource;
  /** The file itself defines it, as a function of other operators. */
  readonly local?: true;
}

export type ConstantSource =
  | "constant" // written in the model
  | "asset" // a file that the model brings along
  | "caller" // who runs the model gives it
  | "computed"; // the model makes it of something that was not followed

/** A computation graph, as its file describes it: operators with no opinion about them. */
export interface GraphFacts {
  /** Id of the format that read it: `onnx`, `saved-model`, `tflite`. */
  readonly format: string;
  readonly operators: readonly OperatorFact[];
  readonly inputs: readonly GraphValue[];
  readonly outputs: readonly GraphValue[];
  /** Producer, versions, operator sets and the author's own pairs; values as text and shortened. */
  readonly metadata: Readonly<Record<string, string>>;
}
