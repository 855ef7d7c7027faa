import { chatTemplateFile, chatTemplateJson } from "../../src/formats/chat-template";
import { lines, scanBeside, scanBytes } from "../support/scan";
import { artifactOf, contextOf } from "../support/see";

const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text));
const scan = (text: string) => scanBytes(bytesOf(text), "model/chat_template.jinja");
/** What is said of a template, without the path: `line severity rule: message`. */
const told = (text: string) =>
  scan(text).findings.map(({ location, severity, rule, message }) => `${location.line} ${severity} ${rule} ${message}`);
/** Names that MA-HUB-010 tells. */
const reached = (text: string) =>
  scan(text)
    .findings.filter(({ rule }) => rule === "MA-HUB-010")
    .map(({ message }) => /(?:reaches for|spells|calls) ([^,]+),/.exec(message)![1]);

describe("chat-template", () => {
  test.each([
    ["chat_template.jinja", {}, true],
    ["tokenizer/chat_template_tool_use.jinja", {}, true],
    ["additional_chat_templates/rag.jinja", {}, true],
    ["rag.jinja", { "tokenizer_config.json": bytesOf("{}") }, true],
    ["rag.jinja", {}, false],
    ["templates/index.html.jinja2", {}, false],
    ["chat_template.jinja.bak", {}, false],
  ])("%s beside %j: %s", (path, beside, expected) => {
    const result = scanBeside(bytesOf("{{ x }}"), path, beside);
    expect(result.format).toBe(expected ? "chat-template" : undefined);
  });

  test("an inner stream of bytes is no template, whatever it is called", () => {
    const artifact = { ...artifactOf(bytesOf("{{ x }}"), ["chat_template.jinja"]), nested: true };
    expect(chatTemplateFile.claims(artifact, contextOf())).toBe(false);
    expect(
      chatTemplateJson.claims({ ...artifact, at: { path: "m", inside: ["chat_template.json"] } }, contextOf()),
    ).toBe(false);
  });

  test("chat_template.json is read as JSON, and its finding stands at its line", () => {
    const text = JSON.stringify(
      { chat_template: "{% for m in messages %}\n{{ m.__class__ }}{% endfor %}" },
      undefined,
      2,
    );
    const result = scanBytes(bytesOf(text), "model/chat_template.json");
    expect(result.format).toBe("chat-template-json");
    expect(lines(result.findings)).toEqual([
      "high MA-HUB-010 model/chat_template.json:2: the chat template in chat_template reaches for __class__, an internal of Python (line 2 of the template)",
    ]);
  });

  test("a credential in a template is told", () => {
    const token = `hf_${"aBcDeFgHiJkLmNoPqRsTuVwXyZaBcDeFgH"}`;
    expect(scan(`line\n{# ${token} #}`).findings.map(({ rule, location }) => [rule, location.line])).toEqual([
      ["MA-SEC-001", 2],
    ]);
  });

  test("is text that people write, so that findings have lines", () => {
    expect(scan("{{ x }}")).toMatchObject({ format: "chat-template", text: true, findings: [] });
  });
});

