import type { CallUse, CodeValue } from "../../core/code-facts";
import { argument, mayBeTrue } from "./calls";

/** A function that runs a pickle, or something as free. */
export interface PickleLoader {
  /** The data or file: number of the argument, and its keywords. */
  readonly at: number;
  readonly keywords: readonly string[];
  /** What is needed for the call to be unsafe, beside being there. */
  readonly when?: (call: CallUse) => boolean;
  readonly remedy?: string;
}

const FILE = ["file", "filename", "path", "f", "filepath_or_buffer", "fname"];
const loader = (more: Partial<PickleLoader> = {}): PickleLoader => ({ at: 0, keywords: FILE, ...more });

const PICKLES = [
  "pickle",
  "cPickle",
  "_pickle",
  "six.moves.cPickle",
  "pickle5",
  "dill",
  "cloudpickle",
  "ray.cloudpickle",
  "joblib.externals.cloudpickle",
  "compress_pickle",
  "multiprocess.pickle",
  "torch.package",
];

/** Functions by dotted name. */
export const PICKLE_LOADERS: ReadonlyMap<string, PickleLoader> = new Map([
  ...PICKLES.slice(0, -1).flatMap((module): [string, PickleLoader][] =>
    ["load", "loads", "Unpickler", "_load", "_loads", "_Unpickler"].map((name) => [
      `${module}.${name}`,
      loader({ keywords: ["file", "data", "str", "s", "path"] }),
    ]),
  ),
  ["dill.load_session", loader()],
  ["dill.load_module", loader()],
  ["dill.load_module_asdict", loader()],
  [
    "joblib.load",
    loader({
      remedy:
        "Keep estimators as skops files: skops.io.dump(model, path), and skops.io.load(path, trusted=[...]) with the types that you have looked at.",
    }),
  ],
  ["sklearn.externals.joblib.load", loader()],
  ["joblib.numpy_pickle.load", loader()],
  [
    "pandas.read_pickle",
    loader({ remedy: "Keep tables as Parquet: frame.to_parquet(path), pandas.read_parquet(path)." }),
  ],
  ["pandas.io.pickle.read_pickle", loader()],
  ["pandas.io.api.read_pickle", loader()],
  ["pandas.compat.pickle_compat.load", loader()],
  ["statsmodels.iolib.smpickle.load_pickle", loader()],
  ["shelve.open", loader({ remedy: "Keep the data as JSON or in SQLite; a shelf runs pickles when it is read." })],
  ["shelve.DbfilenameShelf", loader()],
  [
    "jsonpickle.decode",
    loader({ keywords: ["string"], remedy: "Use json; jsonpickle makes objects of any class that the text names." }),
  ],
  ["jsonpickle.loads", loader({ keywords: ["string"] })],
  ["jsonpickle.unpickler.decode", loader({ keywords: ["string"] })],
  [
    "marshal.load",
    loader({ remedy: "Do not keep data with marshal: it reads code objects, and crafted ones crash Python." }),
  ],
  [
    "marshal.loads",
    loader({ remedy: "Do not keep data with marshal: it reads code objects, and crafted ones crash Python." }),
  ],
  ["fastai.learner.load_learner", loader()],
  ["fastai.vision.all.load_learner", loader()],
  ["fastai.text.all.load_learner", loader()],
  ["fastai.tabular.all.load_learner", loader()],
  ["fastai.basics.load_learner", loader()],
  ["torch.package.PackageImporter", loader({ keywords: ["file_or_buffer"] })],
  [
    "numpy.load",
    loader({
      when: (call) => mayBeTrue(argument(call, 2, "allow_pickle")),
      remedy: "Save arrays of numbers, which need no allow_pickle; keep objects as JSON.",
    }),
  ],
  ["numpy.lib.npyio.load", loader({ when: (call) => mayBeTrue(argument(call, 2, "allow_pickle")) })],
  ["numpy.lib.format.read_array", loader({ when: (call) => mayBeTrue(argument(call, 1, "allow_pickle")) })],
  [
    "skops.io.load",
    loader({
      when: trustsAnything,
      remedy: "Write the trusted types down as a list, after looking at skops.io.get_untrusted_types(file=path).",
    }),
  ],
  ["skops.io.loads", loader({ keywords: ["data"], when: trustsAnything })],
] as [string, PickleLoader][]);

/** `trusted=True`, or whatever the file itself says it needs. */
function trustsAnything(call: CallUse): boolean {
  const trusted: CodeValue | undefined = argument(call, 1, "trusted");
  return (
    (mayBeTrue(trusted) && trusted?.items === undefined) ||
    trusted?.resultOf?.some((name) => name.endsWith("get_untrusted_types")) === true
  );
}
