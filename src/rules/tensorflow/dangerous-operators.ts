import type { ConstantSource, OperatorFact } from "../../core/graph-facts";
import { pathKind } from "../../core/model-paths";
import type { Severity } from "../../core/severity";

/** What an operator does that a model has no business to do, and how bad that is. */
export interface Danger {
  /** `writes a file`: follows the operator's name. */
  readonly does: string;
  /** Its severity, `undefined` where this use is a normal one. */
  weigh(use: Use): Severity | undefined;
}

/** One operator as it stands in a graph. */
export interface Use {
  readonly from: ConstantSource;
  readonly constants: readonly string[];
  /** One of the constants is a path or address outside the model's own directory. */
  readonly outside: boolean;
  /** The graph is one by itself, as training leaves it, and reads its data; nobody serves it. */
  readonly training: boolean;
}

export function useOf({ from = "computed", constants = [] }: OperatorFact, format: string): Use {
  return { from, constants, outside: constants.some(isOutside), training: format === "tf-graph" };
}

/** Absolute, in someone's home, on a drive, at an address, or over `..` out of where it starts. */
export function isOutside(path: string): boolean {
  return pathKind(path) !== "inside";
}

const always = (severity: Severity) => (): Severity => severity;

/** Harmless for a file that the model brings along. */
const unlessAsset =
  (severity: Severity) =>
  ({ from }: Use): Severity | undefined =>
    from === "asset" ? undefined : severity;

type Weights = Readonly<Record<"outside" | "inside" | "caller" | "computed", Severity | undefined>>;

/** By where the file's name comes from; an empty name is none. */
const byPath =
  ({ outside, inside, caller, computed }: Weights) =>
  (use: Use): Severity | undefined => {
    if (use.from === "asset") return undefined;
    if (use.outside) return outside;
    if (use.from === "computed") return computed;
    if (use.from === "caller") return caller;
    return use.constants.length === 0 ? undefined : inside;
  };

