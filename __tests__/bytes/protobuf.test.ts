import { BufferSource } from "../../src/bytes/sources";
import {
  BYTES,
  FIXED32,
  FIXED64,
  GROUP,
  VARINT,
  protoFields,
  protoSigned,
  protoText,
  protoVarints,
} from "../../src/bytes/protobuf";
import { Budget, LimitExceeded } from "../../src/core/budget";
import { Malformed, type ByteSource } from "../../src/core/bytes";
import { bytesField, group, inner, int, message, packed, tag, text, varint } from "../support/protobuf-builder";

const budget = () => new Budget();
const fieldsOf = (bytes: Uint8Array) => [...protoFields(new BufferSource(bytes), budget())];
const valueOf = (bytes: Uint8Array) => fieldsOf(message(tag(1, 0), bytes))[0]!.value;
const hex = (digits: string) => Uint8Array.from(Buffer.from(digits, "hex"));

/** Counts the bytes that are asked for. */
class Counting implements ByteSource {
  asked = 0;
  calls = 0;
  readonly size: number;

  constructor(private readonly bytes: Uint8Array) {
    this.size = bytes.length;
  }

  read(offset: number, length: number): Uint8Array {
    return this.window(offset, length);
  }

  window(offset: number, atMost: number): Uint8Array {
    this.asked += atMost;
    this.calls++;
    return this.bytes.subarray(offset, offset + atMost);
  }
}

describe("protobuf fields", () => {
  test("are read in order, with their places", () => {
    const bytes = message(
      int(1, 150),
      text(2, "testing"),
      hex("1d78563412"),
      hex("210807060504030201"),
      group(5, int(6, 1)),
    );
    expect(
      fieldsOf(bytes).map(({ number, wire, value, whole, at, start, end }) => [
        number,
        wire,
        value,
        whole,
        at,
        start,
        end,
      ]),
    ).toEqual([
      [1, VARINT, 150n, 150, 0, 3, 3],
      [2, BYTES, 0n, 0, 3, 5, 12],
      [3, FIXED32, 0x12345678n, 0x12345678, 12, 17, 17],
      [4, FIXED64, 0x0102030405060708n, 0x0102030405060708, 17, 26, 26],
      [5, GROUP, 0n, 0, 26, 27, 29],
    ]);
  });

  test("an empty message has none", () => {
    expect(fieldsOf(new Uint8Array(0))).toEqual([]);
  });

  test("a part of a source is read from its start to its end only", () => {
    const whole = message(int(9, 9), inner(1, int(2, 3), int(4, 5)), int(9, 9));
    const source = new BufferSource(whole);
    const field = fieldsOf(whole)[1]!;
    const within = [...protoFields(source, budget(), field.start, field.end)];
    expect(within.map(({ number, value, at }) => [number, value, at])).toEqual([
      [2, 3n, 4],
      [4, 5n, 6],
    ]);
  });

  test("the largest field number is 2^29 - 1", () => {
    expect(fieldsOf(int(0x1fffffff, 1))[0]!.number).toBe(0x1fffffff);
  });
});

describe("protobuf numbers", () => {
  test.each([
    [0n],
    [1n],
    [127n],
    [128n],
    [16383n],
    [16384n],
    [2n ** 28n - 1n],
    [2n ** 28n],
    [2n ** 31n],
    [2n ** 32n - 1n],
    [2n ** 32n],
    [2n ** 35n + 5n],
    [2n ** 53n - 1n],
    [2n ** 56n - 1n],
    [2n ** 56n],
    [2n ** 63n],
    [2n ** 64n - 1n],
    [0x0123456789abcdefn],
  ])("%s comes back", (value) => {
    expect(valueOf(varint(value))).toBe(value);
    const [field] = fieldsOf(int(1, value));
    expect(field!.whole).toBe(Number(value));
  });

  test.each([
    ["with zeros that it does not need", "8100", 1n],
    ["of ten bytes with zeros", "80808080808080808000", 0n],
    ["with bits beyond 64, which protobuf drops", "ffffffffffffffffff7f", 2n ** 64n - 1n],
  ])("a varint %s", (_, digits, value) => {
    expect(valueOf(hex(digits))).toBe(value);
  });

  test("negative numbers take ten bytes", () => {
    expect(protoSigned(fieldsOf(int(1, -1))[0]!)).toBe(-1n);
    expect(protoSigned(fieldsOf(int(1, -(2n ** 63n)))[0]!)).toBe(-(2n ** 63n));
    expect(protoSigned(fieldsOf(int(1, 5))[0]!)).toBe(5n);
  });

  test("fixed fields are unsigned", () => {
    expect(fieldsOf(hex("0dffffffff"))[0]!.value).toBe(0xffffffffn);
    expect(fieldsOf(hex("09ffffffffffffffff"))[0]!.value).toBe(2n ** 64n - 1n);
  });

  test("packed and single values are both lists", () => {
    const values = (bytes: Uint8Array) => {
      const source = new BufferSource(bytes);
      return fieldsOf(bytes).flatMap((field) => [...protoVarints(source, field, budget())]);
    };
    const numbers = [0, 1, 300, 2n ** 64n - 1n];
    expect(values(packed(1, numbers))).toEqual(numbers.map(BigInt));
    expect(values(message(...numbers.map((each) => int(1, each))))).toEqual(numbers.map(BigInt));
    expect(() => values(bytesField(1, hex("80")))).toThrow("it ends inside a number");
  });
});

