import type { Format } from "../core/format";
import { lightgbm, xgboostJson, xgboostUbj } from "./boosting";
import { chatTemplateFile, chatTemplateJson } from "./chat-template";
import { compressedFormats } from "./compressed";
import { executable, llamafile } from "./executable";
import { rar, sevenZip } from "./foreign-archives";
import { ggml } from "./ggml";
import { gguf } from "./gguf";
import { hdf5 } from "./hdf5";
import { hfConfig } from "./hub/config";
import { hydraConfig } from "./hydra-config";
import { keras } from "./keras";
import { kerasH5 } from "./keras/h5";
import { kerasJson } from "./keras/json";
import { mar } from "./mar";
import { mlflowEnvironment, mlmodel } from "./mlflow";
import { notebook } from "./notebook";
import { npy } from "./npy";
import { npz } from "./npz";
import { onnx, ort } from "./onnx";
import { joblib, pickle, torchLegacy } from "./pickle";
import { recognisedFormats } from "./recognised";
import { safetensors } from "./safetensors";
import { safetensorsIndex } from "./safetensors-index";
import { pythonCode } from "./python-code";
import { shellCode } from "./shell-code";
import { skops } from "./skops";
import { tensorflowFormats } from "./tensorflow";
import { tflite } from "./tflite";
import { tar, torchTar } from "./tar";
import { torch } from "./torch";
import { torchExport } from "./torch-export";
import { torchscript } from "./torchscript";
import { zip } from "./zip";

/** Every format. A format that is not here is not read: `house.test.ts` looks. */
export const FORMATS: readonly Format[] = [
  pickle,
  joblib,
  torchLegacy,
  npy,
  zip,
  torch,
  torchscript,
  torchExport,
  npz,
  skops,
  mar,
  tar,
  torchTar,
  ...tensorflowFormats,
  tflite,
  ...compressedFormats,
  safetensors,
  safetensorsIndex,
  gguf,
  ggml,
  hdf5,
  keras,
  kerasH5,
  kerasJson,
  hfConfig,
  chatTemplateFile,
  chatTemplateJson,
  hydraConfig,
  sevenZip,
  rar,
  pythonCode,
  notebook,
  shellCode,
  onnx,
  ort,
  executable,
  xgboostJson,
  xgboostUbj,
  lightgbm,
  mlmodel,
  mlflowEnvironment,
  llamafile,
  ...recognisedFormats,
];
