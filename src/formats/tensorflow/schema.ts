/**
 * The part of TensorFlow's messages that is read here, for the ones that come as text: field name to number and
 * type. From tensorflow/core/{framework,protobuf}/*.proto; names that are not here are passed over.
 */
export type FieldType = "bytes" | "int" | "bool" | "float" | "double" | "fixed64" | "enum" | (string & {});

/** `name: [number, type]`; a type that is no scalar names a message. */
export type MessageSchema = Readonly<Record<string, readonly [number: number, type: FieldType]>>;

const entryOf = (value: string): MessageSchema => ({ key: [1, "bytes"], value: [2, value] });

export const SCHEMA: Readonly<Record<string, MessageSchema>> = {
  SavedModel: { saved_model_schema_version: [1, "int"], meta_graphs: [2, "MetaGraphDef"] },
  MetaGraphDef: {
    meta_info_def: [1, "MetaInfoDef"],
    graph_def: [2, "GraphDef"],
    saver_def: [3, "SaverDef"],
    collection_def: [4, "CollectionEntry"],
    signature_def: [5, "SignatureEntry"],
    asset_file_def: [6, "AssetFileDef"],
    object_graph_def: [7, "SavedObjectGraph"],
  },
  MetaInfoDef: { tags: [4, "bytes"], tensorflow_version: [5, "bytes"], tensorflow_git_version: [6, "bytes"] },
  SaverDef: { filename_tensor_name: [1, "bytes"] },
  CollectionEntry: entryOf("CollectionDef"),
  CollectionDef: { bytes_list: [2, "BytesList"], any_list: [5, "AnyList"] },
  BytesList: { value: [1, "bytes"] },
  AnyList: { value: [1, "Any"] },
  Any: {
    type_url: [1, "bytes"],
    value: [2, "bytes"],
    "[type.googleapis.com/tensorflow.AssetFileDef]": [2, "AssetFileDef"],
  },
  SignatureEntry: entryOf("SignatureDef"),
  SignatureDef: { inputs: [1, "TensorInfoEntry"], outputs: [2, "TensorInfoEntry"], method_name: [3, "bytes"] },
  TensorInfoEntry: entryOf("TensorInfo"),
  TensorInfo: { name: [1, "bytes"], dtype: [2, "enum"], tensor_shape: [3, "TensorShapeProto"] },
  AssetFileDef: { tensor_info: [1, "TensorInfo"], filename: [2, "bytes"] },
  SavedObjectGraph: { nodes: [1, "SavedObject"] },
  SavedObject: { user_object: [4, "SavedUserObject"] },
  SavedUserObject: { identifier: [1, "bytes"], metadata: [3, "bytes"] },
  GraphDef: {
    node: [1, "NodeDef"],
    library: [2, "FunctionDefLibrary"],
    version: [3, "int"],
    versions: [4, "VersionDef"],
  },
  VersionDef: { producer: [1, "int"], min_consumer: [2, "int"] },
  NodeDef: { name: [1, "bytes"], op: [2, "bytes"], input: [3, "bytes"], device: [4, "bytes"], attr: [5, "AttrEntry"] },
  AttrEntry: entryOf("AttrValue"),
  AttrValue: {
    list: [1, "ListValue"],
    s: [2, "bytes"],
    i: [3, "int"],
    f: [4, "float"],
    b: [5, "bool"],
    type: [6, "enum"],
    shape: [7, "TensorShapeProto"],
    tensor: [8, "TensorProto"],
    placeholder: [9, "bytes"],
    func: [10, "NameAttrList"],
  },
  ListValue: { s: [2, "bytes"], i: [3, "int"], type: [6, "enum"], func: [9, "NameAttrList"] },
  NameAttrList: { name: [1, "bytes"], attr: [2, "AttrEntry"] },
  TensorProto: {
    dtype: [1, "enum"],
    tensor_shape: [2, "TensorShapeProto"],
    tensor_content: [4, "bytes"],
    string_val: [8, "bytes"],
  },
  TensorShapeProto: { dim: [2, "Dim"], unknown_rank: [3, "bool"] },
  Dim: { size: [1, "int"], name: [2, "bytes"] },
  FunctionDefLibrary: { function: [1, "FunctionDef"] },
  FunctionDef: { signature: [1, "OpDef"], node_def: [3, "NodeDef"], attr: [5, "AttrEntry"] },
  OpDef: { name: [1, "bytes"], input_arg: [2, "ArgDef"] },
  ArgDef: { name: [1, "bytes"] },
  CheckpointState: { model_checkpoint_path: [1, "bytes"], all_model_checkpoint_paths: [2, "bytes"] },
};

/** DataType (types.proto) by number, and the bytes of one element, 0 where they are not fixed or share a byte. */
const DTYPES: readonly (readonly [number: number, name: string, size: number])[] = [
  [1, "float", 4],
  [2, "double", 8],
  [3, "int32", 4],
  [4, "uint8", 1],
  [5, "int16", 2],
  [6, "int8", 1],
  [7, "string", 0],
  [8, "complex64", 8],
  [9, "int64", 8],
  [10, "bool", 1],
  [11, "qint8", 1],
  [12, "quint8", 1],
  [13, "qint32", 4],
  [14, "bfloat16", 2],
  [15, "qint16", 2],
  [16, "quint16", 2],
  [17, "uint16", 2],
  [18, "complex128", 16],
  [19, "half", 2],
  [20, "resource", 0],
  [21, "variant", 0],
  [22, "uint32", 4],
  [23, "uint64", 8],
  [24, "float8_e5m2", 1],
  [25, "float8_e4m3fn", 1],
  [26, "float8_e4m3fnuz", 1],
  [27, "float8_e4m3b11fnuz", 1],
  [28, "float8_e5m2fnuz", 1],
  [29, "int4", 0],
  [30, "uint4", 0],
  [31, "int2", 0],
  [32, "uint2", 0],
  [33, "float4_e2m1fn", 0],
];
const BY_NUMBER = new Map(DTYPES.map(([number, name, size]) => [number, { name, size }]));
const BY_NAME = new Map(DTYPES.map(([number, name]) => [`DT_${name.toUpperCase()}`, number]));
/** References to a variable of a type have its number and this. */
const REFERENCE = 100;

export function dtypeOf(number: number): { readonly name: string; readonly size: number } {
  const plain = number > REFERENCE ? number - REFERENCE : number;
  return BY_NUMBER.get(plain) ?? { name: `type ${number}`, size: 0 };
}

export function dtypeNumber(name: string): number | undefined {
  const reference = name.endsWith("_REF");
  const number = BY_NAME.get(reference ? name.slice(0, -4) : name);
  return number === undefined ? undefined : number + (reference ? REFERENCE : 0);
}
