import type { OperatorFact } from "../../core/graph-facts";
import { defineRule, type Report } from "../../core/rule";
import { reportMany } from "../report-many";

/** Operators that reach out of the program, of libtorch 2.15 and the libraries of its makers. */
const REACHING: Readonly<Record<string, string>> = {
  "aten::save": "writes a file",
  "aten::from_file": "maps a file into memory, and makes it where it is not there",
  "image::read_file": "reads a file",
  "image::write_file": "writes a file",
  "torchaudio::sox_io_load_audio_file": "reads a file",
  "torchaudio::sox_io_save_audio_file": "writes a file",
  "torchaudio::sox_effects_apply_effects_file": "reads a file",
  "debugprims::load_tensor": "reads a file",
};
/** Namespaces whose operators send data to other machines. */
const REMOTE = /^(rpc|dist_rpc|classes\.(dist_rpc|dist_c10d))$/;

/** Namespaces of PyTorch and of libraries that are installed beside it; what is not here needs a library of someone's. */
const KNOWN = new Set(
  (
    "aten prim prims quantized _quantized quantization mkldnn mkldnn_prepacked mkl onednn sparse torchvision image torchaudio " +
    "torchtext cuda profiler inductor export static_runtime _c10d_functional c10d_functional _caffe2 onnx tensorrt fbgemm " +
    "torch_scatter torch_sparse torch_cluster torch_spline_conv pyg xnnpack vulkan_prepack metal_prepack _nnapi higher_order streams"
  ).split(" "),
);
const KNOWN_CLASSES = new Set(
  "quantized xnnpack mkldnn metal vulkan rnn sparse tensorrt profiler torchvision torchaudio torchtext _nnapi onednn".split(
    " ",
  ),
);

/**
 * Why: a TorchScript program is run by C++, which has no Python to call. But some of its operators open files or send
 * data, and they run as soon as the model is used.
 */
export const torchscriptOperator = defineRule({
  id: "MA-FMT-063",
  name: "torchscript-operator",
  on: "graph",
  severity: "critical",
  confidence: "high",
  since: "0.1.0",
  summary: "A TorchScript program reaches files or the network, or needs operators of an unknown library",
  remedy: "Do not run this program. Ask its author why a model opens files, and for one that does not.",
  *check({ graph, at }) {
    if (graph.format !== "torchscript") return;
    yield* reportMany(
      graph.operators,
      (operator) => {
        const report = tell(operator);
        return (
          report && { ...report, at: { ...at, ...(operator.offset === undefined ? {} : { offset: operator.offset }) } }
        );
      },
      (more) => ({ message: `and ${more} more operators of this kind`, key: ["more"], severity: "medium" }),
    );
  },
});

function tell({ domain = "", name, constants = [] }: OperatorFact): Report | undefined {
  const full = `${domain}::${name}`;
  const evidence =
    constants.length === 0 ? full : `${full}(${constants.map((text) => JSON.stringify(text)).join(", ")})`;
  const common = { evidence, key: [full] };
  if (Object.hasOwn(REACHING, full)) return { ...common, message: `uses ${full}, which ${REACHING[full]!}` };
  if (REMOTE.test(domain)) return { ...common, message: `uses ${full}, which sends data to other machines` };
  const known = domain.startsWith("classes.") ? KNOWN_CLASSES.has(domain.slice(8)) : KNOWN.has(domain);
  if (known) return undefined;
  const remedy = "Find out which library brings these operators: it is native code that has to be loaded first.";
  return { ...common, remedy, severity: "medium", message: `uses ${full}, of a library that is not known here` };
}