describe("names that lead out of the sandbox", () => {
  test("CVE-2024-34359: the published template for llama-cpp-python", () => {
    const text =
      '{% for x in ().__class__.__base__.__subclasses__() %}{% if "warning" in x.__name__ %}' +
      "{{x()._module.__builtins__['__import__']('os').popen(\"touch /tmp/retr0reg\")}}{%endif%}{% endfor %}";
    expect(reached(text)).toEqual([
      "__subclasses__",
      "__base__",
      "__class__",
      "__name__",
      "popen",
      "__import__",
      "__builtins__",
    ]);
    expect(told(text)[0]).toBe("1 high MA-HUB-010 the chat template reaches for __subclasses__, an internal of Python");
  });

  test.each([
    ["{{ cycler.__init__.__globals__.os.popen('id').read() }}", ["popen", "__globals__", "__init__"]],
    ["{{ lipsum.__globals__['os'].popen('id') }}", ["popen", "__globals__"]],
    ["{{ self._TemplateReference__context }}", ["_TemplateReference__context"]],
    ["{{ x['__class__'] }}", ["__class__"]],
    ["{{ x|attr('__class__') }}", ["__class__"]],
    ["{{ [x]|map('attr', '__class__')|list }}", ["__class__"]],
    ["{{ [x]|map(attribute='a.__class__')|list }}", ["__class__"]],
    ["{{ [x]|selectattr('__class__')|list }}", ["__class__"]],
    ["{{ [x]|groupby('__class__') }}", ["__class__"]],
    ["{{ [x]|sort(attribute='__class__') }}", ["__class__"]],
    ["{{ '{0.__class__.__mro__}'.format(x) }}", ["__class__", "__mro__"]],
    ["{{ '{0[__class__]}'.format(x) }}", ["__class__"]],
    ["{{ x.mro() }}", ["mro"]],
    ["{% set g = f.gi_frame %}{{ g.f_globals }}", ["gi_frame", "f_globals"]],
    ["{{ m.f.func_globals }}", ["func_globals"]],
    ["{{ eval('1') }}", ["eval"]],
    ["{{ __import__('os') }}", ["__import__"]],
    ["{{ os.popen('id') }}", ["popen"]],
    ["{% set x %}{{ y.__class__ }}{% endset %}", ["__class__"]],
    ["{% set x | attr('__class__') %}a{% endset %}", ["__class__"]],
    ["{% filter attr('__class__') %}a{% endfilter %}", ["__class__"]],
    ["{% call x.__class__() %}{% endcall %}", ["__class__"]],
    ["{% macro m(a=x.__class__) %}{% endmacro %}", ["__class__"]],
    ["{% with a = x.__class__ %}{% endwith %}", ["__class__"]],
    ["{% for a in x if a.__class__ %}{% else %}{{ b.__dict__ }}{% endfor %}", ["__class__", "__dict__"]],
    ["{% if a %}{% elif x.__class__ %}{% else %}{{ y.__base__ }}{% endif %}", ["__class__", "__base__"]],
    ["{% do x.__setattr__('a', 1) %}", ["__setattr__"]],
    ["{% generation %}{{ x.__class__ }}{% endgeneration %}", ["__class__"]],
    ["{% include x.__class__ %}", ["__class__"]],
    ["{% autoescape x.__class__ %}{% endautoescape %}", ["__class__"]],
    ["{% block b %}{{ x.__class__ }}{% endblock %}", ["__class__"]],
    ["{% python x.__class__ %}", ["__class__"]],
    ["{{ x is sameas y.__class__ }}", ["__class__"]],
    ["{{ {x.__class__: 1} }}{{ a[b.__base__:] }}", ["__class__", "__base__"]],
    ["{{ a if b.__class__ else c }}", ["__class__"]],
  ])("%s", (text, names) => {
    expect(reached(text)).toEqual(names);
  });

  test.each([
    ["hexadecimal", `{{ x["\\x5f\\x5fclass\\x5f\\x5f"] }}`],
    ["octal", `{{ x["\\137\\137class\\137\\137"] }}`],
    ["unicode", `{{ x["\\u005f\\U0000005fcl\\x61ss__"] }}`],
    ["names of characters", `{{ x["\\N{LOW LINE}_\\N{latin small letter c}lass__"] }}`],
    ["texts beside each other", `{{ x['__cla' "ss__"] }}`],
    ["concatenation", `{{ x["__cla"~"ss__"] }}`],
    ["addition", `{{ x["__cla" + "ss__"] }}`],
    ["repetition", `{{ x["_"*2 ~ "class" ~ "_"*2] }}`],
    ["a join", `{{ x[['__','class','__']|join] }}`],
    ["a join as method", `{{ x[''.join(['__','class','__'])] }}`],
    ["a reversed slice", `{{ x["__ssalc__"[::-1]] }}`],
    ["a reverse filter", `{{ x["__ssalc__"|reverse] }}`],
    ["replace", `{{ x["xxclassxx"|replace("x","_")] }}`],
    ["replace as method", `{{ x["xxclassxx".replace("x","_")] }}`],
    ["case", `{{ x["__CLASS__"|lower] }}`],
    ["percent", `{{ x["%s%s"|format("__cla","ss__")] }}`],
    ["percent as operator", `{{ x["%c%cclass%c%c" % (95,95,95,95)] }}`],
    ["format", `{{ x["{}{}".format("__cla","ss__")] }}`],
    ["characters by format", `{{ x["{0:c}{0:c}class{0:c}{0:c}".format(95)] }}`],
    ["keys of dict()", `{{ x[dict(__cla=1,ss__=2)|join] }}`],
    ["full-width letters in dict()", `{{ x[dict(__ｃｌａｓｓ__=1)|list|first] }}`],
    ["a variable", `{% set a = "__cla" %}{% set b = a ~ "ss__" %}{{ x[b] }}`],
    ["one name again and again", `{% set a = "__" %}{% set a = a ~ "class" %}{% set a = a + "__" %}{{ x|attr(a) }}`],
    ["a namespace", `{% set n = namespace(a="__cla") %}{% set n.a = n.a ~ "ss__" %}{{ x[n.a] }}`],
    [
      "a loop",
      `{% set n = namespace(a="") %}{% for p in ["__","class","__"] %}{% set n.a = n.a ~ p %}{% endfor %}{{ x[n.a] }}`,
    ],
    ["a macro's argument", `{% macro m(a, b) %}{{ x[a ~ b] }}{% endmacro %}{{ m("__cla", b="ss__") }}`],
    ["a macro's result", `{% macro m() %}__class__{% endmacro %}{{ x[m()] }}`],
    ["a block set", `{% set a %}__{{ "cla" }}ss__{% endset %}{{ x[a] }}`],
    ["a filtered block set", `{% set a | reverse %}__ssalc__{% endset %}{{ x[a] }}`],
    ["a list's item", `{{ x[["a", "__class__"][1]] }}`],
    ["a dict's item", `{% set d = {"k": "__class__"} %}{{ x[d.k] }}`],
    ["a choice", `{{ x["role" if y else "__class__"] }}`],
    ["items of pairs", `{% for k, v in {"a": "__class__"}.items() %}{{ x[v] }}{% endfor %}`],
    ["strip", `{{ x["  __class__ "|trim] }}`],
    ["split", `{{ x["a-__class__".split("-")[1]] }}`],
    ["a comment between", `{{ x["__cla" {# c #} ] }}{{ y["__class__"] }}`],
    ["with", `{% with a = "__class__" %}{{ x[a] }}{% endwith %}`],
    ["map", `{{ x[["__CLA","SS__"]|map("lower")|join] }}`],
    ["sum", `{{ x[[["__cla"],["ss__"]]|sum(start=[])|join] }}`],
  ])("put together by %s", (_how, text) => {
    const names = reached(text);
    if (text.includes("{#")) expect(told(text).join()).toContain("MA-SYS-001");
    else expect(names).toEqual(["__class__"]);
  });

  test("a text that is such a name counts although nothing is seen to use it", () => {
    expect(told("{{ f('__class__') }}")).toEqual([
      "1 high MA-HUB-010 the chat template spells __class__, an internal of Python",
    ]);
    expect(told("{{ f('__cla' ~ 'ss__') }}")).toEqual([
      "1 high MA-HUB-010 the chat template spells __class__, an internal of Python, a name that it puts together out of pieces or escapes",
    ]);
  });

  test.each([
    ["CVE-2024-56326: str.format handed on", "{% set f = 'a'.format %}", "format"],
    ["CVE-2024-56326: str.format as an argument", "{{ [x]|map('{0}'.format)|list }}", "format"],
    ["CVE-2025-27516: str.format through |attr", "{{ ('{0.a}'|attr('format'))(x) }}", "format"],
    ["CVE-2025-27516: of something unknown too", "{{ (m|attr('format'))(x) }}", "format"],
    ["CVE-2019-10906: str.format_map", "{{ '{a.b}'.format_map(x) }}", "format_map"],
    ["CVE-2016-10745: attributes in the text of str.format", "{{ '{0.__init__}'.format(x) }}", "__init__"],
  ])("%s", (_name, text, name) => {
    expect(reached(text)).toEqual([name]);
  });

  test("CVE-2024-56201: the name of a block is no code here, and a template that Jinja refuses is told", () => {
    expect(told("{% block a'b %}{% endblock %}")[0]).toMatch(/^1 high MA-SYS-001 .* is not one that Jinja reads/);
  });

  test("what stands before a break is judged all the same", () => {
    expect(told("{{ x.__class__ }}\n{% for %}")).toEqual([
      "1 high MA-HUB-010 the chat template reaches for __class__, an internal of Python",
      "2 high MA-SYS-001 cannot be read to its end: the chat template is not one that Jinja reads: an expression is missing (line 2 of the template)",
    ]);
  });

  test("inside an open block too", () => {
    expect(reached("{% if a %}{% for b in c %}{{ b.__class__ }}")).toEqual(["__class__"]);
  });
});

