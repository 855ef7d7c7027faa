import { preprocessorConfig } from "../../src/cards/preprocessor-config";
import { factLines, readConfig } from "../support/read-config";

const inputs = (content: unknown) =>
  readConfig(preprocessorConfig, content).flatMap((fact) => (fact.kind === "input" ? [fact.port.format] : []));

test("is claimed by its name", () => {
  const names = ["m/preprocessor_config.json", "processor_config.json", "config.json"];
  expect(names.map(preprocessorConfig.claims)).toEqual([true, true, false]);
});

test.each([
  [{ size: 224 }, ["image 224x224"]],
  [{ size: { height: 224, width: 336 } }, ["image 224x336"]],
  [{ size: { shortest_edge: 256 }, crop_size: { height: 224, width: 224 } }, ["image 224x224"]],
  [{ size: { shortest_edge: 256 }, crop_size: 224, do_center_crop: false }, ["image with a shortest edge of 256"]],
  [{ sampling_rate: 16000 }, ["audio 16000 Hz"]],
  [{ size: "224", sampling_rate: -1 }, ["image 224x224"]],
  [{ size: { height: "x", width: 1e99 }, sampling_rate: {} }, []],
])("%j", (content, formats) => {
  expect(inputs(content)).toEqual(formats);
});

test("classes and code", () => {
  const facts = readConfig(preprocessorConfig, {
    image_processor_type: "CLIPImageProcessor",
    auto_map: { AutoProcessor: "p.P" },
  });
  expect(factLines(facts)).toEqual([
    "property image-processor CLIPImageProcessor",
    "property remote-code AutoProcessor: p.P",
  ]);
});
