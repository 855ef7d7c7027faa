import { COMMANDS } from "../../src/app/command-names";
import type { Page } from "../../src/app/help/page";
import { PAGES } from "../../src/app/help/pages";
import { readArguments } from "../../src/app/arguments";
import { OPTIONS, type OptionName } from "../../src/app/options";
import { takenBy } from "../../src/app/taken-options";
import { ConfigurationError } from "../../src/core/host";

const EVERYWHERE = ["--quiet", "-q", "--no-color", "--help", "--version"];
const VALUES: Partial<Record<OptionName, string>> = {
  "fail-on": "low",
  "on-incomplete": "warn",
  audit: "true",
  osv: "database",
  "osv-url": "https://osv.example",
  "bom-format": "spdx",
  "bom-version": "1.7",
  policy: `a/b/c.yml@${"0".repeat(40)}`,
};

/** The option as somebody would type it. */
function typed(option: OptionName): string[] {
  if (OPTIONS[option].type === "boolean") return [`--${option}`];
  return option === "offline" ? ["--offline", "--osv", "database"] : [`--${option}=${VALUES[option] ?? "x"}`];
}

/** What `readArguments` says to it; undefined where it takes it. */
function said(argv: readonly string[]): string | undefined {
  try {
    readArguments(argv);
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return (error as Error).message;
  }
}

describe.each(COMMANDS)("%s", (name) => {
  const page: Page = PAGES[name];

  test("takes every option of its page, and no other", () => {
    for (const option of Object.keys(OPTIONS) as OptionName[]) {
      const taken = takenBy(name).includes(option);
      // Without a document to write it would have no effect.
      const document = name === "gate" && option === "bom-version" ? ["--bom-path", "x"] : [];
      const words = said([name, ...typed(option), ...document]);
      expect([option, words === undefined]).toEqual([option, taken]);
      if (!taken)
        expect(words).toMatch(new RegExp(`^${name} takes no --${option}\\. .*See: model-assay ${name} --help$`));
    }
  });

  test("takes what every command takes", () => {
    for (const option of EVERYWHERE) expect([option, said([name, option])]).toEqual([option, undefined]);
  });

  test("has no verb that takes what the page does not tell of", () => {
    for (const [verb, options] of Object.entries(page.verbs ?? {})) {
      expect(options.filter((each) => !page.options.includes(each))).toEqual([]);
      for (const option of page.options.filter((each) => !EVERYWHERE.includes(`--${each}`))) {
        const words = said([name, verb, ...typed(option)]);
        expect([verb, option, words === undefined]).toEqual([verb, option, options.includes(option)]);
      }
    }
  });
});

test.each<[string, string]>([
  ["gate --role y", "gate takes no --role. It goes with approve. See: model-assay gate --help"],
  ["verify models/chat --fail-on=severe", "verify takes no --fail-on. It goes with gate, scan, audit, sign and explain. See: model-assay verify --help"],
  ["gate --path models", "gate takes no --path. Did you mean --paths? It goes with lock add. See: model-assay gate --help"],
  ["gate --bom x", "gate takes no --bom. Did you mean --bom-path? It goes with promote. See: model-assay gate --help"],
  ["verify --signing-key k", "verify takes no --signing-key. Did you mean --key? It goes with promote. See: model-assay verify --help"],
  ["allow x -o y", "allow takes no --output. 15 other commands take it. See: model-assay allow --help"],
  ["waive x -qo y", "waive takes no --output. 15 other commands take it. See: model-assay waive --help"],
  ["--config x inspect f", "inspect takes no --config. 11 other commands take it. See: model-assay inspect --help"],
  ["lock verify --revision v1", "lock verify takes no --revision. It goes with lock add and lock update. See: model-assay lock --help"],
  ["lock add hf:a/b --remote", "lock add takes no --remote. It goes with lock verify. See: model-assay lock --help"],
  ["bom diff a b --sha512", "bom diff takes no --sha512. It goes with bom. See: model-assay bom --help"],
  ["help --format json", "help takes no --format. 12 other commands take it. See: model-assay help --help"],
])("%s is refused, with who takes it", (line, words) => {
  expect(said(line.split(" "))).toBe(words);
}); // prettier-ignore

test.each([
  ["verify --rool x", "Unknown option '--rool'. See: model-assay verify --help"],
  ["approve --rool x", "Unknown option '--rool'. Did you mean --role? See: model-assay approve --help"],
  ["gate --quite", "Unknown option '--quite'. Did you mean --quiet? See: model-assay gate --help"],
])("%s: only what the command takes is offered", (line, words) => {
  expect(said(line.split(" "))).toBe(words);
});

test("words that are no option of ours, and names of every object", () => {
  expect(said(["gate", "--", "--role", "y"])).toBeUndefined();
  expect(said(["lock", "constructor", "--remote"])).toBeUndefined();
  expect(said(["lock", "__proto__", "--remote"])).toBeUndefined();
  expect(said(["gaet", "--role", "y"])).toBeUndefined();
  expect(said(["--role", "y"])).toBeUndefined();
});