describe("names that only show when it runs", () => {
  test.each([
    ["{{ x|attr(y) }}", "reaches for an attribute by a name that it computes"],
    ["{{ x|attr(y ~ 'a') }}", "reaches for an attribute by a name that it computes"],
    ["{{ [x]|map(y, z)|list }}", "reaches for an attribute by a name that it computes"],
    ["{{ x[y]() }}", "calls an item or attribute by a name that it computes"],
    ["{% set f = x[y] %}{{ f() }}", "calls f, a variable that it has set"],
    ["{% for f in x %}{{ f() }}{% endfor %}", "calls f, a variable that it has set"],
    ["{% macro m(f) %}{{ f(1) }}{% endmacro %}", "calls f, a variable that it has set"],
    ["{{ (x|map(attribute=y)|first)() }}", "calls what a call, filter or choice gives"],
    ["{{ x._private }}", "reaches for _private, a private attribute"],
    ["{{ lipsum.x }}", "reaches into lipsum, an object of the program that renders it"],
    ["{{ request.application }}", "reaches into request, an object of the program that renders it"],
  ])("%s", (text, words) => {
    expect(told(text)).toEqual([`1 medium MA-HUB-011 the chat template ${words}`]);
  });

  test("a format by a text of the input is low", () => {
    expect(told("{{ x.format(1) }}")[0]).toMatch(/^1 low MA-HUB-011 /);
  });
});

