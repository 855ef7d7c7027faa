import type { CardFact } from "../../../src/core/card-facts";
import { readme } from "../../../src/cards/readme";

const read = (text: string): CardFact[] => [...readme.read(text, "m/README.md")];
/** Facts of a kind without the path: the line, and the rest. */
const of = (text: string, ...kinds: CardFact["kind"][]) =>
  read(text)
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ at, kind, ...rest }) => [at.line, kind, ...Object.values(rest)]);
const front = (yaml: string) => `---\n${yaml}\n---\n`;

describe("model cards", () => {
  test.each(["README.md", "a/readme.MD", "MODEL_CARD.md", "x/model_card.md"])("claims %s", (path) =>
    expect(readme.claims(path)).toBe(true),
  );
  test.each(["README.rst", "README", "docs/model_card.md.txt", "notes.md"])("does not claim %s", (path) =>
    expect(readme.claims(path)).toBe(false),
  );

  test.each([
    "---\nlicense: mit\n---\n",
    "\ufeff\n  \n---\r\nlicense: mit\r\n---  \r\n# x",
    "---\nlicense: mit\n---",
    "---\n'license': \"mit\"\n---\n---\nlicense: other\n---\n",
  ])("finds the front matter as the Hub does in %j", (text) => {
    expect(read(text).filter(({ kind }) => kind === "license")).toMatchObject([{ value: "MIT" }]);
  });
  test.each([
    "license: mit\n---\n",
    "# a\n---\nlicense: mit\n---\n",
    "---\nlicense: mit\n",
    "--- \nlicense: mit\n---\n",
  ])("finds none in %j", (text) => expect(of(text, "license")).toEqual([]));
});

describe("front matter", () => {
  test("is read with its lines", () => {
    const yaml =
      "language:\n- no\n- en\nlibrary_name: peft\npipeline_tag: text-generation\ntags: [a, b]\nmetrics: wer\nnew_version: o/m2\ndatasets:\n- o/d\n- https://u:p@h.io/d?t=1";
    expect(of(front(yaml), "language", "library", "task", "tag", "property", "dataset")).toEqual([
      [3, "language", "no"],
      [4, "language", "en"],
      [5, "library", "peft"],
      [6, "task", "text-generation"],
      [7, "tag", "a"],
      [7, "tag", "b"],
      [11, "dataset", { name: "o/d" }],
      [12, "dataset", { name: "https://h.io/d", url: "https://h.io/d" }],
      [8, "property", "metric-name", "wer"],
      [9, "property", "new-version", "o/m2"],
    ]);
  });

  test.each([
    ["license: apache-2.0", [["Apache-2.0"]]],
    ["license: [mit, CC-BY-4.0, llama3]", [["MIT"], ["CC-BY-4.0"], ["llama3"]]],
    ["license: gpl-3.0", [["GPL-3.0"]]],
    ["license: cc", [["cc"]]],
    ["license: other", [["other"]]],
    ["license: other\nlicense_name: acme\nlicense_link: https://u:p@a.b/l?k=v", [["acme", "https://a.b/l"]]],
    ["license_name: acme", [["acme"]]],
    ["license: gemma\nlicense_link: LICENSE", [["gemma"]]],
    ["license: {a: b}", []],
    ["license: [[mit], null, '']", []],
  ])("%j is licence %j", (yaml, expected) =>
    expect(of(front(yaml), "license").map(([, , ...rest]) => rest)).toEqual(expected),
  );

  test.each([
    ["base_model: o/b", [[2, "o/b", "unknown"]]],
    ["library_name: peft\nbase_model: o/b", [[3, "o/b", "unknown"]]],
    [
      "base_model: [o/a, o/b]\nbase_model_relation: merge",
      [
        [2, "o/a", "merge"],
        [2, "o/b", "merge"],
      ],
    ],
    ["base_model: o/b\nbase_model_relation: Quantized", [[2, "o/b", "quantized"]]],
    ["base_model: o/b\nbase_model_relation: constructor", [[2, "o/b", "unknown"]]],
    [
      "base_model: o/b\ntags: ['base_model:adapter:o/b', 'base_model:finetune:o/c']",
      [
        [2, "o/b", "adapter"],
        [3, "o/c", "finetune"],
      ],
    ],
    ["base_model: /home/me/model", []],
    ["base_model: {name: o/b}", []],
  ] as const)("%j names bases %j", (yaml, expected) =>
    expect(
      of(front(yaml), "base").map(([line, , reference, relation]) => [
        line,
        (reference as { name: string }).name,
        relation,
      ]),
    ).toEqual(expected),
  );

  test("papers are tags of arXiv and DOI", () =>
    expect(of(front("tags:\n- arxiv:2212.04356\n- doi:10.57967/hf/1\n- arxiv:x"), "paper", "tag")).toEqual([
      [3, "paper", "https://arxiv.org/abs/2212.04356"],
      [4, "paper", "https://doi.org/10.57967/hf/1"],
      [5, "tag", "arxiv:x"],
    ]));

  test("emissions are a number of grams, or an object", () => {
    expect(of(front("co2_eq_emissions: 0.0270"), "emission")).toEqual([[2, "emission", "emissions", "0.0270 g CO2eq"]]);
    const parts =
      "co2_eq_emissions:\n  emissions: 12\n  source: code carbon\n  training_type: {a: b}\n  hardware_used: 4 A100\n  other: 1";
    expect(of(front(parts), "emission")).toEqual([
      [3, "emission", "emissions", "12 g CO2eq"],
      [4, "emission", "source", "code carbon"],
      [6, "emission", "hardware-used", "4 A100"],
    ]);
  });
});

