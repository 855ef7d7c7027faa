import { createHash } from "node:crypto";
import { tokenizerConfig } from "../../src/cards/tokenizer-config";
import { describeCards, factLines, propertyOf, readConfig, readReal } from "../support/read-config";

const read = (content: unknown) => readConfig(tokenizerConfig, content, "m/tokenizer_config.json");
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

test("is claimed by its name", () => {
  const names = ["tokenizer_config.json", "m/chat_template.jinja", "tokenizer.json"];
  expect(names.map(tokenizerConfig.claims)).toEqual([true, true, false]);
});

test("class, length, tokens that count once, no template", () => {
  const facts = read({
    tokenizer_class: "LlamaTokenizer",
    model_max_length: 4096,
    bos_token: "<s>",
    eos_token: { content: "</s>" },
    unk_token: null,
    additional_special_tokens: ["<a>", "<s>", 7],
    added_tokens_decoder: { "1": { content: "<s>", special: true }, "2": { content: "word", special: false } },
  });
  expect(factLines(facts)).toEqual([
    "property tokenizer-class LlamaTokenizer",
    "property model-max-length 4096",
    "property special-tokens 3",
    "property chat-template no",
  ]);
});

test("the number that stands for no limit is none", () => {
  const facts = read('{"model_max_length": 1000000000000000019884624838656}');
  expect(propertyOf(facts, "model-max-length")).toEqual([]);
});

test("templates by their digests, never their text", () => {
  const facts = read({
    chat_template: [
      { name: "default", template: "{{ a }}" },
      { name: "rag", template: "{{ b }}" },
    ],
  });
  expect(propertyOf(facts, "chat-template")).toEqual(["yes"]);
  expect(propertyOf(facts, "chat-template-sha256")).toEqual([sha256("{{ a }}"), sha256("{{ b }}")]);
  expect(JSON.stringify(facts)).not.toContain("{{");
});

test("a template in a file of its own", () => {
  const facts = readConfig(tokenizerConfig, "{{ a }}", "m/chat_template.jinja");
  expect(factLines(facts)).toEqual([
    "property chat-template yes",
    `property chat-template-sha256 ${sha256("{{ a }}")}`,
  ]);
});

test("code that it brings along", () => {
  expect(propertyOf(read({ auto_map: { AutoTokenizer: ["tok.X", null] } }), "remote-code")).toEqual([
    "AutoTokenizer: tok.X",
  ]);
});

describeCards("real tokenizers", () => {
  test("Llama 3 with its 256 reserved tokens and 6 more", () => {
    const facts = readReal(tokenizerConfig, "reflection-llama-3.1-70b/tokenizer_config.json");
    expect(propertyOf(facts, "special-tokens")).toEqual(["262"]);
    expect(propertyOf(facts, "chat-template-sha256")).toHaveLength(1);
  });
});