/** Debuggers and printers that send tensors to an address; without one they keep to the process. */
const toAddress = ({ constants }: Use): Severity | undefined => {
  if (constants.some((each) => each.startsWith("file://"))) return "critical";
  return constants.some((each) => /^grpc:\/\//.test(each)) ? "high" : undefined;
};

/** Regions of a package of constants that belongs to the model are normal on phones. */
const memoryRegion = ({ constants }: Use): Severity | undefined =>
  constants.length > 0 && constants.every((each) => each.startsWith("memmapped_package://")) ? undefined : "high";

/** The description of a message, inside the model or among those of the process. */
const descriptor = (use: Use): Severity | undefined =>
  use.constants.every((each) => /^(local|bytes):\/\//.test(each)) ? undefined : use.outside ? "medium" : "low";

const readsServed = byPath({ outside: "high", inside: "medium", caller: "high", computed: "high" });
const readsTraining = byPath({ outside: "high", inside: "medium", caller: "medium", computed: "medium" });
/** Content of any kind: in a model that is served, whoever gives the name reads what the server may read. */
const reads = (use: Use): Severity | undefined => (use.training ? readsTraining : readsServed)(use);
/** Readers get their names out of a queue, which is not followed. */
const readsQueue =
  (served: Severity) =>
  ({ training }: Use): Severity =>
    training ? "medium" : served;
const readsRecords = byPath({ outside: "medium", inside: "low", caller: "low", computed: "low" });
const writes = byPath({ outside: "critical", inside: "high", caller: "high", computed: "high" });
const leaves = byPath({ outside: "high", inside: "medium", caller: "medium", computed: "medium" });
const restores = byPath({ outside: "medium", inside: undefined, caller: undefined, computed: "medium" });
const savesElsewhere = byPath({ outside: "critical", inside: "high", caller: "high", computed: "high" });
/** Savers of TensorFlow 1 have this default, which is always replaced by a name when they run. */
const DEFAULT_NAME = "model";
const saves = (use: Use): Severity | undefined => {
  const isSavers =
    !use.outside && use.from !== "computed" && use.constants.every((each) => each.startsWith(DEFAULT_NAME));
  if (isSavers && (use.constants.length > 0 || use.from === "caller")) return undefined;
  return use.training && use.from === "constant" && !use.outside ? undefined : savesElsewhere(use);
};
const looksUpServed = byPath({ outside: "high", inside: "low", caller: undefined, computed: "medium" });
const looksUpTraining = byPath({ outside: "medium", inside: "low", caller: undefined, computed: "medium" });
/** A table gives a file's lines back, whatever file it is. */
const looksUp = (use: Use): Severity | undefined => (use.training ? looksUpTraining : looksUpServed)(use);

/**
 * Operators that reach out of the model. "TensorFlow models are programs" (SECURITY.md of TensorFlow): none of these
 * is a bug of it. Savers' own operators weigh nothing as long as who saves or loads gives them the name.
 */
const ROWS: readonly (readonly [operators: string, does: string, weigh: Danger["weigh"]])[] = [
  ["PyFunc PyFuncStateless EagerPyFunc", "calls a Python function of the process", always("critical")],
  ["LoadLibrary", "loads native code", always("critical")],
  ["ReadFile", "reads a whole file", unlessAsset("critical")],
  ["WriteFile", "writes a file", always("critical")],
  ["MatchingFiles MatchingFilesDataset ExperimentalMatchingFilesDataset", "lists files", always("high")],
  ["TextLineDataset CSVDataset CSVDatasetV2 ExperimentalCSVDataset", "reads the lines of files", reads],
  ["FixedLengthRecordDataset FixedLengthRecordDatasetV2", "reads files piece by piece", reads],
  ["TFRecordDataset TFRecordDatasetV2 LMDBDataset ExperimentalLMDBDataset", "reads files of records", readsRecords],
  ["WholeFileReader WholeFileReaderV2", "reads whole files", readsQueue("critical")],
  ["TextLineReader TextLineReaderV2", "reads the lines of files", readsQueue("high")],
  ["FixedLengthRecordReader FixedLengthRecordReaderV2", "reads files piece by piece", readsQueue("high")],
  ["TFRecordReader TFRecordReaderV2 LMDBReader", "reads files of records", always("low")],
  ["SqlDataset ExperimentalSqlDataset", "opens a database and runs a query", always("high")],
  [
    "LoadDataset SnapshotDatasetReader SnapshotChunkDataset ListSnapshotChunksDataset",
    "reads a saved data set",
    readsRecords,
  ],
  ["DatasetFromGraph", "runs a graph that it is given as bytes", always("high")],
  ["SaveDataset SaveDatasetV2 DatasetToTFRecord ExperimentalDatasetToTFRecord", "writes data into files", writes],
  ["DumpTensor CalibrationStatisticsSaver", "writes tensors into files", writes],
  ["DistributedSave", "has other machines write files", always("high")],
  ["SnapshotDataset SnapshotDatasetV2 CacheDataset CacheDatasetV2", "keeps data in files", leaves],
  ["CreateSummaryFileWriter CreateSummaryDbWriter", "writes logs", leaves],
  ["Save SaveSlices SaveV2", "writes a checkpoint", saves],
  ["MergeV2Checkpoints", "moves and deletes files of a checkpoint", saves],
  ["Restore RestoreSlice RestoreV2 DTensorRestoreV2", "reads a checkpoint", restores],
  ["InitializeTableFromTextFile InitializeTableFromTextFileV2", "reads a table from a file", looksUp],
  ["GenerateVocabRemapping LoadAndRemapMatrix", "reads a vocabulary or checkpoint", looksUp],
  ["FixedUnigramCandidateSampler Skipgram RecordInput", "reads a file", looksUp],
  ["ImmutableConst", "maps a file into memory", memoryRegion],
  ["DecodeProtoV2 EncodeProto", "reads the description of a message from a file", descriptor],
  [
    "DataServiceDataset DataServiceDatasetV2 DataServiceDatasetV3 DataServiceDatasetV4",
    "fetches data from a server",
    always("high"),
  ],
  ["RegisterDataset RegisterDatasetV2", "sends a data set to a server", always("high")],
  ["RpcClient RpcCall", "calls another machine", always("high")],
  ["RpcServer RpcServerRegister RpcServerStart", "opens a server", always("high")],
  ["RemoteCall", "runs a function on another device or machine", always("medium")],
  ["_Send _Recv _HostSend _HostRecv", "exchanges tensors with another process", always("medium")],
  ["FileSystemSetConfiguration", "changes how file systems are reached", always("medium")],
  [
    "DebugIdentity DebugIdentityV2 DebugIdentityV3 DebugNanCount DebugNumericSummary",
    "sends tensors to a debugger",
    toAddress,
  ],
  ["PrintV2", "prints into a file", toAddress],
  ["Abort", "ends the process", always("medium")],
  ["XlaCustomCall XlaCustomCallV2", "calls native code of the process by its name", always("medium")],
  ["MlirPassthroughOp", "carries a program in MLIR, which nothing here looks into", always("medium")],
];

const DANGERS: ReadonlyMap<string, Danger> = new Map(
  ROWS.flatMap(([names, does, weigh]) => names.split(" ").map((name) => [name, { does, weigh }] as const)),
);

export function dangerOf(operator: string): Danger | undefined {
  return DANGERS.get(operator);
}

/** Every operator with a row, for the test that holds them against TensorFlow's own list. */
export const DANGEROUS: readonly string[] = [...DANGERS.keys()];
