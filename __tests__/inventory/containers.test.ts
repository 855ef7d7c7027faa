import { parseImage, readContainers } from "../../src/inventory/containers";
import { treeOf } from "../support/inventory-tree";

const SHA = `sha256:${"a1".repeat(32)}`;
const images = (path: string, text: string) =>
  readContainers(treeOf({ [path]: text })).containers.map(({ image, use, at }) => `${at.line} ${use} ${image}`);

describe("an image's name", () => {
  test.each([
    ["python", { name: "python" }],
    ["python:3.12-slim", { name: "python", tag: "3.12-slim" }],
    ["localhost:5000/a/b", { name: "localhost:5000/a/b" }],
    [`r.io:443/a/b:1@${SHA}`, { name: "r.io:443/a/b", tag: "1", digest: SHA }],
    [`a@${SHA}`, { name: "a", digest: SHA }],
    ["a@sha256:short", { name: "a@sha256", tag: "short" }],
    ["python:${VERSION}-slim", { name: "python:${VERSION}-slim" }],
    ["${BASE}:1", { name: "${BASE}:1" }],
  ])("%s", (image, parts) => expect(parseImage(image)).toEqual({ image, ...parts }));
});

describe("a Dockerfile", () => {
  test("names the images of FROM and COPY --from, and its stages are none", () =>
    expect(
      images(
        "a/Dockerfile.gpu",
        [
          "# syntax=docker/dockerfile:1",
          "ARG V=1",
          `FROM --platform=$BUILDPLATFORM python:3.12@${SHA} AS Build`,
          "run pip install \\",
          "  # a comment inside",
          "  x",
          "from build as test",
          "FROM scratch",
          "FROM \\",
          "  nvidia/cuda:${V}",
          "COPY --from=build /a /a",
          "COPY --from=0 /a /a",
          "COPY --chown=1 --from=ghcr.io/astral-sh/uv:0.5 /uv /bin/",
        ].join("\n"),
      ),
    ).toEqual([`3 base python:3.12@${SHA}`, "9 base nvidia/cuda:${V}", "13 base ghcr.io/astral-sh/uv:0.5"]));

  test("here-documents are no instructions, here-strings and shifts are no here-documents", () =>
    expect(
      images(
        "Dockerfile",
        "FROM a\nRUN <<EOF\nFROM no\nEOF\nRUN cat <<< word\nFROM b\nRUN echo $((1<<N))\nFROM c\nCOPY <<'E' <<F /x\nE\nFROM no\nF\nFROM d",
      ),
    ).toEqual(["1 base a", "6 base b", "8 base c", "13 base d"]));

  test("with another escape, and lines of Windows", () =>
    expect(images("x.dockerfile", "# escape=`\r\nFROM `\r\n  a:1\r\nRUN dir c:\\\r\nFROM b:1\r\n")).toEqual([
      "2 base a:1",
      "5 base b:1",
    ]));
});

describe("manifests", () => {
  test("compose: what is pulled, and nothing that is built here", () =>
    expect(
      images("docker-compose.prod.yml", "services:\n  a:\n    image: redis:7\n  b:\n    build: .\n    image: ours:1\n"),
    ).toEqual(["3 deployed redis:7"]));

  test("Kubernetes: containers of all kinds, wherever they stand, in each document", () =>
    expect(
      images(
        "k8s/all.yaml",
        [
          "apiVersion: apps/v1",
          "kind: Deployment",
          "spec:",
          "  template:",
          "    spec:",
          "      initContainers: [{ image: init:1 }]",
          "      containers:",
          "        - image: app:1",
          "        - name: nothing",
          "---",
          "apiVersion: v1",
          "kind: Pod",
          "spec: { containers: [{ image: pod:1 }] }",
          "---",
          "image: no:1",
        ].join("\n"),
      ),
    ).toEqual(["6 deployed init:1", "8 deployed app:1", "13 deployed pod:1"]));

  test("KServe: the address of what it serves, without a password", () => {
    const text =
      "apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nspec:\n  predictor:\n    model:\n      storageUri: https://u:p@h/m?token=1\n";
    expect(readContainers(treeOf({ "a.yaml": text })).served).toEqual([
      { value: { name: "https://h/m", url: "https://h/m" }, at: { path: "a.yaml", line: 6 } },
    ]);
  });

  test("workflows and actions", () => {
    const workflow =
      "jobs:\n  a:\n    container: node:20\n    services: { db: { image: postgres:16 } }\n    steps: [{ uses: 'docker://alpine:3' }, { uses: actions/checkout@v4 }]\n  b:\n    container: { image: '${{ matrix.image }}' }\n";
    expect(images(".github/workflows/ci.yml", workflow)).toEqual([
      "3 action node:20",
      "4 action postgres:16",
      "5 action alpine:3",
      "7 action ${{ matrix.image }}",
    ]);
    expect(images("act/action.yml", "runs:\n  using: docker\n  image: docker://x:1\n")).toEqual(["3 action x:1"]);
    expect(images("act/action.yml", "runs:\n  using: docker\n  image: Dockerfile\n")).toEqual([]);
  });

  test("of other YAML nothing", () => expect(images("values.yaml", "image: x:1\n")).toEqual([]));

  test("an image is said once in a file, and a name of any length is none", () => {
    expect(images("Dockerfile", "FROM a\nFROM a\n")).toEqual(["1 base a"]);
    expect(images("Dockerfile", `FROM ${"a".repeat(800)}`)).toEqual([]);
  });
});
