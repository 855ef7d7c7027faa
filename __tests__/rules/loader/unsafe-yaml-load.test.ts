import { saidBy } from "../../support/loader-code";

const told = (source: string) => saidBy("MA-LDR-003", source);

describe("MA-LDR-003 unsafe-yaml-load", () => {
  test.each([
    ["yaml.load(f)", "yaml.load is called without a Loader, which older versions take for an unsafe one"],
    ["yaml.load(f, Loader=yaml.Loader)", "yaml.load is called with yaml.Loader"],
    ["yaml.load(f, yaml.UnsafeLoader)", "yaml.load is called with yaml.UnsafeLoader"],
    ["yaml.unsafe_load(f)", "yaml.unsafe_load is the unsafe loader"],
    ["yaml.load_all(f, Loader=yaml.CLoader)", "yaml.load_all is called with yaml.CLoader"],
  ])("%s", (call, message) => {
    expect(told(`import yaml\n${call}`)).toEqual([`medium 2: ${message}: a tag in the text makes any Python object`]);
  });

  test("ruamel's unsafe reader", () => {
    expect(told('from ruamel.yaml import YAML\nYAML(typ="unsafe")')).toEqual([
      'medium 2: ruamel.yaml.YAML is asked for typ="unsafe": a tag in the text makes any Python object',
    ]);
  });

  test("of something downloaded is high", () => {
    expect(told("import yaml, requests\nyaml.unsafe_load(requests.get(u).text)")[0]).toMatch(
      /^high 2: .*which requests.get downloads/,
    );
  });

  test.each([
    "yaml.safe_load(f)",
    "yaml.load(f, Loader=yaml.SafeLoader)",
    "yaml.load(f, Loader=yaml.FullLoader)",
    "yaml.load(f, Loader=Mine)",
    "yaml.load(**k)",
    "reader.load(f)",
  ])("silent: %s", (call) => {
    expect(told(`import yaml\n${call}`)).toEqual([]);
  });
});