const INDEX = `---
model-index:
- name: mine
  results:
  - task: {type: asr, name: Speech}
    dataset:
      name: Voice (no)
      type: o/voice
      config: nb
      split: test
      revision: abc123
      args: {language: no, date: 2022}
    metrics:
    - {type: wer, value: 12.340, name: Test WER, args: {max_order: 4}}
    - {type: cer, value: 3, verified: true}
    - {type: f1, value: "20.0 ± 1.2", verified: true, verifyToken: ey.x.y}
    - {type: bad, value: {a: 1}}
    - {value: 1}
    source: {name: Board, url: "https://me:pw@board.io/x?token=1"}
  - metrics: {name: acc, value: 0.9}
---
# Title
`;

describe("model-index", () => {
  test("gives metrics with what they were measured on; the name is its own", () => {
    const metrics = read(INDEX).flatMap((fact) => (fact.kind === "metric" ? [[fact.at.line, fact.metric]] : []));
    const voice = { task: "asr", dataset: { name: "o/voice", revision: "abc123" }, split: "test", config: "nb" };
    const more = { ...voice, datasetArgs: "language=false, date=2022", source: "https://board.io/x" };
    expect(metrics).toEqual([
      [14, { type: "wer", value: "12.340", name: "Test WER", args: "max_order=4", ...more }],
      [15, { type: "cer", value: "3", ...more }],
      [16, { type: "f1", value: "20.0 ± 1.2", verified: true, ...more }],
      [20, { type: "acc", value: "0.9", name: "acc" }],
    ]);
    expect(of(INDEX, "name")).toEqual([[3, "name", "mine"]]);
  });

  test("a leaderboard's results of a megabyte are read", () => {
    const rows = Array.from(
      { length: 12_000 },
      (_, i) => `    - type: metric_number_${i}\n      value: 0.${i}\n      name: Some longer name of ${i}\n`,
    );
    const text = `---\nmodel-index:\n- name: m\n  results:\n  - metrics:\n${rows.join("")}license: mit\n---\n`;
    expect(text.length).toBeGreaterThan(900_000);
    const facts = read(text);
    expect(facts.filter(({ kind }) => kind === "metric")).toHaveLength(12_000);
    expect(facts.find(({ kind }) => kind === "license")?.at.line).toBe(6 + 36_000);
  });

  test("metrics are bounded, with a word", () => {
    const rows = "    - {type: a, value: 1}\n".repeat(20_005);
    const facts = read(`---\nmodel-index:\n- results:\n  - metrics:\n${rows}---\n`);
    expect(facts.filter(({ kind }) => kind === "metric")).toHaveLength(20_000);
    expect(facts.at(-1)).toMatchObject({
      kind: "property",
      name: "unreadable",
      value: "it has more than 20,000 metrics",
    });
  });
});

