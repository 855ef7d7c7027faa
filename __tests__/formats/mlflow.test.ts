import { lines, scanBeside, scanBytes, type Beside } from "../support/scan";
import { zip } from "../support/zip-builder";

const text = (value: string) => Buffer.from(value);
const file = text("x");

/** As mlflow 3.17 writes it; `more` goes below `python_function`. */
const mlmodel = (more: string, flavours = "") => `flavors:
  python_function:
    env:
      conda: conda.yaml
      virtualenv: python_env.yaml
${more}
    python_version: 3.11.7
${flavours}mlflow_version: 3.17.2
model_uuid: 1efa6979d5254c6ebfd016e5e1d7626f
`;
const scan = (content: string, beside: Beside = {}) => {
  const result = scanBeside(text(content), "models/net/MLmodel", beside);
  expect(result).toMatchObject({ format: "mlmodel", text: true });
  return { ...result, said: lines(result.findings).map((line) => line.replace("models/net/MLmodel", "")) };
};

const TOO_LONG = "high MA-SYS-002 : takes more than any real model: more than 524,288 bytes of headers";

describe("mlmodel", () => {
  test.each<[string, string, Beside]>([
    ["a pickle by mlflow.sklearn", "    loader_module: mlflow.sklearn\n    model_path: model.pkl", { "model.pkl": file }],
    ["cloudpickle", "    loader_module: mlflow.pyfunc.model\n    python_model: python_model.pkl\n    cloudpickle_version: 3.1.2\n    artifacts:\n      a:\n        path: artifacts/a.txt\n        uri: /home/me/a.txt", { "python_model.pkl": file, "artifacts/a.txt": file }],
    ["no code", "    loader_module: mlflow.xgboost\n    data: model.ubj\n    code: null", { "model.ubj": file }],
  ])("%s passes without a word", (_, more, beside) => expect(scan(mlmodel(more), beside).said).toEqual([])); // prettier-ignore

  test("code behind more than is read is not passed in silence", () => {
    const long = `# flavors\n${"# nothing\n".repeat(60_000)}${mlmodel("    loader_module: my_loader")}`;
    expect(scan(long).said).toEqual([TOO_LONG]);
  });

  test.each<[string, string, Beside, string[]]>([
    ["a loader of its own", "    loader_module: my_loader\n    code: code", { "code/my_loader.py": file },
      ["medium MA-FMT-061 :6: its loader module is my_loader, which runs when the model is loaded; it is part of this repository"]],
    ["a loader from anywhere", "    loader_module: my_loader", {},
      ["medium MA-FMT-061 :6: its loader module is my_loader, which the loader imports from whatever is installed"]],
    ["a name that begins like mlflow's", "    loader_module: mlflow_tools.x", {},
      ["medium MA-FMT-061 :6: its loader module is mlflow_tools.x, which the loader imports from whatever is installed"]],
    ["a script", "    loader_module: mlflow.pyfunc.loaders.code_model\n    model_code_path: /home/me/net.py", { "net.py": file },
      ["medium MA-FMT-061 :7: its model script is net.py, which runs when the model is loaded; it is part of this repository"]],
    ["a script that is not there", "    loader_module: mlflow.pyfunc.loaders.code_model\n    model_code_path: net.py", {},
      ["high MA-FMT-061 :7: its model script is net.py, which is not in the package: the server takes one that it finds elsewhere"]],
  ])("%s", (_, more, beside, words) => expect(scan(mlmodel(more), beside).said).toEqual(words)); // prettier-ignore

  test("paths that lead out are said at their line", () => {
    const { said } = scan(
      mlmodel("    loader_module: mlflow.sklearn\n    model_path: ../../../etc/passwd\n    data: /etc/shadow"),
    );
    expect(said).toEqual([
      expect.stringMatching(/^high MA-FMT-01\d :8: .*\/etc\/shadow/),
      expect.stringMatching(/^high MA-FMT-01\d :7: .*\.\.\/etc\/passwd/),
    ]);
  });

  test("a file that is not here leaves the verdict incomplete", () => {
    const { missing } = scan(mlmodel("    loader_module: mlflow.sklearn\n    model_path: model.pkl"));
    expect(missing).toEqual(["its python_function model_path model.pkl is not there"]);
  });

  test("types that the model wants skops to trust are looked at", () => {
    const { said } = scan(
      mlmodel(
        "    loader_module: mlflow.sklearn",
        "  sklearn:\n    skops_trusted_types:\n    - os.system\n    - sklearn.svm._classes.SVC\n",
      ),
    );
    expect(said).toEqual([expect.stringMatching(/^critical MA-FMT-060 :10: names os\.system/)]);
  });

  test("code inside of an archive is reviewed by nobody", () => {
    const content = mlmodel("    loader_module: my_loader");
    const result = scanBytes(zip([{ name: "net/MLmodel", data: content }]), "net.zip");
    expect(lines(result.findings)).toEqual([
      expect.stringMatching(/^high MA-FMT-061 net.zip > net\/MLmodel:6: .* inside of the package only$/),
    ]);
  });

  test("another file of this name is not claimed", () =>
    expect(scanBytes(text("just words"), "MLmodel").format).toBeUndefined());
});

