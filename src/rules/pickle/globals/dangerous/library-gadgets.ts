import { each, type DangerTable } from "./danger-table";

/** Looks harmless and ends in code: mostly found by the people who published a scanner's bypass with it. */
export const libraryGadgets: DangerTable = {
  family: "library gadget",
  modules: {
    "torch.jit.unsupported_tensor_ops": "runs source text as code",
    "torch.utils.data.datapipes": "reads files and unpickles them",
    "torch.fx.experimental.unification": "builds functions out of text",
    "torch._dynamo.debug_utils": "writes scripts and runs them",
    "torch._dynamo.repro": "writes scripts and runs them",
    "torch._dynamo.test_minifier_common": "writes scripts and runs them",
    "torch._functorch.fx_minifier": "writes scripts and runs them",
  },
  names: {
    "torch._dynamo.guards": each("GuardBuilder.get GuardBuilder", "evaluates text as an expression"),
    "torch.fx.experimental.symbolic_shapes": each(
      "ShapeEnv.evaluate_guards_expression ShapeEnv.evaluate_guards_for_args ShapeEnv.bind_symbols",
      "evaluates text as an expression",
    ),
    "torch.utils._config_module": each("ConfigModule", "loads its settings as a pickle"),
    "torch.utils.data.datapipes.utils.decoder": each(
      "ImageHandler audiohandler mathandler",
      "reads files and unpickles them",
    ),
    "torch._utils": each("_import_dotted_name", "imports a module by its name"),
    "torch.package.package_importer": each("PackageImporter", "loads a model together with its code"),
    "torch.cuda.memory": each("_record_memory_history _dump_snapshot", "writes files"),
    "numpy.f2py.crackfortran": each("getlincoef myeval _eval_length _eval_scalar", "evaluates text as an expression"),
    "numpy.testing._private.utils": each("runstring measure rundocs", "runs text as code"),
    "distutils.file_util": each("write_file", "writes a file"),
    "lib2to3.pgen2.grammar": each("Grammar.loads Grammar.load", "unpickles its argument"),
    "lib2to3.pgen2.pgen": each("ParserGenerator.make_label", "evaluates text as an expression"),
    pydoc: each("locate pipepager safeimport tempfilepager", "imports by name, or starts a pager through the shell"),
    pkgutil: each("resolve_name walk_packages", "imports by name"),
    jinja2: each("Template Environment", "runs the code that a template compiles to"),
    "jinja2.environment": each("Template Environment", "runs the code that a template compiles to"),
    "jinja2.nativetypes": each("NativeTemplate NativeEnvironment", "runs the code that a template compiles to"),
    "mako.template": each("Template", "runs the Python inside a template"),
    "django.template": each("Template", "runs the calls inside a template"),
    "scipy._lib.decorator": each(
      "FunctionMaker FunctionMaker.create",
      "builds source text from its arguments and runs it",
    ),
    decorator: each("FunctionMaker FunctionMaker.create", "builds source text from its arguments and runs it"),
    "attr._make": each(
      "_make_init _make_method _compile_and_eval _linecache_and_compile",
      "builds source text from its arguments and runs it",
    ),
    attr: each("make_class", "builds source text from its arguments and runs it"),
    attrs: each("make_class", "builds source text from its arguments and runs it"),
    pydantic: each("create_model", "builds a class that evaluates its annotations"),
    "pydantic.v1.utils": each("import_string", "imports by name"),
    "pydantic._internal._validators": each("import_string", "imports by name"),
  },
};
