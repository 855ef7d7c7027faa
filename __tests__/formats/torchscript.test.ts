import { operatorsIn } from "../../src/formats/torchscript/operators";
import { Budget } from "../../src/core/budget";
import { pickle } from "../support/pickle-builder";
import { lines, scanBytes } from "../support/scan";
import { zip } from "../support/zip-builder";

/** As torch 2.15 writes the source of a module. */
const program = (...body: string[]) =>
  [
    "class M(Module):",
    "  __parameters__ = []",
    "  training : bool",
    "  def forward(self: __torch__.M,",
    "    x: Tensor) -> Tensor:",
    ...body.map((line) => `    ${line}`),
    "    return torch.add(x, x)",
    "",
  ].join("\n");

function scan(source: string): string[] {
  const parts = {
    "m/data.pkl": pickle(2).emptyDict().stop(),
    "m/code/__torch__.py": source,
    "m/constants.pkl": pickle(2).emptyTuple().stop(),
    "m/version": "3\n",
  };
  const result = scanBytes(zip(Object.entries(parts).map(([name, data]) => ({ name, data }))), "m.pt");
  expect(result.format).toBe("torchscript");
  return lines(result.findings).map((line) =>
    line.replace(/^(\w+) (\S+) m\.pt > m\/code\/__torch__\.py @ 0x[0-9a-f]+: /, "$1 $2 "),
  );
}

test("a program of PyTorch's own operators passes without a word", () => {
  const body = [
    "_0 = __torch__.torch.nn.functional.relu",
    'ops.prim.RaiseException("torch.save(x, y)", "builtins.RuntimeError")',
    "y = ops.quantized.linear(x, self._packed_params, 1., 0)",
    "p : __torch__.torch.classes.quantized.LinearPackedParamsBase = self.p",
    "# torch.from_file in a comment",
    "z = ops.torchvision.nms(x, x, 0.5)",
  ];
  expect(scan(program(...body))).toEqual([]);
});

test.each([
  ['torch.save(x, "/tmp/y.bin")', "critical MA-FMT-063 uses aten::save, which writes a file"],
  ['y = torch.from_file("/etc/passwd", False, 4)', "critical MA-FMT-063 uses aten::from_file, which maps a file into memory, and makes it where it is not there"],
  ["y = ops . aten .\n      from_file(p)", "critical MA-FMT-063 uses aten::from_file, which maps a file into memory, and makes it where it is not there"],
  ["_0 = torch.save", "critical MA-FMT-063 uses aten::save, which writes a file"],
  ["y = ops.image.read_file(p)", "critical MA-FMT-063 uses image::read_file, which reads a file"],
  ["f = ops.rpc.rpc_async(to, fn, x)", "critical MA-FMT-063 uses rpc::rpc_async, which sends data to other machines"],
  ["s : __torch__.torch.classes.dist_c10d.Store = x", "critical MA-FMT-063 uses classes.dist_c10d::Store, which sends data to other machines"],
  ["y = ops.mylib.anything(x)", "medium MA-FMT-063 uses mylib::anything, of a library that is not known here"],
  ["y : __torch__.torch.classes.mylib.Thing = x", "medium MA-FMT-063 uses classes.mylib::Thing, of a library that is not known here"],
])("%s", (line, words) => expect(scan(program(line))).toEqual([words])); // prettier-ignore

test("shows what a call is given", () => {
  const [save] = operatorsIn(program('torch.save(x, "/home/me/.ssh/authorized_keys")'), new Budget());
  expect(save).toMatchObject({ domain: "aten", name: "save", constants: ["/home/me/.ssh/authorized_keys"] });
});

test("long texts and open ones cost one pass", () => {
  const long = `${" a".repeat(10_000_000)}`;
  for (const source of [
    `"${long}`,
    `"${long}"`,
    `"""${long}`,
    `#${long}`,
    "torch".padEnd(10_000_000, " "),
    "torch.".repeat(2_000_000),
  ])
    expect(operatorsIn(source, new Budget()).length).toBeLessThanOrEqual(1);
});
