/** A CycloneDX document as a run makes it, with `name` wherever the input's texts stand. */
export function bomText(name = "chat"): string {
  const property = (key: string, value: string) => ({ name: `model-assay:${key}`, value });
  return JSON.stringify({
    bomFormat: "CycloneDX",
    metadata: { component: { type: "application", name, "bom-ref": "repository:r" } },
    components: [
      {
        type: "machine-learning-model",
        name,
        version: name,
        description: name,
        "bom-ref": "model:m",
        licenses: [{ license: { id: "Apache-2.0" } }, { license: { name } }, { expression: name }],
        externalReferences: [{ type: "distribution", url: name }],
        properties: [property("path", "models/chat"), property("origin:revision", name), property("source:name", "x")],
        evidence: { occurrences: [{ location: name, line: 3 }] },
        components: [
          {
            type: "file",
            name: "models/chat/model.safetensors",
            "bom-ref": "file:w",
            hashes: [{ alg: "SHA-256", content: "ab".repeat(32) }],
            properties: [property("role", "weights")],
          },
          { type: "file", name: "models/chat/code.py", "bom-ref": "file:c", properties: [property("role", "code")] },
        ],
      },
      {
        type: "machine-learning-model",
        name: "bare",
        "bom-ref": "model:n",
        properties: [property("path", "models/bare.pkl")],
      },
      { type: "machine-learning-model", name: "a base", "bom-ref": "base:b" },
      { type: "data", name, "bom-ref": "data:d" },
      { type: "library", name: "torch", version: "2.3.0", "bom-ref": "pkg:torch", purl: "pkg:pypi/torch@2.3.0" },
      { type: "library", name: "left", "bom-ref": "pkg:left", purl: "pkg:pypi/left" },
      { type: "container", name, "bom-ref": "container:i" },
    ],
    dependencies: [
      { ref: "repository:r", dependsOn: ["model:m", "pkg:torch", "container:i", "nobody"] },
      { ref: "model:m", dependsOn: ["data:d", "base:b"] },
      { ref: "pkg:torch", dependsOn: ["pkg:left"] },
    ],
  });
}
