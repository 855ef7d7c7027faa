import { saidBy } from "../../support/loader-code";

const told = (source: string, beside = {}) => saidBy("MA-LDR-001", source, "python", beside);
const pins = (name: string, text: string) => ({ [name]: Buffer.from(text) });

describe("MA-LDR-001 unsafe-torch-load", () => {
  test.each([
    ["plain", 'import torch\ntorch.load("m.pt", weights_only=False)'],
    ["by another name", 'import torch as t\nt.load("m.pt", weights_only=False)'],
    ["imported", 'from torch import load as l\nl("m.pt", weights_only=False)'],
    ["assigned", 'import torch; f = torch.load\nf("m.pt", weights_only=False)'],
    ["by getattr", 'import torch\ngetattr(torch, "lo" + "ad")("m.pt", weights_only=False)'],
    ["by import_module", 'import importlib\nimportlib.import_module("torch").load("m.pt", weights_only=False)'],
    ["by __import__", '\n__import__("torch").load("m.pt", weights_only=False)'],
    ["through a dict", 'import torch; k = {"weights_only": False}\ntorch.load("m.pt", **k)'],
    ["through a constant", 'import torch; SAFE = False\ntorch.load("m.pt", weights_only=SAFE)'],
    ["through partial", "import torch, functools\nfunctools.partial(torch.load, weights_only=False)"],
    ["in letters that Python takes for these", 'import 𝐭𝐨𝐫𝐜𝐡\n𝐭𝐨𝐫𝐜𝐡.load("m.pt", weights_only=False)'],
    ["with star imports", 'from torch import *\nload("m.pt", weights_only=False)'],
    [
      "after a lone carriage return, which ends a comment for Python",
      '# harmless\rimport torch; torch.load("m.pt", weights_only=False)',
    ],
  ])("weights_only=False, %s", (_, source) => {
    expect(told(source)).toEqual([
      "medium 2: torch.load is called with weights_only=False: a pickle in the file runs code",
    ]);
  });

  test("of something downloaded is high, and says from where", () => {
    const source = [
      "import torch",
      "from huggingface_hub import hf_hub_download",
      'path = hf_hub_download("acme/net", "model.bin")',
      "model = torch.load(path, map_location='cpu', weights_only=False)",
    ];
    expect(told(source.join("\n"))).toEqual([
      "high 4: torch.load is called with weights_only=False: a pickle in the file runs code, " +
        "which huggingface_hub.hf_hub_download downloads from acme/net",
    ]);
  });

  test.each([
    ["requirements.txt", "numpy\ntorch==2.1.0\n", "torch==2.1.0"],
    ["requirements-gpu.txt", "torch>=1.13,<2.3 ; python_version > '3'\n", "torch>=1.13,<2.3"],
    ["pyproject.toml", 'dependencies = ["torch ~= 2.1.2"]\n', "torch ~= 2.1.2"],
    ["environment.yml", "dependencies:\n  - pytorch=2.0\n", "pytorch=2.0"],
    ["../requirements.txt", "torch<2.6\n", "torch<2.6"],
  ])("weights_only absent, with %s", (file, text, shown) => {
    expect(told('import torch\ntorch.load("m.pt")', pins(file, text))).toEqual([
      `medium 2: torch.load is called without weights_only on a torch below 2.6 (${shown} in ${file}): a pickle in the file runs code`,
    ]);
  });

  test.each([
    ["torch>=2.0\n"],
    ["torch==2.6.0\n"],
    ["torch~=2.1\n"],
    ["torchvision==0.16\n"],
    ["torch\n"],
    ["tensorflow<2\n"],
  ])("weights_only absent is silent where torch may be new: %j", (text) => {
    expect(told('import torch\ntorch.load("m.pt")', pins("requirements.txt", text))).toEqual([]);
  });

  test("another pickle module, the environment, functions that hand it on", () => {
    const source = [
      "import torch, dill, os",
      'torch.load("m.pt", pickle_module=dill)',
      'os.environ["TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD"] = "1"',
      'Net.load_from_checkpoint("m.ckpt", weights_only=False)',
      'torch.hub.load_state_dict_from_url("https://a.example/m.pth")',
      'torch.hub.load_state_dict_from_url("https://a.example/m-0a1b2c3d.pth", check_hash=True)',
    ];
    expect(told(source.join("\n"))).toEqual([
      "medium 2: torch.load is called with pickle_module=dill: a pickle in the file runs code",
      "medium 3: TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD is set: torch.load runs any pickle wherever weights_only is not given",
      "medium 4: load_from_checkpoint is called with weights_only=False: a pickle in the file runs code",
      "high 5: torch.hub.load_state_dict_from_url is called without weights_only=True, which is not its default: a pickle in the file runs code, which torch.hub.load_state_dict_from_url downloads from https://a.example/m.pth",
      "medium 6: torch.hub.load_state_dict_from_url is called without weights_only=True, which is not its default: a pickle in the file runs code, which torch.hub.load_state_dict_from_url downloads from https://a.example/m-0a1b2c3d.pth and checks by the hash in its name",
    ]);
  });

  test.each([
    ["weights_only=True", 'import torch\ntorch.load("m.pt", weights_only=True)'],
    ["a value that is not written here", "import torch\ndef f(w):\n  torch.load('m', weights_only=w)"],
    ["a receiver that is not known", 'model.load("m.pt")'],
    [
      "a name that is a parameter",
      "def f(torch):\n  torch.load('m', weights_only=False).x = 1\n".replace("weights_only=False", "x=1"),
    ],
    [
      "what it saved in memory a moment ago",
      "import torch, io\nb = io.BytesIO()\ntorch.save(m, b)\nb.seek(0)\ntorch.load(b, weights_only=False)",
    ],
    ["checkpoints that are saved", "trainer.save_checkpoint('m', weights_only=False)"],
    ["a text about it", '"""torch.load(x, weights_only=False)"""\n# torch.load(x, weights_only=False)'],
  ])("silent: %s", (_, source) => {
    expect(told(source)).toEqual([]);
  });
});