describe("mlflow-environment", () => {
  const beside = { MLmodel: file };
  const environment = (content: string, path: string, around: Beside = beside) => {
    const result = scanBeside(text(content), `m/${path}`, around);
    return { format: result.format, said: lines(result.findings).map((line) => line.replace(`m/${path}`, "")) };
  };
  const conda = (...pip: string[]) =>
    `channels:\n- conda-forge\ndependencies:\n- python=3.11.7\n- pip<=23.2.1\n- pip:\n${pip.map((line) => `  - ${line}\n`).join("")}name: mlflow-env\n`;

  test("what MLflow writes passes without a word", () => {
    expect(environment(conda("mlflow==3.17.2", "cloudpickle==3.1.2"), "conda.yaml")).toEqual({
      format: "mlflow-environment",
      said: [],
    });
    expect(
      environment(
        "python: 3.11.7\nbuild_dependencies:\n- pip==23.2.1\ndependencies:\n- -r requirements.txt\n",
        "python_env.yaml",
      ).said,
    ).toEqual([]);
    expect(environment("mlflow==3.17.2\nscikit-learn==1.9.1\n", "requirements.txt").said).toEqual([]);
  });

  test.each([
    ["--index-url http://pypi.example/simple", "high", "without encryption"],
    ["-i https://pypi.example/simple", "medium", "an index that the model chooses"],
    ["--extra-index-url https://pypi.example/simple", "medium", "a second index"],
    ["--trusted-host pypi.example", "high", "certificates"],
    ["-f http://wheels.example", "high", "without encryption"],
    ["net @ git+https://github.com/x/y", "medium", "without a pinned commit"],
    ["net @ https://example.com/net.whl", "medium", "without a hash"],
    ["https://example.com/net.tar.gz", "medium", "without a hash"],
  ])("%s", (line, severity, words) => {
    expect(environment(conda(`"${line}"`), "conda.yaml").said).toEqual([
      expect.stringMatching(`^${severity} MA-FMT-062 :7: .*${words}`),
    ]);
    expect(environment(`# a word\n${line}\n`, "requirements.txt").said).toEqual([
      expect.stringMatching(`^${severity} MA-FMT-062 :2: .*${words}`),
    ]);
  });

  test.each([
    `net @ git+https://github.com/x/y@${"a".repeat(40)}`,
    `https://example.com/net.whl#sha256=${"b".repeat(64)}`,
    "torch==2.6 # http://in.a/comment",
  ])("%s is pinned", (line) => expect(environment(`${line}\n`, "requirements.txt").said).toEqual([]));

  test("one that is longer than is read is not passed in silence", () => {
    const long = `${"# nothing\n".repeat(60_000)}--index-url http://pypi.example/simple\n`;
    expect(environment(long, "requirements.txt").said).toEqual([TOO_LONG]);
  });

  test("credentials are not shown", () => {
    const result = scanBeside(
      text("--extra-index-url https://me:secret@pypi.example/simple\n"),
      "m/requirements.txt",
      beside,
    );
    expect(JSON.stringify(result)).not.toContain("secret");
  });

  test("requirements that are no model's are not claimed", () =>
    expect(environment("-i http://x\n", "requirements.txt", {}).format).toBeUndefined());
});
