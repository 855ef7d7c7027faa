import { diffusers } from "../../src/cards/diffusers";
import { factLines, readConfig } from "../support/read-config";

test("is claimed by its name", () => {
  expect(["m/model_index.json", "config.json"].map(diffusers.claims)).toEqual([true, false]);
});

test("the pipeline and its components, those of its own code too", () => {
  const facts = readConfig(diffusers, {
    _class_name: "StableDiffusionPipeline",
    _diffusers_version: "0.30.0",
    _name_or_path: "runwayml/stable-diffusion-v1-5",
    unet: ["diffusers", "UNet2DConditionModel"],
    safety_checker: [null, null],
    scheduler: ["my_scheduler", "Mine"],
    requires_safety_checker: true,
    "a\u001b[2J": ["x", "y"],
  });
  expect(factLines(facts)).toEqual([
    "architecture StableDiffusionPipeline",
    "library diffusers",
    "property diffusers-version 0.30.0",
    'base {"name":"runwayml/stable-diffusion-v1-5"} unknown',
    "property component unet: diffusers.UNet2DConditionModel",
    "property component scheduler: my_scheduler.Mine",
  ]);
});

test("without a class it is none", () => {
  expect(readConfig(diffusers, { unet: ["diffusers", "UNet2DConditionModel"] })).toEqual([]);
});
