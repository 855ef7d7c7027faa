"""What Jinja itself makes of templates: parsed, never rendered or compiled.

Reads lines of JSON from standard input, each a template as a string, and writes one line of JSON for each: `ok`, and
the names, attributes, filters, tests, texts and data of its tree; or `error` where Jinja refuses it.
"""

import json
import sys

from jinja2 import Environment, nodes
from jinja2.ext import Extension


class Generation(Extension):
    """The block that transformers adds."""

    tags = {"generation"}

    def parse(self, parser):
        next(parser.stream)
        body = parser.parse_statements(("name:endgeneration",), drop_needle=True)
        return nodes.Scope(body)


ENVIRONMENT = Environment(
    trim_blocks=True,
    lstrip_blocks=True,
    extensions=[Generation, "jinja2.ext.loopcontrols", "jinja2.ext.do"],
)
MAX_TEXT = 2000


def tree_of(text):
    try:
        tree = ENVIRONMENT.parse(text)
    except RecursionError:
        return {"ok": False, "error": "RecursionError"}
    except Exception as error:  # Jinja lets some of Python's own through
        return {"ok": False, "error": f"{type(error).__name__}: {error}"[:200]}
    names, attributes, filters, texts, data = set(), set(), set(), set(), []
    pending = [tree]
    while pending:
        node = pending.pop()
        pending.extend(reversed(list(node.iter_child_nodes())))
        match node:
            case nodes.Name():
                names.add(node.name)
            case nodes.NSRef():
                names.add(node.name)
                attributes.add(node.attr)
            case nodes.Getattr():
                attributes.add(node.attr)
            case nodes.Filter():
                filters.add(node.name)
            case nodes.Test():
                filters.add(f"is {node.name}")
            case nodes.Const() if isinstance(node.value, str):
                texts.add(node.value[:MAX_TEXT])
            case nodes.TemplateData():
                data.append(node.data)
    lists = {"names": names, "attributes": attributes, "filters": filters, "texts": texts}
    return {"ok": True, **{key: sorted(value) for key, value in lists.items()}, "data": "".join(data)}


def main():
    for line in sys.stdin:
        print(json.dumps(tree_of(json.loads(line))), flush=False)


main()
