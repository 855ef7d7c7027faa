import { each, type DangerTable } from "./danger-table";

const importer = "imports modules by a name that need not stand in the pickle";
const attribute = "reaches any attribute of any object by its name";

/** Finds other names, so that the dangerous one need not stand in the pickle. */
export const nameResolution: DangerTable = {
  family: "name resolution",
  modules: {
    importlib: importer,
    _frozen_importlib: importer,
    _frozen_importlib_external: importer,
    _imp: importer,
    imp: importer,
    zipimport: importer,
    pkgutil: importer,
    modulefinder: importer,
    ihooks: importer,
    importlib_metadata: importer,
    importlib_resources: importer,
    pkg_resources: importer,
    stevedore: importer,
    pydoc: "imports what it is asked about, and starts a pager",
    pyclbr: "imports and reads modules",
    "six.moves": "hands out other modules under harmless names",
    "transformers.dynamic_module_utils": "imports code that comes with a model",
    "scipy._lib._uarray": "calls backends that are found by name",
  },
  names: {
    builtins: {
      __import__: importer,
      ...each("getattr", attribute),
      __loader__: importer,
      __spec__: importer,
    },
    operator: each("attrgetter methodcaller", attribute),
    _operator: each("attrgetter methodcaller", attribute),
    "logging.config": each("dictConfig fileConfig listen", "imports and calls what a configuration names"),
    string: each("Formatter", "reaches attributes of its arguments by their names"),
    six: each("_import_module _resolve MovedModule MovedAttribute LazyModule", importer),
    "django.utils.module_loading": each("import_string", importer),
    "werkzeug.utils": each("import_string", importer),
    "transformers.utils.import_utils": each("direct_transformers_import _LazyModule", importer),
    "transformers.utils": each("direct_transformers_import cached_file cached_path", importer),
    "hydra.utils": each("get_class get_method get_object", importer),
    "numpy.compat": each("npy_load_module", importer),
    "numpy.compat.py3k": each("npy_load_module", importer),
    "traitlets.utils.importstring": each("import_item", importer),
    "distributed.utils": each("import_term", importer),
    "spacy.util": each("import_file load_model load_language_data", importer),
    "thinc.util": each("import_file", importer),
    "xmlrpc.server": each("resolve_dotted_attribute", attribute),
    SimpleXMLRPCServer: each("resolve_dotted_attribute", attribute),
  },
};
