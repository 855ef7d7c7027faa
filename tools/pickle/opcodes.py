"""Prints the opcode table of the running CPython's pickletools as JSON: what __tests__/pickle/opcodes.test.ts was checked with.

Run: python3 tools/pickle/opcodes.py > __tests__/golden/pickle/opcodes.json
"""

import json
import pickletools

print(json.dumps([[ord(o.code), o.name, o.arg.name if o.arg else None, o.proto] for o in pickletools.opcodes], indent=0))
