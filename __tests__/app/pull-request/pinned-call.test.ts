import { pinnedCall } from "../../../src/app/pull-request/pinned-call";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const COMMITS = new Map([["acme/net", COMMIT]]);
const HEAD = [
  "import huggingface_hub, datasets, peft, transformers",
  "from transformers import AutoModel, AutoModel as Other",
  "from huggingface_hub import hf_hub_download, snapshot_download",
  "",
];
const LINE = HEAD.length;

/** What is suggested for this line of a file. */
const pinned = (line: string, ...after: string[]) =>
  pinnedCall([...HEAD.slice(0, -1), line, ...after, ""].join("\n"), LINE, COMMITS);

test.each([
  ['model = AutoModel.from_pretrained("acme/net")', `model = AutoModel.from_pretrained("acme/net", revision="${COMMIT}")`],
  ["AutoModel.from_pretrained('acme/net')", `AutoModel.from_pretrained('acme/net', revision='${COMMIT}')`],
  ['self.model = transformers.AutoModel.from_pretrained("acme/net", torch_dtype=torch.float16, trust_remote_code=True)  # ours', `self.model = transformers.AutoModel.from_pretrained("acme/net", torch_dtype=torch.float16, trust_remote_code=True, revision="${COMMIT}")  # ours`],
  ['path = snapshot_download(repo_id="acme/net")', `path = snapshot_download(repo_id="acme/net", revision="${COMMIT}")`],
  ['hf_hub_download("acme/net", "model.bin")', `hf_hub_download("acme/net", "model.bin", revision="${COMMIT}")`],
])("%s", (line, fixed) => {
  expect(pinned(line)).toBe(fixed);
}); // prettier-ignore

test("in a function", () => {
  const text = `from transformers import AutoModel\r\ndef load():\r\n    return AutoModel.from_pretrained("acme/net")\r\n`;
  expect(pinnedCall(text, 3, COMMITS)).toBe(`    return AutoModel.from_pretrained("acme/net", revision="${COMMIT}")`);
});

test.each([
  ["another model", 'AutoModel.from_pretrained("acme/other")'],
  ["another spelling", 'AutoModel.from_pretrained("Acme/net")'],
  ["a revision", 'AutoModel.from_pretrained("acme/net", revision="main")'],
  ["a revision that is none", 'AutoModel.from_pretrained("acme/net", revision=None)'],
  ["a revision of the code", 'AutoModel.from_pretrained("acme/net", code_revision="main")'],
  ["not closed", 'AutoModel.from_pretrained("acme/net",'],
  ["a comma at the end", 'AutoModel.from_pretrained("acme/net",)'],
  ["two calls", 'AutoModel.from_pretrained("acme/net"); AutoModel.from_pretrained("acme/net")'],
  ["a call in a call", 'AutoModel.from_pretrained("acme/net", token=get("x"))'],
  ["a call around it", 'print(AutoModel.from_pretrained("acme/net"))'],
  ["a call of its result", 'AutoModel.from_pretrained("acme/net").to("cuda")'],
  ["two targets", 'a, b = AutoModel.from_pretrained("acme/net")'],
  ["a condition", 'm = AutoModel.from_pretrained("acme/net") if x else None'],
  ["an escape", 'AutoModel.from_pretrained("acme\\x2fnet")'],
  ["a computed text", 'AutoModel.from_pretrained(f"acme/net")'],
  ["bytes", 'AutoModel.from_pretrained(b"acme/net")'],
  ["two texts in a row", 'AutoModel.from_pretrained("acme/" "net")'],
  ["a long text", 'AutoModel.from_pretrained("""acme/net""")'],
  ["more arguments", 'AutoModel.from_pretrained("acme/net", **more)'],
  ["more places", 'AutoModel.from_pretrained("acme/net", *more)'],
  ["a second place", 'AutoModel.from_pretrained("acme/net", config)'],
  ["a place that is the revision", 'snapshot_download("acme/net", "model", "main")'],
  ["a keyword twice", 'AutoModel.from_pretrained("acme/net", token=a, token=b)'],
  ["a backtick", 'AutoModel.from_pretrained("acme/net")  # ```'],
  ["a letter like another in the name", 'AutoModel.from_pretrained("\u0430cme/net")'],
  ["a letter like another in the function", 'AutoM\u03bfdel.from_pretrained("acme/net")'],
  ["a bidirectional mark", 'AutoModel.from_pretrained("acme/net")  # \u202e'],
  ["a continued line", 'AutoModel.from_pretrained("acme/net") \\'],
  ["a data set", 'datasets.load_dataset("acme/net")'],
  ["a repository of another kind", 'snapshot_download("acme/net", repo_type="dataset")'],
  ["another server", 'snapshot_download("acme/net", endpoint="https://hub.example")'],
  ["another repository's pipeline", 'AutoModel.from_pretrained("acme/net", custom_pipeline="acme/pipe")'],
  ["a function by another name", 'Other.from_pretrained("acme/net")'],
  ["a function that nobody knows", 'Net.from_pretrained("acme/net")'],
  ["an adapter", 'peft.PeftConfig.from_pretrained("acme/net")'],
  ["a name of a variable", "AutoModel.from_pretrained(NAME)"],
  ["a name of a variable, whose text is another argument", 'AutoModel.from_pretrained(NAME, subfolder="acme/net")'],
  ["another model's configuration", 'AutoModel.from_pretrained("acme/net", config="acme/other")'],
  ["a comment", '# AutoModel.from_pretrained("acme/net")'],
  ["a decorator", '@AutoModel.from_pretrained("acme/net")'],
  ["a long line", `AutoModel.from_pretrained("acme/net")  # ${"a".repeat(300)}`],
  ["a line that would be too long", `AutoModel.from_pretrained("acme/net")  # ${"a".repeat(220)}`],
  ["nothing", ""],
])("%s is left alone", (_, line) => {
  expect(pinned(line, 'NAME = "acme/net"')).toBeUndefined();
});