describe("what is no danger", () => {
  test.each([
    "plain text, no tag at all",
    "{{ messages[0]['role'] }}{{ message[key] }}{{ a.b.c.items() }}{{ loop.index0 }}",
    "{% set ns = namespace(x=false) %}{% set ns.x = true %}{{ raise_exception('no') }}{{ strftime_now('%d') }}",
    "{{ '<|{}|>'.format(x) }}{{ '%s' % x }}{{ '%s'|format(x) }}{{ content.split('</think>')[-1].lstrip('\\n') }}",
    "{{ param.format }}{{ param['format'] }}{% if p.format is defined %}{% endif %}",
    "{% macro m(x) %}{{ caller() }}{{ m(x) }}{% endmacro %}{% call m(1) %}{% endcall %}",
    "{% set all = [m1, m2] %}{% for i in range(2) %}{{ all[i]() }}{% endfor %}",
    "{{ x['_id'] }}{{ x['__typename'] }}{{ '_private' }}{{ message.system }}",
    "if __name__ == '__main__': {% raw %}{{ x.__class__ }}{% endraw %}{# {{ x.__class__ }} #}",
    "{{ x|tojson(indent=4) }}{{ 'a' * 10 }}{% for i in range(1000) %}{% endfor %}{{ 2 ** 10 }}",
    "{{ self.title() }}{% block title %}{% endblock %}",
    "{%- generation -%}{% break %}{%- endgeneration -%}{% do x.append(1) %}",
  ])("%s", (text) => {
    expect(told(text)).toEqual([]);
  });
});

describe("bounds", () => {
  test.each([
    ["brackets", `{{ ${"(".repeat(50_000)}1 }}`],
    ["lists", `{{ ${"[".repeat(50_000)} }}`],
    ["blocks", "{% if a %}".repeat(50_000)],
    ["not", `{{ ${"not ".repeat(50_000)}1 }}`],
    ["minus", `{{ ${"-".repeat(50_000)}1 }}`],
    ["attributes", `{{ x${".a".repeat(50_000)} }}`],
    ["sums", `{{ 1${"+1".repeat(50_000)} }}`],
    ["choices", `{{ ${"1 if 1 else ".repeat(50_000)}1 }}`],
    ["filters", `{{ 1${"|a".repeat(50_000)} }}`],
    [
      "work",
      `{% set a = "ab" %}${"{% set a = a ~ a[1:] %}{% for b in a %}{% set a = b ~ a %}{% endfor %}".repeat(3000)}`,
    ],
    ["size", "x".repeat(5_000_000)],
  ])("endless %s are a limit, told as such", (_what, text) => {
    const started = Date.now();
    expect(told(text).filter((line) => line.includes("MA-SYS-002"))).toHaveLength(1);
    expect(Date.now() - started).toBeLessThan(120_000);
  });
});
