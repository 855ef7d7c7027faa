import { readArguments, readOverrides } from "../../src/app/arguments";
import { ConfigurationError } from "../../src/core/host";

describe("the command line", () => {
  test("a command, its operands, and nothing else said", () => {
    expect(readArguments(["scan", "a.pkl", "b.pkl"])).toMatchObject({
      command: "scan", operands: ["a.pkl", "b.pkl"], format: "text", output: undefined, overrides: {}, paths: [],
      base: undefined, config: undefined, quiet: false, noColor: false, help: false, version: false,
    }); // prettier-ignore
  });

  test("every option", () => {
    const argv =
      "gate models --format json -o out.json --fail-on low --on-incomplete warn --config p.yml --base main --paths a --paths b " +
      "--lfs-max-size 1GB -q --no-color";
    expect(readArguments(argv.split(" "))).toEqual({
      command: "gate", operands: ["models"], format: "json", output: "out.json",
      overrides: { failOn: "low", onIncomplete: "warn" }, config: "p.yml", base: "main", bundles: [], paths: ["a", "b"],
      lfsMaxSize: "1GB", quiet: true, noColor: true, audit: { osv: "api", offline: false, environments: [], sboms: [] }, bom: { format: "cyclonedx", version: "1.6" }, help: false, version: false,
    }); // prettier-ignore
  });

  test("what only other commands take", () => {
    expect(readArguments(["waive", "0a", "--reason=why", "--until=2027-01-01", "--approved-by", "ana", "--report", "r"])).toMatchObject({
      operands: ["0a"], reason: "why", until: "2027-01-01", approvedBy: "ana", report: "r",
    }); // prettier-ignore
  });

  test("base-ref is the action's name for base", () => {
    expect(readArguments(["gate", "--base-ref", "main"]).base).toBe("main");
  });

  test("standard input and names behind --", () => {
    expect(readArguments(["scan", "-"]).operands).toEqual(["-"]);
    expect(readArguments(["scan", "--", "--odd"]).operands).toEqual(["--odd"]);
  });

  test("no command", () => {
    expect(readArguments([]).command).toBeUndefined();
  });

  test.each<[string[], RegExp]>([
    [["scan", "--colour"], /^Unknown option '--colour'. See: model-assay scan --help$/],
    [["scan", "--format"], /'--format <value>' argument missing.*See: model-assay scan --help$/],
    [["scan", "--quiet=yes"], /does not take an argument.*See: model-assay scan --help$/],
    [["--fromat", "json"], /^Unknown option '--fromat'. Did you mean --format\? See: model-assay --help$/],
    [["gate", "--zzzzzzzz"], /^Unknown option '--zzzzzzzz'. See: model-assay gate --help$/],
    [["gate", "--fail-on", "severe"], /^fail-on: "severe" is not one of critical, high, medium, low, never$/],
    [["gate", "--fail-on", "info"], /^fail-on: "info" is not one of/],
    [["gate", "--on-incomplete", "pass"], /^on-incomplete: "pass" is not one of fail, warn$/],
  ])("%j is refused, with what to type", (argv, words) => {
    const refuse = () => readArguments(argv);
    expect(refuse).toThrow(ConfigurationError);
    expect(refuse).toThrow(words);
  });
});

test("empty text is not given, as the action has it", () => {
  expect(readOverrides("", "")).toEqual({});
  expect(readOverrides(undefined, "warn")).toEqual({ onIncomplete: "warn" });
});

test("a bill of materials: its format, its version, and SHA-512 only where it is asked for", () => {
  expect(readArguments(["bom"]).bom).toEqual({ format: "cyclonedx", version: "1.6" });
  expect(readArguments(["bom", "--bom-version", "1.7", "--sha512"]).bom).toEqual({
    format: "cyclonedx",
    version: "1.7",
    sha512: true,
  });
});
