/** Pieces that Jinja's grammar turns on: put anywhere, they make templates that are almost right. */
const PIECES = (
  "{{ }} {% %} {%- -%} {{- -}} {%+ +%} {# #} {%\u00a0raw%} {%-endraw-%} ( ) [ ] { } . , : | ~ + - * ** / // % == != < <= > >= = ! ; ' \" \\ " +
  "is not in if else elif endif for endfor set endset macro endmacro call endcall filter endfilter block endblock with " +
  "endwith recursive scoped required include import from extends as ignore missing context without do break continue " +
  "generation endgeneration autoescape endautoescape print raw endraw true None x1 1 1.5 1e5 0x1f 1_000 .5 5. _a é ² " +
  "\\x5f \\u005f \\N{LOW \\101 \\\n 'a'\"b\" x|attr('y') x[1:2,::3] x.0.1 f(*a,**b) f(a=1) (a,b) ns.x \r\n \u2028 \u0085 \ufeff"
).split(" ");
/** Characters that a damaged template has at most. */
const MAX_LENGTH = 3000;

/** A damaged copy of a template or a part of it: one to five changes, mostly one, so that some of them stay templates. */
export function mutateTemplate(random, text, other) {
  const start = random.chance(80) ? 0 : random.int(text.length);
  let result = text.slice(start, start + MAX_LENGTH);
  if (start > 0 || text.length > MAX_LENGTH) result = wholeTags(result);
  for (let changes = random.chance(60) ? 1 : 1 + random.int(5); changes > 0; changes--)
    result = change(random, result, other);
  return result;
}

/** One expression or simple tag of a cut text for each line: what is left of its blocks would be refused at once. */
function wholeTags(text) {
  const tags = text.match(/\{\{[^{}]*\}\}|\{%-? *set [^%=]*=[^%]*%\}/g) ?? [];
  return tags.slice(0, 20).join("\n");
}

function change(random, text, other) {
  const at = random.int(text.length + 1);
  const length = 1 + random.int(random.pick([2, 10, 60]));
  const piece = random.chance(50) ? random.pick(PIECES) : ` ${random.pick(PIECES)} `;
  switch (random.int(6)) {
    case 0:
      return text.slice(0, at) + piece + text.slice(at);
    case 1:
      return text.slice(0, at) + text.slice(at + length);
    case 2:
      return text.slice(0, at) + piece + text.slice(at + length);
    case 3: {
      const from = random.int(other.length);
      return text.slice(0, at) + other.slice(from, from + length * 2) + text.slice(at);
    }
    case 4:
      return text.slice(0, at) + text.slice(at, at + length) + text.slice(at);
    default:
      return atWord(random, text, piece);
  }
}

/** Replaces a token inside of a tag, where most characters count. */
function atWord(random, text, piece) {
  const tag = text.indexOf(random.pick(["{%", "{{"]), random.int(text.length));
  if (tag < 0) return text + piece;
  const words = [...text.slice(tag, tag + 200).matchAll(/\w+|[^\w\s]+/g)];
  const word = random.pick(words);
  return text.slice(0, tag + word.index) + piece + text.slice(tag + word.index + word[0].length);
}
