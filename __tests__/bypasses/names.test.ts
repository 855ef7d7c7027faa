import { pickle, type Plain } from "../support/pickle-builder";
import { reported } from "./reported";

/**
 * Published bypasses of picklescan that consist of a name its list did not have. Each is called with a
 * harmless argument, once by the name as text and once by the opcodes of protocol 4.
 */
const PICKLESCAN: readonly (readonly [id: string, module: string, name: string])[] = [
  ["GHSA-4r9r-ch6f-vxmx", "torch.utils.bottleneck.__main__", "run_cprofile"],
  ["GHSA-4whj-rm5r-c2v8", "torch.utils.bottleneck.__main__", "run_autograd_prof"],
  ["GHSA-86cj-95qr-2p4f", "torch._dynamo.guards", "GuardBuilder.get"],
  ["GHSA-f4x7-rfwp-v3xw", "torch.fx.experimental.symbolic_shapes", "ShapeEnv.evaluate_guards_expression"],
  ["GHSA-f745-w6jp-hpxx", "torch.utils.collect_env", "run"],
  ["GHSA-jhph-76pp-mggw", "torch.utils.collect_env", "run_and_read_all"],
  ["GHSA-h3qp-7fh3-f8h4", "torch.utils.data.datapipes.utils.decoder", "basichandlers"],
  ["GHSA-vr7h-p6mm-wpmh", "torch.jit.unsupported_tensor_ops", "execWrapper"],
  ["GHSA-vv6j-3g6g-2pvj", "torch.utils._config_module", "ConfigModule.load_config"],
  ["GHSA-5qwp-399c-mjwf", "trace", "Trace.run"],
  ["GHSA-g344-hcph-8vgg", "trace", "Trace.runctx"],
  ["GHSA-x696-vm39-cp64", "profile", "Profile.run"],
  ["GHSA-6vqj-c2q5-j97w", "profile", "Profile.runctx"],
  ["GHSA-7wx9-6375-f5wh", "profile", "run"],
  ["GHSA-49gj-c84q-6qm9", "cProfile", "run"],
  ["GHSA-9w88-8rmg-7g2p", "cProfile", "runctx"],
  ["GHSA-f54q-57x4-jg88", "lib2to3.pgen2.grammar", "Grammar.loads"],
  ["GHSA-p9w7-82w4-7q8m", "lib2to3.pgen2.pgen", "ParserGenerator.make_label"],
  ["GHSA-3vg9-h568-4w9m and seven more", "idlelib.autocomplete", "AutoComplete.get_entity"],
  ["GHSA-6w4w-5w54-rjvr and seven more", "idlelib.autocomplete", "AutoComplete.fetch_completions"],
  ["GHSA-7cq8-mj8x-j263 and seven more", "idlelib.calltip", "Calltip.fetch_tip"],
  ["GHSA-8r4j-24qv-fmq9 and seven more", "idlelib.calltip", "get_entity"],
  ["GHSA-9xph-j2h6-g47v and seven more", "idlelib.debugobj", "ObjectTreeItem.SetText"],
  ["GHSA-m869-42cg-3xwr and seven more", "idlelib.pyshell", "ModifiedInterpreter.runcode"],
  ["GHSA-j343-8v2j-ff7w and seven more", "idlelib.pyshell", "ModifiedInterpreter.runcommand"],
  ["GHSA-3gf5-cxq9-w223 and seven more", "idlelib.run", "Executive.runcode"],
  ["GHSA-cj3c-v495-4xqh", "code", "InteractiveInterpreter.runcode"],
  ["GHSA-fqq6-7vqf-w3fg", "doctest", "debug_script"],
  ["GHSA-xp4f-hrf8-rxw7", "ensurepip", "_run_pip"],
  ["GHSA-q77w-mwjj-7mqx", "asyncio.unix_events", "_UnixSubprocessTransport._start"],
  ["GHSA-vvpj-8cmc-gx39", "pkgutil", "resolve_name"],
  ["GHSA-g38g-8gr9-h9xp", "uuid", "_get_command_stdout"],
  ["GHSA-g38g-8gr9-h9xp", "_osx_support", "_read_output"],
  ["GHSA-g38g-8gr9-h9xp", "_osx_support", "_find_build_tool"],
  ["GHSA-g38g-8gr9-h9xp", "_aix_support", "_read_cmd_output"],
  ["GHSA-g38g-8gr9-h9xp", "imaplib", "IMAP4_stream"],
  ["GHSA-g38g-8gr9-h9xp", "_pyrepl.pager", "pipe_pager"],
  ["GHSA-g38g-8gr9-h9xp", "test.support.script_helper", "assert_python_ok"],
  ["GHSA-m273-6v24-x4m4", "distutils.file_util", "write_file"],
  ["GHSA-4675-36f9-wf6r", "ctypes", "CDLL"],
  ["GHSA-84r2-jw7c-4r5q", "operator", "methodcaller"],
  ["GHSA-84r2-jw7c-4r5q", "pydoc", "locate"],
  ["GHSA-955r-x9j8-7rhh", "_operator", "attrgetter"],
  ["GHSA-46h3-79wf-xr6c", "_operator", "methodcaller"],
  ["GHSA-vqmv-47xg-9wpr", "pty", "spawn"],
  ["GHSA-r8g5-cgf2-4m4m", "numpy.f2py.crackfortran", "getlincoef"],
  ["GHSA-v7x6-rv5q-mhwc", "timeit", "timeit"],
  ["GHSA-f7qq-56ww-84cr", "asyncio.unix_events", "x"],
  ["GHSA-f7qq-56ww-84cr", "subprocess.below", "x"],
  ["GHSA-hgrh-qx5j-jfwx", "aiohttp", "request"],
  ["GHSA-hgrh-qx5j-jfwx", "http.client", "HTTPSConnection"],
  ["GHSA-hgrh-qx5j-jfwx", "ssl", "get_server_certificate"],
  ["GHSA-hgrh-qx5j-jfwx", "smtplib", "SMTP"],
  ["GHSA-655q-fx9r-782v", "runpy", "run_path"],
  ["GHSA-655q-fx9r-782v", "_io", "FileIO"],
  ["CVE-2025-1716", "pip", "main"],
  ["CVE-2025-1716", "pip._internal.cli.main", "main"],
];