describe("protobuf text", () => {
  const read = (bytes: Uint8Array, atMost?: number) => protoText(new BufferSource(bytes), fieldsOf(bytes)[0]!, atMost);

  test("is UTF-8, cut where the caller says", () => {
    expect(read(text(1, "Größe"))).toBe("Größe");
    expect(read(text(1, "abcdef"), 3)).toBe("abc");
    expect(read(bytesField(1, hex("61ff62")))).toBe("a\ufffdb");
  });
});

describe("what is no protobuf", () => {
  test.each([
    ["08", 1, "it ends inside a number"],
    ["0880", 1, "it ends inside a number"],
    ["0d000000", 1, "it ends inside a number"],
    ["0900000000000000", 1, "it ends inside a number"],
    ["80", 0, "it ends inside a number"],
    ["0880808080808080808080" + "01", 1, "a number of more than 10 bytes"],
    ["00", 0, "field number 0 does not exist"],
    ["808080801001", 0, "field number 536870912 does not exist"],
    ["ffffffffffffffffff01", 0, "field number 2305843009213694000 does not exist"],
    ["0a05616263", 0, "a field of 5 bytes where 3 are left"],
    ["0affffffffffffffffff01", 0, "a field of 18446744073709551615 bytes where 0 are left"],
    ["0c", 0, "wire type 4 ends no group"],
    ["0e", 0, "wire type 6 does not exist"],
    ["0f", 0, "wire type 7 does not exist"],
    ["0b", 1, "it ends inside a number"],
    ["0b14", 1, "a group ends that was not begun"],
    ["0b0e", 1, "wire type 6 does not exist"],
  ])("%s", (digits, offset, words) => {
    expect(() => fieldsOf(hex(digits))).toThrow(new Malformed(words, offset));
    try {
      fieldsOf(hex(digits));
    } catch (error) {
      expect((error as Malformed).offset).toBe(offset);
    }
  });

  test("what came before it is given first", () => {
    const seen: number[] = [];
    expect(() => {
      for (const { number } of protoFields(new BufferSource(hex("08011002" + "07")), budget())) seen.push(number);
    }).toThrow(Malformed);
    expect(seen).toEqual([1, 2]);
  });

  test("a field may not reach out of its message into the next bytes", () => {
    const source = new BufferSource(hex("0a03616263"));
    expect(() => [...protoFields(source, budget(), 0, 4)]).toThrow("a field of 3 bytes where 2 are left");
  });
});

describe("groups", () => {
  test("inside each other are stepped over as one field", () => {
    const bytes = message(group(1, group(2, text(3, "x"), hex("2d00000000"), hex("310000000000000000"))), int(4, 1));
    expect(fieldsOf(bytes).map(({ number }) => number)).toEqual([1, 4]);
  });

  test("end at 100, as protobuf's readers do", () => {
    const deep = (levels: number) => Buffer.concat([Buffer.alloc(levels, 0x0b), Buffer.alloc(levels, 0x0c)]);
    expect(fieldsOf(deep(100))).toHaveLength(1);
    expect(() => fieldsOf(deep(101))).toThrow("more than 100 groups inside each other");
  });
});

describe("costs", () => {
  test("every field counts, those inside groups and packed lists too", () => {
    const small = (bytes: Uint8Array) => [...protoFields(new BufferSource(bytes), new Budget(0, { fields: 10 }))];
    expect(() => small(message(...Array.from({ length: 11 }, () => int(1, 1))))).toThrow(LimitExceeded);
    expect(() => small(group(1, ...Array.from({ length: 11 }, () => int(1, 1))))).toThrow(LimitExceeded);
    const list = packed(1, new Array<number>(11).fill(1));
    const [field] = fieldsOf(list);
    expect(() => [...protoVarints(new BufferSource(list), field!, new Budget(0, { fields: 10 }))]).toThrow(
      LimitExceeded,
    );
  });

  test("payloads are not read", () => {
    const source = new Counting(message(bytesField(1, new Uint8Array(1 << 24)), int(2, 1)));
    expect([...protoFields(source, budget())]).toHaveLength(2);
    expect(source.asked).toBeLessThan(1 << 16);
  });

  test("small messages inside each other share what is read", () => {
    const source = new Counting(message(...Array.from({ length: 5000 }, () => inner(1, inner(2, int(3, 4))))));
    for (const outer of protoFields(source, budget()))
      for (const field of protoFields(source, budget(), outer.start, outer.end))
        expect([...protoFields(source, budget(), field.start, field.end)]).toHaveLength(1);
    expect(source.calls).toBeLessThan(20);
  });

  test("readers of several sources do not mix them up", () => {
    const first = protoFields(new BufferSource(message(int(1, 1), int(2, 2))), budget());
    const second = protoFields(new BufferSource(message(int(3, 3), int(4, 4))), budget());
    const next = (fields: typeof first) => (fields.next().value as { number: number }).number;
    expect([next(first), next(second), next(first), next(second)]).toEqual([1, 3, 2, 4]);
  });
});
