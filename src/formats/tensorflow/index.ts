import type { Format } from "../../core/format";
import { tfCheckpoint } from "./checkpoint";
import { kerasMetadata } from "./keras-metadata";
import { savedModel } from "./saved-model";
import { tfGraph } from "./tf-graph";

export const tensorflowFormats: readonly Format[] = [savedModel, tfGraph, tfCheckpoint, kerasMetadata];