/** The same for fickling. */
const FICKLING: typeof PICKLESCAN = [
  ["GHSA-r7v6-mfhq-g3m2", "pty", "spawn"],
  ["GHSA-565g-hwwr-4pp3", "marshal", "loads"],
  ["GHSA-565g-hwwr-4pp3", "types", "FunctionType"],
  ["GHSA-wfq2-52f7-7qvj, GHSA-q5qq-mvfm-j35x", "runpy", "run_path"],
  ["GHSA-wfq2-52f7-7qvj, GHSA-q5qq-mvfm-j35x", "importlib", "import_module"],
  ["GHSA-wfq2-52f7-7qvj, GHSA-q5qq-mvfm-j35x", "code", "InteractiveInterpreter"],
  ["GHSA-wfq2-52f7-7qvj, GHSA-q5qq-mvfm-j35x", "multiprocessing.util", "spawnv_passfds"],
  ["GHSA-p523-jq9w-64x9", "cProfile", "run"],
  ["GHSA-5hvc-6wx8-mvv4", "ctypes", "CDLL"],
  ["GHSA-5hvc-6wx8-mvv4", "pydoc", "locate"],
  ["GHSA-h4rm-mm56-xf63", "builtins", "eval"],
  ["GHSA-5hwf-rc88-82xm", "uuid", "_get_command_stdout"],
  ["GHSA-5hwf-rc88-82xm", "_aix_support", "_read_cmd_output"],
  ["GHSA-5hwf-rc88-82xm", "_osx_support", "_read_output"],
  ["GHSA-5j3x-jp52-966f", "logging", "os.system"],
  ["GHSA-6ggj-6f2q-f7mx", "_interpreters", "run_string"],
  ["GHSA-6ggj-6f2q-f7mx", "_xxsubinterpreters", "run_string"],
  ["GHSA-6ggj-6f2q-f7mx", "concurrent.interpreters", "create"],
];

