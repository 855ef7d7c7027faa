import { spawnSync } from "node:child_process";
import { literalText } from "../../src/pickle/literals";
import { runPickle } from "../../src/pickle/run";
import { BufferSource } from "../../src/bytes/sources";
import { Budget } from "../../src/core/budget";
import { differential } from "./differential-run";
import { askPython } from "./oracle";

/** More of them: `node tools/differential/run.mjs`. */
const CASES = 3000;

const hasPython = spawnSync("python3", ["--version"]).status === 0;
const withPython = hasPython ? test : test.skip;
if (!hasPython) console.warn("There is no python3: nothing is compared with CPython.");

withPython("what CPython's unpicklers import, we tell", async () => {
  const outcome = (await differential(1, CASES))!;
  expect(outcome.divergent).toEqual([]);
  // Most streams get somewhere, or the comparison is worth nothing.
  expect(outcome.importing).toBeGreaterThan(CASES / 3);
  expect(outcome.stopped).toBeGreaterThan(CASES / 10);
});

const raw = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "latin1"));

/** Streams whose value is one text constant, in every way there is to write one. */
const TEXTS = [
  "S'plain'\n.", 'S"it\'s"\n.', "S'a\\x41\\101\\7\\n\\t\\\\\\'\\\"\\z'\n.", "S'\\400'\n.", "S''\n.", "S' a '\n.", "S'\\\\x41'\n.",
  "Vplain\n.", "V\\u0041\\U00000042\n.", "V\\\\u0041\n.", "V\\\\\\u0041\n.", "V\\ud83d\\ude00\n.", "V\\n\\t\n.", "V\xe4\xff\n.",
  "V\\u00e4b\n.", "V\n.", "Va\\", "V a \n.", "U\x03abc.", "T\x03\0\0\0abc.", "U\0.", "X\x02\0\0\0\xc3\xa4.", "\x8c\x01a.",
  "\x8c\x03\xed\xa0\x80.", "\x8d\x01\0\0\0\0\0\0\0z.", "X\x04\0\0\0\xf0\x9f\x98\x80.", "X\x03\0\0\0\xef\xbb\xbf.", "V\\U0001f600\n.",
].map(raw); // prettier-ignore

withPython("text constants are what CPython makes of them", async () => {
  const answers = (await askPython(TEXTS))!;
  const ours = TEXTS.map((bytes) => {
    const { result, machine } = runPickle(new BufferSource(bytes), new Budget());
    return typeof result === "number" ? literalText(machine.input, result, 1024) : undefined;
  });
  const compared = answers.flatMap(({ text }, i) =>
    text === null ? [] : [[text, ours[i]?.replace("\\xed\\xa0\\x80", "\ud800")]],
  );
  expect(compared.length).toBeGreaterThan(20);
  for (const [theirs, our] of compared) expect(our).toBe(theirs);
});
