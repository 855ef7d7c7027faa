/** What the formats call the types that PyTorch and NumPy have a name for. */
const NAMES = new Map<string, string>([
  ["F16", "float16"],
  ["F32", "float32"],
  ["F64", "float64"],
  ["BF16", "bfloat16"],
  ["FLOAT", "float32"],
  ["DOUBLE", "float64"],
  ["HALF", "float16"],
  ["F8_E4M3", "float8_e4m3fn"],
  ["F8_E5M2", "float8_e5m2"],
  ["F8_E8M0", "float8_e8m0fnu"],
  ["C64", "complex64"],
]);
const SHORT_INTEGER = /^([IU])(8|16|32|64)$/;
const LONG_NAME = /^(?:U?INT|FLOAT|BFLOAT|COMPLEX)\d|^BOOL$|^STRING$/;

/** The same name for the same type of every format: `float16` for `F16`, `FLOAT16`. GGML's blocks (`Q4_K`) stay as they are. */
export function dtypeNamed(written: string): string {
  const upper = written.toUpperCase();
  const known = NAMES.get(upper);
  if (known !== undefined) return known;
  const integer = SHORT_INTEGER.exec(upper);
  if (integer !== null) return `${integer[1] === "I" ? "int" : "uint"}${integer[2]}`;
  return LONG_NAME.test(upper) ? upper.toLowerCase() : written;
}

/** Whether its elements are numbers that a model computes with. */
export function isNumeric(dtype: string): boolean {
  return !/^(?:string|resource|variant|undefined|type \d+|object)/i.test(dtype);
}
