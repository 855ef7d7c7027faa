import type { Format } from "../core/format";
import { compressedFormats } from "./compressed";
import { rar, sevenZip } from "./foreign-archives";
import { mar } from "./mar";
import { npy } from "./npy";
import { npz } from "./npz";
import { joblib, pickle, torchLegacy } from "./pickle";
import { skops } from "./skops";
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
  ...compressedFormats,
  sevenZip,
  rar,
];
