/** Every beginning of the bytes, the whole left out. */
export function* truncations(bytes: Uint8Array): Generator<Uint8Array> {
  for (let length = 0; length < bytes.length; length++) yield bytes.subarray(0, length);
}

/** Copies with one to four bits or bytes changed, the same ones each time. */
export function* mutations(bytes: Uint8Array, count: number, seed = 1): Generator<Uint8Array> {
  const random = randomFrom(seed);
  for (let i = 0; i < count; i++) {
    const copy = bytes.slice();
    for (let changes = 1 + (random() % 4); changes > 0; changes--) {
      const at = random() % copy.length;
      copy[at] = random() % 2 === 0 ? copy[at]! ^ (1 << (random() % 8)) : random() % 256;
    }
    yield copy;
  }
}

/** Mulberry32: small, seeded, the same everywhere. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}
