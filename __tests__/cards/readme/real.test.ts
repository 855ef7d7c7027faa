import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CardFact } from "../../../src/core/card-facts";
import { readme } from "../../../src/cards/readme";

/** Real cards of the Hub and of GitHub; not part of the project. */
const FOLDER = "/work/shared/data/cards";
const describeReal = existsSync(FOLDER) ? describe : describe.skip;

const textOf = (card: string) => readFileSync(join(FOLDER, card, "README.md"), "utf8");
const read = (card: string): CardFact[] => [...readme.read(textOf(card), "README.md")];
/** Values of a kind, each cut: `line value`. */
const of = (card: string, kind: CardFact["kind"]) =>
  read(card)
    .filter((fact) => fact.kind === kind)
    .map(
      (fact) =>
        `${fact.at.line} ${"value" in fact ? String(fact.value).slice(0, 30) : "reference" in fact ? fact.reference.name : ""}`,
    );

describeReal("real cards", () => {
  test.each([
    "dvc-example",
    "gemma2-adapter",
    "infimm-zephyr",
    "mixtral-merge",
    "reflection-llama-3.1-70b",
    "whisper-small-onnx",
    "wizardcoder-gptq",
  ])("%s: the beginning of each fact stands at its line", (card) => {
    const lines = textOf(card).split("\n");
    const facts = read(card).filter(({ kind }) => kind !== "license");
    expect(facts.length).toBeGreaterThan(1);
    for (const fact of facts) {
      const said =
        fact.kind === "base" || fact.kind === "dataset"
          ? fact.reference.name
          : "value" in fact
            ? String(fact.value)
            : "";
      const word = /[\p{L}\p{N}]{2,}/u.exec(said)?.[0];
      expect([word, lines[fact.at.line! - 1]]).toEqual([word, expect.stringContaining(word!)]);
    }
  });

  test("DVC's example and a fine-tuned adapter have a name and a sentence", () => {
    expect(of("dvc-example", "name")).toEqual(["3 DVC Get Started"]);
    expect(of("dvc-example", "description")).toEqual(["5 This is an auto-generated repo"]);
    expect(of("gemma2-adapter", "name")).toEqual(["1 Gemma2-fine-tuning"]);
    expect(of("gemma2-adapter", "description")).toEqual(["2 fine tunned gemma2 with unslot"]);
  });

  test("InfiMM: labels and three stages of training, no table, no hidden text", () => {
    expect(of("infimm-zephyr", "language")).toEqual(["20 English", "23 en"]);
    expect(of("infimm-zephyr", "training").map((each) => each.split(" ")[0])).toEqual(["93", "97", "136", "140"]);
    expect(of("infimm-zephyr", "license")).toEqual([]);
    const all = JSON.stringify(read("infimm-zephyr"));
    for (const absent of ["EVA02_CLIP", "light-weighted", "<", "|"]) expect(all).not.toContain(absent);
  });

  test("Dolphin: licence, datasets, training", () => {
    expect(of("mixtral-merge", "license")).toEqual(["13 Apache-2.0"]);
    expect(of("mixtral-merge", "dataset")).toHaveLength(8);
    expect(of("mixtral-merge", "training")).toEqual(["42 It took 3 days to train 1.5 ep"]);
    expect(of("mixtral-merge", "base")).toEqual([]);
  });

  test("Reflection: licence that SPDX has not, base, task, library", () => {
    expect(of("reflection-llama-3.1-70b", "license")).toEqual(["2 llama3.1"]);
    expect(of("reflection-llama-3.1-70b", "base")).toEqual(["3 meta-llama/Meta-Llama-3.1-70B-Instruct"]);
    expect(of("reflection-llama-3.1-70b", "task")).toEqual(["4 text-generation"]);
    expect(of("reflection-llama-3.1-70b", "library")).toEqual(["5 transformers"]);
    expect(of("reflection-llama-3.1-70b", "name")).toEqual(["7 Reflection Llama-3.1 70B"]);
  });

  test("NB-Whisper: all of the template that is filled in", () => {
    const card = "whisper-small-onnx";
    expect(of(card, "license")).toEqual(["2 CC-BY-4.0"]);
    expect(of(card, "language")).toEqual(["4 no", "5 nb", "6 nn", "7 en"]);
    expect(of(card, "dataset")).toEqual(["9 NbAiLab/ncc_speech", "10 NbAiLab/NST", "11 NbAiLab/NPSC"]);
    expect(of(card, "author")).toEqual(["62 NB AI-Lab"]);
    expect(of(card, "repository")).toEqual(["73 https://github.com/NbAiLab/nb-"]);
    expect(of(card, "use").map((each) => each.split(" ")[0])).toEqual(["81", "86"]);
    expect(of(card, "limitation")).toEqual(["94 This is a public beta that is "]);
    expect(of(card, "emission").map((each) => each.split(" ")[0])).toEqual(["153", "154", "155", "156", "157"]);
    expect(of(card, "paper")).toEqual([]);
    expect(read(card).filter(({ kind }) => kind === "base")).toEqual([
      {
        kind: "base",
        at: { path: "README.md", line: 67 },
        reference: { name: "openai/whisper-small", url: "https://huggingface.co/openai/whisper-small" },
        relation: "finetune",
      },
    ]);
  });

  test("WizardCoder: nothing of the copied card of the original model", () => {
    expect(read("wizardcoder-gptq").map(({ kind, at }) => [at.line, kind])).toEqual([
      [3, "license"],
      [20, "name"],
      [22, "description"],
    ]);
  });
});
