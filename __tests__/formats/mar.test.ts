import { lines, scanBeside, type Beside } from "../support/scan";
import { zip } from "../support/zip-builder";

const HANDLER = "class Handler:\n    def handle(self, data, context):\n        return data\n";

/** As torch-model-archiver 0.12 writes it. */
const manifest = (model: object, more: object = {}) =>
  JSON.stringify({
    createdOn: "01/02/2026 03:04:05", runtime: "python", archiverVersion: "0.12.0",
    model: { modelName: "net", modelVersion: "1.0", serializedFile: "net.bin", ...model }, ...more,
  }); // prettier-ignore

function scan(model: object, files: Record<string, string> = {}, beside: Beside = {}, path = "serving/store/net.mar") {
  const parts = Object.entries({ ...files, "MAR-INF/MANIFEST.json": manifest(model) });
  const result = scanBeside(zip(parts.map(([name, data]) => ({ name, data }))), path, beside);
  expect(result.format).toBe("mar");
  return lines(result.findings).map((line) => line.replace(`${path} > MAR-INF/MANIFEST.json: `, ""));
}

test("a handler of TorchServe itself passes without a word", () =>
  expect(scan({ handler: "image_classifier" })).toEqual([]));

test.each<[string, object, Record<string, string>, Beside, string]>([
  ["inside of the archive only", { handler: "h.py" }, { "h.py": HANDLER }, {}, "high MA-FMT-061 its handler is h.py, which runs when the model is loaded; it is inside of the package only"],
  ["with a function named", { handler: "h:serve" }, { "h.py": HANDLER }, {}, "high MA-FMT-061 its handler is h:serve, which runs when the model is loaded; it is inside of the package only"],
  ["the same in the repository", { handler: "h.py" }, { "h.py": HANDLER }, { "../handlers/h.py": Buffer.from(HANDLER) }, "medium MA-FMT-061 its handler is h.py, which runs when the model is loaded; the repository has the same file"],
  ["another one in the repository", { handler: "h.py" }, { "h.py": HANDLER }, { "h.py": Buffer.from(`${HANDLER}#`) }, "high MA-FMT-061 its handler is h.py, which runs when the model is loaded; it is inside of the package only"],
  ["not there", { handler: "h.py" }, {}, {}, "high MA-FMT-061 its handler is h.py, which is not in the package: the server takes one that it finds elsewhere"],
  ["out of the archive", { handler: "../../etc/h.py" }, {}, {}, "high MA-FMT-061 its handler is ../../etc/h.py, which leads out of the package"],
  ["the network's own file", { handler: "base_handler", modelFile: "net.py" }, { "net.py": "class Net: pass\n" }, {}, "high MA-FMT-061 its modelFile is net.py, which runs when the model is loaded; it is inside of the package only"],
])("code that is %s", (_, model, files, beside, words) => expect(scan(model, files, beside)).toEqual([words])); // prettier-ignore

test("a manifest that is no JSON is said", () => {
  const bytes = zip([{ name: "MAR-INF/MANIFEST.json", data: "{" }]);
  expect(lines(scanBeside(bytes, "net.mar", {}).findings)).toEqual([
    expect.stringMatching(/^high MA-SYS-001 .*it is no JSON/),
  ]);
});