const TEMPLATE = `---
license: mit
---
# Model Card for Fancy

<!-- Provide a quick summary.
# No heading
-->

It does things.

## Model Details

### Model Description

- **Developed by:** [Ann](https://a.b) & Bob
- **Funded by [optional]:** [More Information Needed]
- **Shared by [optional]:** Acme
- **Model type:** decoder
- **License:** gpl-3.0
- **Finetuned from model [optional]:** [o/base](https://huggingface.co/o/base)

### Model Sources [optional]

- **Repository:** <https://u:p@git.io/x?y=1>
- **Paper [optional]:** [More Information Needed]
- **Demo [optional]:** soon

## Uses

### Direct Use

Chat with *people*.

### Downstream Use [optional]

[More Information Needed]

### Out-of-Scope Use

War.

## Bias, Risks, and Limitations

It lies.

### Recommendations

Users (both direct and downstream) should be made aware of the risks, biases and limitations of the model. More information needed for further recommendations.

## How to Get Started with the Model

Use the code below.

\`\`\`python
# Training Data
print(1)
\`\`\`

## Training Details

### Training Data

All of [it](https://x.y).

#### Odd

Deeper.

## Ethical considerations
Be kind.

Trade-offs
----------
Slow but good.

## Environmental Impact

- **Hardware Type:** 8 x A100
- **Carbon Emitted:** [More Information Needed]

## Citation

**BibTeX:**

\`\`\`
@article{x,
  eprint = {2301.00001},
  url = {https://github.com/a/b},
  doi = "10.1/abc",
  doi = "10.1234/abc"
}
\`\`\`

# Original model card: Other

## Uses

Of another model.
`;

describe("sections", () => {
  test("of the Hub's template, with their lines", () => {
    const facts = read(TEMPLATE).map(({ at, kind, ...rest }) => [at.line, kind, ...Object.values(rest)]);
    expect(facts).toEqual([
      [2, "license", "MIT"],
      [4, "name", "Fancy"],
      [10, "description", "It does things."],
      [16, "author", "Ann & Bob"],
      [18, "supplier", "Acme"],
      [19, "property", "model-type", "decoder"],
      [21, "base", { name: "o/base", url: "https://huggingface.co/o/base" }, "finetune"],
      [25, "repository", "https://git.io/x"],
      [33, "use", "Chat with people."],
      [41, "out-of-scope", "War."],
      [45, "limitation", "It lies."],
      [64, "training", "All of it."],
      [68, "training", "Deeper."],
      [71, "bias", "Be kind."],
      [75, "tradeoff", "Slow but good."],
      [79, "emission", "hardware-type", "8 x A100"],
      [88, "paper", "https://arxiv.org/abs/2301.00001"],
      [91, "paper", "https://doi.org/10.1234/abc"],
    ]);
  });

  test.each([
    ["# Model Card for Model ID\n\nx y", undefined],
    ["<h1 align='center'>A <b>b</b></h1>", "A b"],
    ["Name\n====\n", "Name"],
    ["## Two\n", undefined],
    ["```\n# code\n```\n", undefined],
    ["#hash\n", undefined],
    ["# **Bold** [link](x) #\n", "Bold link"],
  ])("%j is called %j", (text, name) => expect(of(text, "name")[0]?.[2]).toBe(name));

  test.each([
    ["Words first.\n\n## Two\n\nmore", [1, "Words first."]],
    ["# A\n![p](q)\n\n- item\n\nhttps://a.b/c\n\n```\ncode here\n```\nIt is\nthis.\n\nNo", [11, "It is this."]],
    ["# A\n\nIntro words.\n\n## Model description\n\nBetter words.\n", [7, "Better words."]],
    ["# A\n\nIntro words.\n\n## Model description\n\nMore information needed\n", [3, "Intro words."]],
  ])("the description of %j", (text, [line, value]) =>
    expect(of(text as string, "description")).toEqual([[line, "description", value]]),
  );

  test("a relation that only the text has is taken from it; the rest is said once", () => {
    const text = `${front("base_model: o/b\nlanguage: en\ntags: ['arxiv:2301.00001']")}# A\n- **Finetuned from model:** o/b\n- **Language:** French\n## Citation\narXiv:2301.00001\n`;
    expect(of(text, "base", "language", "paper")).toEqual([
      [3, "language", "en"],
      [4, "paper", "https://arxiv.org/abs/2301.00001"],
      [7, "base", { name: "o/b" }, "finetune"],
    ]);
  });

  test("a licence of the text: a word, a name with an address, no pointer", () => {
    const license = (value: string) => of(`# A\n- **License:** ${value}\n`, "license").map(([, , ...rest]) => rest);
    expect(license("apache-2.0")).toEqual([["Apache-2.0"]]);
    expect(license("[Ours](https://a.b/l)")).toEqual([["Ours", "https://a.b/l"]]);
    expect(license("see [License](#license)")).toEqual([]);
  });
});
