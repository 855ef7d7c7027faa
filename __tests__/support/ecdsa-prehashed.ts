import type { KeyObject } from "node:crypto";

/**
 * ECDSA over a digest that is already there, which Rekor v2's `hashedrekord` needs and node:crypto does not offer. Slow and
 * not constant in time: for public data in tests only. SEC 1, version 2.0, 4.1.4; curves from FIPS 186-4, D.1.2.
 */
interface Curve {
  readonly bytes: number;
  readonly p: bigint;
  readonly b: bigint;
  readonly n: bigint;
  readonly g: Point;
}
interface Point {
  readonly x: bigint;
  readonly y: bigint;
}

const CURVES = new Map<string, Curve>([
  [
    "prime256v1",
    {
      bytes: 32,
      p: 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn,
      b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
      n: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
      g: {
        x: 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
        y: 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
      },
    },
  ],
  [
    "secp384r1",
    {
      bytes: 48,
      p: 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffffn,
      b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
      n: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
      g: {
        x: 0xaa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7n,
        y: 0x3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5fn,
      },
    },
  ],
]);

/** `signature`: DER. False for what is no signature, too. */
export function verifyPrehashed(key: KeyObject, digest: Uint8Array, signature: Uint8Array): boolean {
  const curve = CURVES.get(key.asymmetricKeyDetails?.namedCurve ?? "");
  const jwk = key.export({ format: "jwk" });
  const parts = integersOf(signature);
  if (curve === undefined || jwk.x === undefined || jwk.y === undefined || parts === undefined) return false;
  const [r, s] = parts;
  if (r < 1n || s < 1n || r >= curve.n || s >= curve.n) return false;
  const q = { x: numberOf(Buffer.from(jwk.x, "base64url")), y: numberOf(Buffer.from(jwk.y, "base64url")) };
  const e = numberOf(digest.subarray(0, curve.bytes));
  const w = inverse(s, curve.n);
  const sum = add(times(curve.g, mod(e * w, curve.n), curve), times(q, mod(r * w, curve.n), curve), curve);
  return sum !== undefined && mod(sum.x, curve.n) === r;
}

const numberOf = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString("hex") || "0"}`);
const mod = (value: bigint, by: bigint): bigint => ((value % by) + by) % by;

function inverse(value: bigint, by: bigint): bigint {
  let [low, high, x, y] = [mod(value, by), by, 1n, 0n];
  while (low > 1n) {
    const ratio = high / low;
    [low, high, x, y] = [high - ratio * low, low, y - ratio * x, x];
  }
  return mod(x, by);
}

function add(one: Point | undefined, other: Point | undefined, { p }: Curve): Point | undefined {
  if (one === undefined) return other;
  if (other === undefined) return one;
  if (one.x === other.x && mod(one.y + other.y, p) === 0n) return undefined;
  const slope =
    one.x === other.x
      ? mod((3n * one.x * one.x - 3n) * inverse(2n * one.y, p), p)
      : mod((other.y - one.y) * inverse(other.x - one.x, p), p);
  const x = mod(slope * slope - one.x - other.x, p);
  return { x, y: mod(slope * (one.x - x) - one.y, p) };
}

function times(point: Point, factor: bigint, curve: Curve): Point | undefined {
  let sum: Point | undefined;
  let power: Point | undefined = point;
  for (let rest = factor; rest > 0n; rest >>= 1n) {
    if (rest & 1n) sum = add(sum, power, curve);
    power = add(power, power, curve);
  }
  return sum;
}

/** The two INTEGERs of a DER SEQUENCE below 128 bytes of content. */
function integersOf(der: Uint8Array): [bigint, bigint] | undefined {
  if (der[0] !== 0x30 || der[1] !== der.length - 2) return undefined;
  const first = der[3] ?? 0;
  if (der[2] !== 2 || der[4 + first] !== 2 || der[5 + first] !== der.length - 6 - first) return undefined;
  return [numberOf(der.subarray(4, 4 + first)), numberOf(der.subarray(6 + first))];
}
