/** Where the names come from. They are the same from 2.6 on but for types that torch has added. */
export const WEIGHTS_ONLY_SOURCE = {
  version: "torch 2.9",
  file: "torch/_weights_only_unpickler.py",
} as const;

const words = (text: string): string[] => text.trim().split(/\s+/);

const STORAGES = words(`
  DoubleStorage FloatStorage LongStorage IntStorage ShortStorage CharStorage ByteStorage HalfStorage BoolStorage
  QUInt8Storage QInt8Storage QInt32Storage BFloat16Storage ComplexFloatStorage ComplexDoubleStorage
  QUInt4x2Storage QUInt2x4Storage`);

const TENSORS = words(`
  DoubleTensor FloatTensor LongTensor IntTensor ShortTensor CharTensor ByteTensor HalfTensor BoolTensor BFloat16Tensor`);

const SPARSE_TENSORS = TENSORS.filter((name) => name !== "BoolTensor");

const DTYPES = words(`
  float64 float32 float16 bfloat16 complex32 complex64 complex128 int64 int32 int16 int8 uint8 uint16 uint32 uint64 bool
  quint8 qint8 qint32 quint4x2 quint2x4 bits8 bits16 bits1x8 bits2x4 bits4x2
  float8_e5m2 float8_e4m3fn float8_e5m2fnuz float8_e4m3fnuz float8_e8m0fnu float4_e2m1fn_x2
  uint1 uint2 uint3 uint4 uint5 uint6 uint7 int1 int2 int3 int4 int5 int6 int7`);

const QSCHEMES = words(`
  per_tensor_affine per_tensor_symmetric per_channel_affine per_channel_symmetric per_channel_affine_float_qparams`);

/** Functions and types that the unpickler of torch accepts without `safe_globals`, by exact name. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  collections: ["OrderedDict", "Counter"],
  _codecs: ["encode"],
  builtins: ["bytearray", "set", "complex"],
  torch: [...STORAGES, ...TENSORS, ...DTYPES, ...QSCHEMES, "Size", "Tensor", "device"],
  "torch.cuda": [...STORAGES.filter((name) => !/^Q/.test(name)), ...TENSORS],
  "torch.sparse": SPARSE_TENSORS,
  "torch.cuda.sparse": SPARSE_TENSORS,
  "torch.storage": ["TypedStorage", "UntypedStorage"],
  "torch.nn.parameter": ["Parameter"],
  "torch.serialization": ["_get_layout"],
  "torch._tensor": ["_rebuild_from_type_v2"],
  "torch._utils": words(`
    _rebuild_parameter _rebuild_parameter_with_state _rebuild_qtensor _rebuild_tensor _rebuild_tensor_v2 _rebuild_tensor_v3
    _rebuild_sparse_tensor _rebuild_meta_tensor_no_storage _rebuild_wrapper_subclass
    _rebuild_device_tensor_from_numpy _rebuild_device_tensor_from_cpu_tensor`),
};

const NAMES = new Map(Object.entries(ALLOWED).map(([module, names]) => [module, new Set(names)]));

export function allowedByWeightsOnly(module: string, name: string): boolean {
  return NAMES.get(module)?.has(name) ?? false;
}
