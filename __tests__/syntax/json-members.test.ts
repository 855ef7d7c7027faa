import { Malformed } from "../../src/core/bytes";
import { eachMember } from "../../src/syntax/json";

const keys = (text: string, most = 100): string[] => [...eachMember(text, most)].map(({ key }) => key);

describe("the members of an object, one by one", () => {
  test("come in order, twice where they stand twice", () => {
    expect(keys(`{"a": 1, "b": {"c": [2]}, "a": null} `)).toEqual(["a", "b", "a"]);
    expect(keys(" {} ")).toEqual([]);
  });

  test("before a break are given", () => {
    const members = eachMember(`{"a": 1, "b" 2}`, 100);
    expect(members.next().value).toMatchObject({ key: "a", at: 1, value: { kind: "scalar", value: 1 } });
    expect(() => members.next()).toThrow("a colon is missing");
  });

  test.each(["[]", "", "{", `{"a":1`, `{"a":1,}`, `{"a":1} x`, `{"a":}`, `{a:1}`])("%s is none", (text) => {
    expect(() => keys(text)).toThrow(Malformed);
  });

  test("the bound is one member's", () => {
    expect(keys(`{"a":[1,2],"b":[1,2]}`, 3)).toEqual(["a", "b"]);
    expect(() => keys(`{"a":[1,2,3]}`, 3)).toThrow("more than 3 values");
  });
});