/** Names that modelscan's open issues report as missed, and the private twins of names that scanners list. */
const OTHERS: typeof PICKLESCAN = [
  ["modelscan 89", "numpy", "__builtins__"],
  ["modelscan 89", "numpy", "core._internal.sys.modules"],
  ["modelscan 89", "numpy", "prod.os.system"],
  ["modelscan 267", "pickle", "loads"],
  ["modelscan 339", "signal", "raise_signal"],
  ["modelscan 339", "urllib.request", "urlopen"],
  ["picklescan 66", "importlib.util", "find_spec"],
  ["picklescan 24", "operator", "attrgetter"],
  ["twin", "_posixsubprocess", "fork_exec"],
  ["twin", "_socket", "socket"],
  ["twin", "_ctypes", "dlopen"],
  ["twin", "_pickle", "loads"],
  ["twin", "_thread", "start_new_thread"],
  ["twin", "_frozen_importlib", "_gcd_import"],
  ["twin", "posix", "system"],
  ["twin", "nt", "system"],
];

describe.each([
  ["picklescan", PICKLESCAN],
  ["fickling", FICKLING],
  ["others", OTHERS],
])("%s: names that were not on the list", (_, table) => {
  test.each(table)("%s %s.%s", (_id, module, name) => {
    for (const protocol of [0, 4])
      expect(reported(pickle(protocol).call(module, name, "echo").stop()).join("\n")).toMatch(/MA-PKL-00[126]/);
  });

  test.each(table)("%s %s.%s, only imported", (_id, module, name) => {
    reported(pickle(2).globalOpcode(module, name).stop());
  });
});

describe("names that reach other names", () => {
  test.each([
    ["through a harmless module", "logging", "os.system"],
    ["through two", "collections", "abc.sys.modules"],
    ["re-exported by numpy", "numpy", "os.system"],
    ["re-exported by torch", "torch", "os.system"],
    ["re-exported by torch, as a module", "torch.os", "system"],
    ["re-exported by a submodule of torch", "torch.serialization", "pickle.loads"],
    ["re-exported by joblib", "joblib.numpy_pickle", "io.open"],
    ["Python 2: the builtins", "__builtin__", "eval"],
    ["Python 2: execfile", "__builtin__", "execfile"],
    ["Python 2: commands", "commands", "getoutput"],
    ["Python 2: urllib2", "urllib2", "urlopen"],
    ["Python 2: cPickle", "cPickle", "loads"],
    ["a package that hands out others", "six.moves", "builtins.eval"],
    ["functools.reduce", "functools", "reduce"],
    ["an attribute by its name", "builtins", "getattr"],
    ["a class's innards", "builtins", "object.__subclasses__"],
    ["a method of a known class", "collections", "OrderedDict.__reduce__"],
  ])("%s: %s.%s", (_, module, name) => {
    for (const protocol of [2, 4]) reported(pickle(protocol).call(module, name, "echo").stop());
  });

  test("partial of a dangerous name", () => {
    const stream = pickle(4).global("functools", "partial").global("os", "system").string("echo").tuple2().reduce();
    expect(reported(stream.stop()).join("\n")).toContain("os.system");
  });

  test("GHSA-84r2-jw7c-4r5q methodcaller over what pydoc.locate finds", () => {
    const located: Plain[] = ["os"];
    const stream = pickle(4).call("operator", "methodcaller", "system", "echo");
    reported(
      stream
        .call("pydoc", "locate", ...located)
        .tuple1()
        .reduce()
        .stop(),
    );
  });
});
