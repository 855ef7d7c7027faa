"""The operators that TensorFlow itself registers, and which of their arguments name a file, an address or code.

    /opt/ma-formats/bin/python tools/tensorflow/operators.py

writes `src/rules/tensorflow/operator-names.ts` and `src/formats/tensorflow/telling-arguments.ts`, which are committed.
"""

import os
import textwrap
from pathlib import Path

os.environ.update(CUDA_VISIBLE_DEVICES="", TF_CPP_MIN_LOG_LEVEL="3")

import tensorflow as tf
from tensorflow.core.framework import op_def_pb2
from tensorflow.python.client import pywrap_tf_session

ROOT = Path(__file__).parents[2]

# Operators of other builds and releases: GPU and TPU builds, TF-TRT, what was removed since 1.0 (core/ops/compat).
ELSEWHERE = """
TRTEngineOp CreateTRTResourceHandle InitializeTRTResource SerializeTRTResource GetCalibrationDataOp TPUReplicate
NeonDepthwiseConv2dNative TFLiteSubgraphExecute
""".split()

# What stands in these arguments decides what an operator does: inputs and attributes by name.
TELLING = {
    "ReadFile": "filename",
    "WriteFile": "filename",
    "MatchingFiles": "pattern",
    "MatchingFilesDataset ExperimentalMatchingFilesDataset": "patterns",
    "TextLineDataset TFRecordDataset TFRecordDatasetV2 FixedLengthRecordDataset FixedLengthRecordDatasetV2": "filenames",
    "CSVDataset CSVDatasetV2 ExperimentalCSVDataset LMDBDataset ExperimentalLMDBDataset": "filenames",
    "SqlDataset ExperimentalSqlDataset": "data_source_name query",
    "LoadDataset SaveDataset SaveDatasetV2 SnapshotDataset SnapshotDatasetV2": "path",
    "SnapshotDatasetReader": "shard_dir",
    "SnapshotChunkDataset": "chunk_file",
    "ListSnapshotChunksDataset": "snapshot_path",
    "CacheDataset CacheDatasetV2 DatasetToTFRecord ExperimentalDatasetToTFRecord Save SaveSlices": "filename",
    "InitializeTableFromTextFile InitializeTableFromTextFileV2 Skipgram": "filename",
    "SaveV2 RestoreV2 DTensorRestoreV2": "prefix",
    "Restore RestoreSlice RecordInput": "file_pattern",
    "MergeV2Checkpoints": "destination_prefix",
    "ImmutableConst": "memory_region_name",
    "CreateSummaryFileWriter": "logdir",
    "CreateSummaryDbWriter": "db_uri",
    "GenerateVocabRemapping": "new_vocab_file old_vocab_file",
    "LoadAndRemapMatrix": "ckpt_path",
    "FixedUnigramCandidateSampler": "vocab_file",
    "DumpTensor": "log_dir_path",
    "CalibrationStatisticsSaver": "output_file_path",
    "DataServiceDataset DataServiceDatasetV2 DataServiceDatasetV3 DataServiceDatasetV4": "address",
    "RegisterDataset RegisterDatasetV2": "address",
    "DistributedSave": "directory address",
    "RpcClient RpcServer": "server_address",
    "RemoteCall": "target",
    "DecodeProtoV2 EncodeProto": "descriptor_source",
    "FileSystemSetConfiguration": "scheme key",
    "DebugIdentity DebugIdentityV2 DebugIdentityV3 DebugNanCount DebugNumericSummary": "debug_urls",
    "PrintV2": "output_stream",
    "PyFunc PyFuncStateless EagerPyFunc": "token",
    "XlaCustomCall": "target_name",
    "XlaCustomCallV2": "call_target_name",
}


def registry():
    buffer = pywrap_tf_session.TF_GetBuffer(pywrap_tf_session.TF_GetAllOpList())
    ops = op_def_pb2.OpList()
    ops.ParseFromString(buffer)
    return {op.name: op for op in ops.op}


def telling(ops):
    for names, arguments in TELLING.items():
        for name in names.split():
            if name not in ops or not arguments:
                continue
            inputs = [arg.name for arg in ops[name].input_arg]
            attrs = [attr.name for attr in ops[name].attr]
            places = [inputs.index(a) if a in inputs else a for a in arguments.split()]
            for place in places:
                assert isinstance(place, int) or place in attrs, (name, place)
            yield name, places


def main():
    ops = registry()
    made = f"Made by tools/tensorflow/operators.py from tensorflow {tf.__version__}; not edited by hand."
    words = "\n".join(textwrap.wrap(" ".join(sorted({*ops, *ELSEWHERE})), 118, break_on_hyphens=False))
    (ROOT / "src/rules/tensorflow/operator-names.ts").write_text(
        f"/**\n * The operators that TensorFlow registers without a library of others. {made}\n */\n"
        f"const NAMES = `\n{words}\n`;\n\n"
        "let made: ReadonlySet<string> | undefined;\n\n"
        "/** Made on first use: 1 ms of each start otherwise. */\n"
        "export function operators(): ReadonlySet<string> {\n"
        "  return (made ??= new Set(NAMES.trim().split(/\\s+/)));\n}\n"
    )
    rows = "\n".join(
        f"  {name}: [{', '.join(str(p) if isinstance(p, int) else repr(p).replace(chr(39), chr(34)) for p in places)}],"
        for name, places in sorted(telling(ops))
    )
    (ROOT / "src/formats/tensorflow/telling-arguments.ts").write_text(
        "/**\n * Arguments that decide what an operator does: inputs by their place, attributes by name.\n"
        f" * {made}\n */\n"
        f"const ARGUMENTS: Readonly<Record<string, readonly (number | string)[]>> = {{\n{rows}\n}};\n\n"
        "export function tellingArguments(operator: string): readonly (number | string)[] | undefined {\n"
        "  return Object.hasOwn(ARGUMENTS, operator) ? ARGUMENTS[operator] : undefined;\n}\n"
    )
    print(len(ops), "operators")


if __name__ == "__main__":
    main()