test("what a list of many arguments costs is bounded", () => {
  expect(pinned(`f(${"a, ".repeat(90)}!`)).toBeUndefined();
  expect(pinned(`f(${"a=a ".repeat(70)}!`)).toBeUndefined();
});

test.each([
  ["in a text of several lines", ['"""', 'AutoModel.from_pretrained("acme/net")', '"""']],
  ["in a call of several lines", ["print(x=1, y=[", 'AutoModel.from_pretrained("acme/net")', "])"]],
  ["behind a continued line", ["x = print(1, end='') or \\", 'AutoModel.from_pretrained("acme/net")']],
])("a line that is more than it says: %s", (why, lines) => {
  const text = ["from transformers import AutoModel", ...lines, ""].join("\n");
  const found = pinnedCall(text, 3, COMMITS);
  // The argument is right wherever the call is one by itself.
  if (why.includes("behind")) expect(found).toBe(`AutoModel.from_pretrained("acme/net", revision="${COMMIT}")`);
  else expect(found).toBeUndefined();
});

test("a function that may be another library's", () => {
  const imports = ["try:", "    from transformers import AutoModel", "except ImportError:", "    from modelscope import AutoModel"];
  expect(pinnedCall([...imports, 'AutoModel.from_pretrained("acme/net")', ""].join("\n"), 5, COMMITS)).toBeUndefined();
}); // prettier-ignore

test.each([
  ["lines that end otherwise", 'from transformers import AutoModel\rAutoModel.from_pretrained("acme/net")\nAutoModel.from_pretrained("acme/net")\n', 2],
  ["an encoding that says other things", '# coding: utf-7\nfrom transformers import AutoModel\nAutoModel.from_pretrained("acme/net")\n', 3],
  ["a line behind the end", "from transformers import AutoModel\n", 9],
  ["no Python", `from transformers import AutoModel\n${"))) ((\n".repeat(50)}AutoModel.from_pretrained("acme/net")\n`, 52],
])("%s: nothing is suggested", (_, text, line) => {
  expect(pinnedCall(text, line, COMMITS)).toBeUndefined();
}); // prettier-ignore
