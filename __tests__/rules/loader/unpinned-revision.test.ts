import { saidBy } from "../../support/loader-code";

const IMPORTS =
  "from transformers import AutoModel, pipeline; from datasets import load_dataset; import timm; from pathlib import Path\n";
const told = (source: string) => saidBy("MA-LDR-006", IMPORTS + source);
const COMMIT = "0123456789abcdef0123456789abcdef01234567";

describe("MA-LDR-006 unpinned-revision", () => {
  test.each([
    [
      'AutoModel.from_pretrained("acme/net")',
      "transformers.AutoModel.from_pretrained fetches acme/net without a revision",
    ],
    [
      'AutoModel.from_pretrained("bert-base-uncased")',
      "transformers.AutoModel.from_pretrained fetches bert-base-uncased without a revision",
    ],
    [
      'AutoModel.from_pretrained("acme/net", revision="main")',
      "transformers.AutoModel.from_pretrained fetches acme/net at main, which can be moved",
    ],
    [
      'import peft; peft.PeftModel.from_pretrained(model, "acme/lora")',
      "peft.PeftModel.from_pretrained fetches acme/lora without a revision",
    ],
    ['pipeline("text-generation", model="acme/net")', "transformers.pipeline fetches acme/net without a revision"],
    ['load_dataset("acme/data", split="train")', "datasets.load_dataset fetches acme/data without a revision"],
    ['timm.create_model("hf_hub:acme/net")', "timm.create_model fetches hf_hub:acme/net without a revision"],
    [
      'import huggingface_hub as h; h.snapshot_download(repo_id="acme/net")',
      "huggingface_hub.snapshot_download fetches acme/net without a revision",
    ],
    [
      'import huggingface_hub as h; h.HfApi().hf_hub_download("acme/net", "f")',
      "huggingface_hub.HfApi().hf_hub_download fetches acme/net without a revision",
    ],
    [
      'NAME = "acme/net"; AutoModel.from_pretrained(NAME)',
      "transformers.AutoModel.from_pretrained fetches acme/net without a revision",
    ],
  ])("%s", (source, message) => {
    expect(told(source)).toEqual([`low 2: ${message}`]);
  });

  test.each([
    `AutoModel.from_pretrained("acme/net", revision="${COMMIT}")`,
    `REV = "${COMMIT}"; AutoModel.from_pretrained("acme/net", revision=REV)`,
    'AutoModel.from_pretrained("./net")',
    'AutoModel.from_pretrained("/opt/net")',
    'AutoModel.from_pretrained("models/net")',
    'AutoModel.from_pretrained("outputs/checkpoint-500")',
    'AutoModel.from_pretrained(Path("acme") / "net")',
    'AutoModel.from_pretrained("acme/net", local_files_only=True)',
    'AutoModel.from_pretrained("acme/net", **kwargs)',
    'AutoModel.from_pretrained("acme/net", revision=revision)',
    "AutoModel.from_pretrained(args.model)",
    'load_dataset("csv", data_files="a.csv")',
    'timm.create_model("resnet50-d")',
    'model.save_pretrained("acme/net")',
    'pipeline("text-generation")',
  ])("silent: %s", (source) => {
    expect(told(source)).toEqual([]);
  });

  test("commands", () => {
    const script = `hf download acme/net\nhuggingface-cli download acme/net --revision main\nhf download acme/net --revision ${COMMIT}\n`;
    expect(saidBy("MA-LDR-006", script, "shell")).toEqual([
      "low 1: hf download fetches acme/net without --revision",
      "low 2: huggingface-cli download fetches acme/net at main, which can be moved",
    ]);
  });
});
