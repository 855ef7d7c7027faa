import { Budget } from "../../src/core/budget";
import { OutOfBounds, type ByteSource } from "../../src/core/bytes";
import { runPickle } from "../../src/pickle/run";
import { pickle } from "../support/pickle-builder";

const HUGE = 8 * 1024 ** 3;

/** A head, then gigabytes of zeros, then a tail; counts what is asked for. */
class HoledSource implements ByteSource {
  asked = 0;

  constructor(
    private readonly head: Uint8Array,
    private readonly hole: number,
    private readonly tail: Uint8Array,
  ) {}

  get size(): number {
    return this.head.length + this.hole + this.tail.length;
  }

  read(offset: number, length: number): Uint8Array {
    if (offset + length > this.size) throw new OutOfBounds(offset, length, this.size);
    return this.window(offset, length);
  }

  window(offset: number, atMost: number): Uint8Array {
    const length = Math.max(0, Math.min(atMost, this.size - offset));
    this.asked += length;
    return Uint8Array.from({ length }, (_, i) => this.byteAt(offset + i));
  }

  private byteAt(offset: number): number {
    const behind = offset - this.head.length - this.hole;
    return this.head[offset] ?? (behind < 0 ? 0 : this.tail[behind]!);
  }
}

test("a constant of gigabytes is passed over, not read", () => {
  const head = pickle(4).raw([0x8e, 0, 0, 0, 0, 2, 0, 0, 0]).bytes(); // BINBYTES8, 8 GiB
  const tail = pickle(0)
    .pop()
    .raw(pickle(4).call("os", "system", "id").bytes())
    .stop();
  const source = new HoledSource(head, HUGE, tail);
  const { facts } = runPickle(source, new Budget());
  expect(facts.end.how).toBe("stop");
  expect(facts.calls.map(({ evidence }) => evidence)).toEqual(["os.system('id')"]);
  expect(facts.calls[0]!.offset).toBeGreaterThan(HUGE);
  expect(source.asked).toBeLessThan(2 * 1024 ** 2);
});

test("as an argument it is shown by its beginning", () => {
  const head = pickle(4).global("m", "f").raw([0x8e, 0, 0, 0, 0, 2, 0, 0, 0]).bytes();
  const source = new HoledSource(head, HUGE, pickle(0).raw([0x85]).reduce().stop());
  const { facts } = runPickle(source, new Budget());
  expect(facts.calls[0]!.evidence).toMatch(/^m\.f\(b'(\\x00){90,}\\x0\.\.\.$/);
  expect(source.asked).toBeLessThan(2 * 1024 ** 2);
});

test("a constant that claims one byte more than there is breaks the stream", () => {
  const source = new HoledSource(pickle(4).raw([0x8e, 1, 0, 0, 0, 2, 0, 0, 0]).bytes(), HUGE, new Uint8Array(0));
  const { facts } = runPickle(source, new Budget());
  expect(facts.end).toMatchObject({ detail: "the stream ends inside bytes (needs 8589934593 bytes)" });
});
