import type { CardReader } from "../core/card-reader";
import { adapterConfig } from "./adapter-config";
import { diffusers } from "./diffusers";
import { generationConfig } from "./generation-config";
import { hfConfig } from "./hf-config";
import { mlmodel } from "./mlmodel";
import { preprocessorConfig } from "./preprocessor-config";
import { quantizeConfig } from "./quantize-config";
import { readme } from "./readme";
import { sentenceTransformers } from "./sentence-transformers";
import { tokenizerConfig } from "./tokenizer-config";

/** Every document that is read about a model. */
export const CARDS: readonly CardReader[] = [
  adapterConfig,
  diffusers,
  generationConfig,
  hfConfig,
  mlmodel,
  preprocessorConfig,
  quantizeConfig,
  readme,
  sentenceTransformers,
  tokenizerConfig,
];
