import { pathKind } from "../../src/core/model-paths";

test.each([
  ["weights.bin", "inside"],
  ["a/../b", "inside"],
  ["./a/./b", "inside"],
  ["", "inside"],
  ["..", "leaves"],
  ["a/../../b", "leaves"],
  ["a\\..\\..\\b", "leaves"],
  ["/etc/passwd", "absolute"],
  ["\\\\host\\share", "absolute"],
  ["~/.ssh/id_rsa", "absolute"],
  ["C:windows", "absolute"],
  ["https://host/x", "remote"],
  ["s3://bucket/x", "remote"],
  ["file:///etc/passwd", "remote"],
])("%j is %s", (path, kind) => expect(pathKind(path)).toBe(kind));
