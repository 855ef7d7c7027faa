/** Chat templates that use the whole of Jinja's grammar, and names put together in every way that is followed. */
const GRAMMAR = `{%- set ns = namespace(a='__cla', found=false) -%}
{# comment #}{% raw %}{{ raw }}{% endraw %}
{%- macro render(m, depth=0) %}{{ m.role ~ '\\n' }}{{ caller() if caller }}{% endmacro %}
{% for k, (v, w) in {'a': [1, 2.5e1], "b": (0x1f, 1_000)}.items() if v is not none recursive %}
  {% if loop.first and not k in ['x'] or v[1:2, ::3] %}{{ loop(v) }}{% elif v is divisibleby 3 %}{% continue %}{% else %}{% break %}{% endif %}
{% else %}{% endfor %}
{% set x | trim | upper %}__{{ "cla" }}ss__{% endset %}{% set ns.a, b = ns.a ~ 'ss__', "\\x5f\\N{LOW LINE}\\u005f" 'c' %}
{% call(y) render(*[1], depth=2, **{}) %}{{ y }}{% endcall %}{% filter reverse %}__ssalc__{% endfilter %}
{% with q = [1,] %}{{ q|map('attr', ns.a)|list|join(attribute='b') }}{% endwith %}{% block t scoped %}{{ self.t() }}{% endblock %}
{% include ['a'] ignore missing with context %}{% from 'a' import b as c %}{% do f() %}{% trans z=1 %}{% endtrans %}
{{ x[ns.a]|attr(x)(range(10 ** 9)) if -2 ** 2 // 3 else '{0.__class__}%c'.format(x) % (95,) }}{% generation %}{{ 'a' * 99 }}{% endgeneration %}
`;
const PLAIN = `{% for message in messages %}{{ '<|' + message['role'] + '|>' + message['content'] | trim }}{% endfor %}
{%- if add_generation_prompt %}{{- '<|assistant|>' }}{%- endif %}`;

export const TEMPLATES: readonly { readonly name: string; readonly bytes: Uint8Array }[] = [
  { name: "chat_template.jinja", bytes: Buffer.from(GRAMMAR) },
  { name: "chat_template_plain.jinja", bytes: Buffer.from(PLAIN) },
  { name: "chat_template.json", bytes: Buffer.from(JSON.stringify({ chat_template: GRAMMAR })) },
  {
    name: "tokenizer_config.json",
    bytes: Buffer.from(JSON.stringify({ chat_template: [{ name: "t", template: PLAIN }] })),
  },
];
