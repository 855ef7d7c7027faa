import { showImage } from "../../../src/core/oci";
import { parseImageReference } from "../../../src/verify/oci/reference";

const HEX = "a".repeat(64);

describe("references of images", () => {
  test.each([
    ["alpine", "docker.io/library/alpine:latest"],
    ["alpine:3.20", "docker.io/library/alpine:3.20"],
    ["acme/model", "docker.io/acme/model:latest"],
    ["index.docker.io/library/alpine", "docker.io/library/alpine:latest"],
    ["registry-1.docker.io/alpine", "docker.io/library/alpine:latest"],
    ["ghcr.io/acme/model:v1", "ghcr.io/acme/model:v1"],
    ["GHCR.io/acme/model:V1", "ghcr.io/acme/model:V1"],
    ["localhost/model", "localhost/model:latest"],
    ["localhost:5000/model", "localhost:5000/model:latest"],
    ["localhost:5000", "docker.io/library/localhost:5000"],
    ["127.0.0.1:5000/a/b/c__d--e.f:t", "127.0.0.1:5000/a/b/c__d--e.f:t"],
    ["[::1]:5000/a", "[::1]:5000/a:latest"],
    [`ghcr.io/acme/model@sha256:${HEX}`, `ghcr.io/acme/model@sha256:${HEX}`],
    [`ghcr.io/acme/model:v1@sha256:${HEX}`, `ghcr.io/acme/model:v1@sha256:${HEX}`],
  ])("%s is %s", (text, meant) => {
    expect(showImage(parseImageReference(text))).toBe(meant);
  });

  test.each([
    "",
    "/",
    ":tag",
    "a:",
    "a@",
    "Alpine",
    "a//b",
    "a/../b",
    "a/./b",
    "../../etc/passwd",
    "a b",
    "a?x=1",
    "a#b",
    "a%2fb",
    "a\n",
    "a:tag\r\nX: y",
    "https://ghcr.io/a",
    "user:pw@ghcr.io/a",
    "ghcr.io:0/a",
    "ghcr.io:65536/a",
    "ghcr.io:5000x/a",
    "ghcr..io/a",
    "[::1/a",
    "ghcr.io/",
    "a___b",
    "a-/b",
    `a:${"t".repeat(129)}`,
    `a@sha256:${HEX.toUpperCase()}`,
    `a@sha256:${HEX}0`,
    "a@sha512:00",
    `${"a".repeat(256)}`,
    "a/".repeat(300),
  ])("%j is refused", (text) => {
    expect(() => parseImageReference(text)).toThrow(
      expect.objectContaining({
        name: "Refused",
        kind: "malformed",
        message: expect.stringContaining("Write registry/name"),
      }),
    );
  });
});
