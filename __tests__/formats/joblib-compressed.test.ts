import { lines, scanBytes } from "../support/scan";

/** `joblib.dump({"a": np.arange(3)}, file, compress=(NAME, 3))`, of joblib 1.6.0 and numpy 2.4.6. */
const FILES: readonly [format: string, base64: string][] = [
  [
    "zlib",
    "eF5rYJl6nQECaqf0MCZO6RHOyk/KyUzSyyvNLaiML8hMzs5JndIj6AfiOhYVJVaGFyUWFKQWTZk8RbNxSu0UjR6O4tKk5JzE4uIpPaxgXVN62PNSEkFqgYp6WIszEgtSp3gztwLZ+UUpQK09jM5AdkpJJVA8gwPGAqplyrSY0tnRPiVoioY3cw+jzRQ/Pz+v/0AAJrwZSqYk9XAl5uTkl8fn5iYWTOnokYa4E2xbfGJOZnpebmpeSXxSZUlq8RRvgdIkXpBOOID6lYERymCC0sV6AN7/at0=",
  ],
  [
    "gzip",
    "H4sIAAAAAAAAA2tgmXqdAQJqp/QwJk7pEc7KT8rJTNLLK80tqIwvyEzOzkmd0iPoB+I6FhUlVoYXJRYUpBZNmTxFs3FK7RSNHo7i0qTknMTi4ik9rGBdU3rY81ISQWqBinpYizMSC1KneDO3Atn5RSlArT2MzkB2SkklUDyDA8YCqmXKtJjS2dE+JWiKhjdzD6PNFD8/P6//QAAmvBlKpiT1cCXm5OSXx+fmJhZM6eiRhrgTbFt8Yk5mel5ual5JfFJlSWrxFG+B0iRekE44gPqVgRHKYILSxXoAvEqQjAoBAAA=",
  ],
  [
    "bzip2",
    "QlpoMzFBWSZTWdCG/70AAF3/4v7yaAgAYQBEKBkQgL7/3qJi5A4AAIAAALAAu20NUZEZgk9JoGTEGIDQGJoPUKnqj0TTAmJgBNGBDBpPIEaDQiaTRoG1A00BoAAGTRmoNHQLAL8I61JQG8Swc6iLa+krEJxK8cLc5ywh+Q1A4wQO+G4VQMFIOwgzlzMAXksPqVHsJRQzICWDmk7KeeFBBGXxDqcS8YFNlnKvLa2daZQgigG7Y2pPDgUOCC1uR5EzCrq7UwrMVgGNIkRWi5i7pTU8FGA0wONdAwyo+OwtodEupv3MY3w/4sxs7xC3svaAYGfxdyRThQkNCG/70A==",
  ],
  [
    "lzma",
    "XQAAQAD//////////wBAAQ57Z4GVmzqe7kckMvaCvmzRYn/nm8o7qTxs7vj0PP14BsxEOCaBBdTZNbQcYRKudIFjnTy9kIW1NFDCQKXd3eNUotO+aIR0K7fXmz801tYIkJkOVB7AwczfKq+zsQM2q091PnXRrS+D6IKhMIDz3l8ajWktHqtImz0itbzXoAhIoqBVokL+ZSsY/+sISg1ZSgjvqcyLg5RhMe8/tZSoAdVv4VEsd10FKAE1qUAvd0tbcHE1uB91mWWACG2Gly0uyrT8hBQuctJjSPY5+nfd4A==",
  ],
  [
    "xz",
    "/Td6WFoAAATm1rRGAgAhARQAAAD/5+wJ4AEJAMxdAEABDntngZWbOp7uRyQy9oK+bNFif+ebyjupPGzu+PQ8/XgGzEQ4JoEF1Nk1tBxhEq50gWOdPL2QhbU0UMJApd3d41Si075ohHQrt9ebPzTW1giQmQ5UHsDBzN8qr7OxAzarT3U+ddGtL4PogqEwgPPeXxqNaS0eq0ibPSK1vNegCEiioFWiQv5lKxj/6whKDVlKCO+pzIuDlGEx7z+1lKgB1W/hUSx3XQUoATWpQC93S1twcTW4H3WZZYAIbYaXLS7KtPyEFC5yyaPbAACKLyVTwOsQGQAB6AGKAgAAs+ZChbHEZ/sCAAAAAARZWg==",
  ],
  [
    "lz4",
    "BCJNGEBAwO0AAABSgASV1wABAPAQfZSMAWGUjBNqb2JsaWIubnVtcHlfcGlja2xllIwRTg8A8RNBcnJheVdyYXBwZXKUk5QpgZR9lCiMCHN1YmNsYXNzlIwFNgBglIwHbmRhLAD0FpSTlIwFc2hhcGWUSwOFlIwFb3JkZXKUjAFDlIwFZHR5cGWUaAgKAPENk5SMAmk4lImIh5RSlChLA4wBPJROTk5K/////wUA8gZLAHSUYowKYWxsb3dfbW1hcJSIjBuoAAFuAPgIX2FsaWdubWVudF9ieXRlc5RLEHViDf8BAAPsACMAAQgAoAIAAAAAAAAAcy4AAAAA",
  ],
];

test.each(FILES)("%s: decoded, followed through its array, nothing to say", (format, base64) => {
  const bytes = Uint8Array.from(Buffer.from(base64, "base64"));
  const result = scanBytes(bytes, "model.joblib");
  expect([result.format, result.members, lines(result.findings)]).toEqual([format, 1, []]);
});

test.each(FILES)("%s: cut short, it is told", (_, base64) => {
  const bytes = Uint8Array.from(Buffer.from(base64, "base64"));
  const found = lines(scanBytes(bytes.subarray(0, bytes.length - 20), "model.joblib").findings);
  expect(found.filter((line) => /^(high|critical) MA-SYS-00/.test(line))).not.toEqual([]);
});
