"""Texts that have broken out of other generators' output, each with what it tries; and names that are files, devices or Python."""

from __future__ import annotations

CALL = "__import__('zq_canary').fire()"
"""What hostile code does: a module that is not there, and an audit hook that looks for its name."""

PAYLOADS = {
    "double quote": f'" + {CALL} + "',
    "single quote": f"' + {CALL} + '",
    "triple quotes": f'"""\n{CALL}\n"""',
    "triple single quotes": f"'''\n{CALL}\n'''",
    "backslash": "\\",
    "backslash and quotes": f'\\"""\n{CALL}\n\\',
    "escape sequences": "\\N{DIGIT ONE}\\x22\\u0022\\",
    "broken escape": "\\N{} \\x \\u12",
    "line feed": f"\n{CALL}\n",
    "carriage return": f"\r{CALL}\r",
    "line feed and indentation": f"\n    {CALL}\n\t{CALL}",
    "vertical tab": f"\v{CALL}\v",
    "form feed": f"\f{CALL}\f",
    "next line": f"\x85{CALL}\x85",
    "line separator": f"\u2028{CALL}\u2028",
    "paragraph separator": f"\u2029{CALL}\u2029",
    "NUL": f"\x00{CALL}",
    "escape": "\x1b[31m\x07\x7f",
    "lone surrogate": "\udfff \ud800",
    "far character": "\U0001f600\U000e0041",
    "braces": f"{{{CALL}}}",
    "jinja expression": f"{{{{ {CALL} }}}}",
    "jinja statement": f"{{% for x in y %}}{{# x #}}{CALL}",
    "comment": f"# {CALL}",
    "dollar": f"${{{CALL}}} $x `id` $(id)",
    "percent": "%s %(x)s %n {0} {x!r}",
    "bidirectional": f"\u202e{CALL}\u2066\u200f",
    "invisible": "\u200b\ufeff\u00ad\u2060",
    "type comment": "\n# type: ignore\n# coding: utf-7\n#!/bin/sh\n",
    "toml": f"\"\n[build-system]\nbuild-backend = \"zq_canary\"\nx = '''{CALL}",
    "yaml": "\n- !!python/object/apply:os.system [id]\n&a *a: {[",
    "json": '", "x": {"y": ["',
    "closing brackets": f"]}})); {CALL} ((({{[",
    "markup": "</code></a><script>alert(1)</script><!-- <![CDATA[",
    "fence": "\n```\n# Zq\n```python\nimport os\n~~~\n",
    "table and list": "\n\n| a |\n|---|\n\n- item\n> quote\n\n    code\n---\n",
    "link": "[x](javascript:alert(1)) ![y](z) <http://a.example>\n\n[r]: http://b.example\n",
    "traversal": "/../../../../tmp/zq_canary",
    "backslash traversal": "..\\..\\zq_canary",
    "dunder": ".__class__.__init__.__globals__",
    "walrus and lambda": f"(zq:={CALL}) or (lambda: {CALL})()",
    "semicolon": f"; {CALL} ;",
}
FEW = ("double quote", "triple quotes", "backslash", "carriage return", "lone surrogate", "braces", "toml", "markup")
"""One of each kind, where there is no time for all."""

LONG = "x" * 1_000_000
