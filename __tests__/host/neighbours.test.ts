import { join } from "node:path";
import { neighboursOf } from "../../src/host/neighbours";
import { removeRepos, TestRepo } from "../support/repo";

afterAll(removeRepos);

const POINTER = `version https://git-lfs.github.com/spec/v1\noid sha256:${"a".repeat(64)}\nsize 12345\n`;

function around(): ReturnType<typeof neighboursOf> {
  const repo = TestRepo.create().write({
    "models/net/model.onnx": "the graph",
    "models/net/weights.bin": "12345",
    "models/net/shard.safetensors": POINTER,
    "models/net/inner/x": "x",
    "models/other.bin": "1",
    "models/net/inward": { link: "../other.bin" },
    "models/net/outward": { link: "/etc/passwd" },
    "models/net/loop": { link: "loop" },
    "models/net/up": { link: "../../.." },
  });
  return neighboursOf(repo.root, join(repo.root, "models/net/model.onnx"));
}

test.each([
  ["weights.bin", { kind: "file", size: 5 }],
  ["inner/../weights.bin", { kind: "file", size: 5 }],
  ["inner", { kind: "directory" }],
  ["../other.bin", { kind: "file", size: 1 }],
  ["inward", { kind: "file", size: 1 }],
  ["shard.safetensors", { kind: "pointer" }],
  ["nothing.bin", { kind: "absent" }],
  ["weights.bin/x", { kind: "absent" }],
  ["outward", { kind: "outside", detail: "a link leads out of the workspace" }],
  ["up/etc/passwd", { kind: "absent" }],
  ["up", { kind: "outside", detail: "a link leads out of the workspace" }],
  ["loop", { kind: "outside", detail: "a link leads back to itself" }],
  ["../../../etc/passwd", { kind: "outside", detail: "it is not in the workspace" }],
  ["a\0b", { kind: "absent" }],
])("%j", (path, what) => expect(around().look(path)).toEqual(what));

test("reads regular files of the workspace, and nothing else", () => {
  const beside = around();
  const read = (path: string) => beside.read(path, (bytes) => Buffer.from(bytes.read(0, bytes.size)).toString());
  expect(read("weights.bin")).toBe("12345");
  expect(read("inward")).toBe("1");
  for (const path of ["outward", "inner", "nothing", "../../../etc/passwd", "shard.safetensors"])
    expect(read(path)).toBeUndefined();
});

test("lists the directory, sorted", () =>
  expect(around().names()).toEqual([
    "inner",
    "inward",
    "loop",
    "model.onnx",
    "outward",
    "shard.safetensors",
    "up",
    "weights.bin",
  ]));
