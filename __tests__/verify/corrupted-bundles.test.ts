import { readBundle } from "../../src/verify/read-bundle";
import { verifyBundle } from "../../src/verify/verify-bundle";
import { Random } from "../fuzz/random";
import { startSigning, type Loose } from "../support/signed-bundles";

const COUNT = Number(process.env["CORRUPTED"] ?? 300);

let signing: Awaited<ReturnType<typeof startSigning>>;
beforeAll(async () => {
  signing = await startSigning();
});
afterAll(() => signing.close());

interface Place {
  readonly holder: Loose;
  readonly key: string | number;
}

/** Every value of a bundle, by where it hangs. */
function placesOf(value: Loose): readonly Place[] {
  const places: Place[] = [];
  const walk = (holder: Loose): void => {
    if (typeof holder !== "object" || holder === null) return;
    for (const key of Object.keys(holder)) {
      places.push({ holder, key });
      walk(holder[key]);
    }
  };
  walk(value);
  return places;
}

const ODD = [
  null,
  "",
  "0",
  "-1",
  "9999999999999999999",
  0,
  -1,
  1e300,
  true,
  [],
  {},
  [[]],
  "AA==",
  "\u0000",
  "__proto__",
  "🙂",
];

/** One kind of damage each; `other` is a good bundle too. Returns the text. */
const DAMAGES: readonly ((bundle: Loose, other: Loose, random: Random) => string | undefined)[] = [
  function flipByteOfBase64(bundle, _, random) {
    const found = placesOf(bundle).filter(({ holder, key }) => /^[A-Za-z0-9+/]{16,}=*$/.test(holder[key]));
    const { holder, key } = random.pick(found);
    const bytes = Buffer.from(holder[key], "base64");
    const at = random.int(bytes.length);
    bytes[at] = bytes[at]! ^ (1 << random.int(8));
    holder[key] = bytes.toString("base64");
    return undefined;
  },
  function cutBase64(bundle, _, random) {
    const found = placesOf(bundle).filter(({ holder, key }) => /^[A-Za-z0-9+/]{16,}=*$/.test(holder[key]));
    const { holder, key } = random.pick(found);
    const bytes = Buffer.from(holder[key], "base64");
    const cut = random.chance(50)
      ? bytes.subarray(0, random.int(bytes.length))
      : Buffer.concat([bytes, random.bytes(1 + random.int(9))]);
    holder[key] = cut.toString("base64");
    return undefined;
  },
  function changeLetter(bundle, _, random) {
    const found = placesOf(bundle).filter(({ holder, key }) => typeof holder[key] === "string" && holder[key] !== "");
    const { holder, key } = random.pick(found);
    const text: string = holder[key];
    const at = random.int(text.length);
    holder[key] = text.slice(0, at) + random.pick([..."AZaz09+/=\n @"]) + text.slice(at + 1);
    return undefined;
  },
  function removeField(bundle, _, random) {
    const { holder, key } = random.pick(placesOf(bundle));
    if (Array.isArray(holder)) holder.splice(Number(key), 1);
    else delete holder[key];
    return undefined;
  },
  function oddValue(bundle, _, random) {
    const { holder, key } = random.pick(placesOf(bundle));
    holder[key] = random.pick(ODD);
    return undefined;
  },
  function swapWithOther(bundle, other, random) {
    const from = placesOf(other);
    const index = random.int(from.length);
    const path = pathOf(other, from[index]!);
    let holder = bundle;
    for (const key of path.slice(0, -1)) holder = holder?.[key];
    if (typeof holder === "object" && holder !== null) holder[path.at(-1)!] = from[index]!.holder[from[index]!.key];
    return undefined;
  },
  function doubleItem(bundle, _, random) {
    const lists = placesOf(bundle).filter(({ holder, key }) => Array.isArray(holder[key]) && holder[key].length > 0);
    const { holder, key } = random.pick(lists);
    holder[key].push(structuredClone(random.pick(holder[key] as Loose[])));
    return undefined;
  },
  function breakText(bundle, _, random) {
    const text = JSON.stringify(bundle);
    const at = random.int(text.length);
    return text.slice(0, at) + random.pick(["", "}", '"', ",", "[", "\\", "null"]) + text.slice(at + random.int(3));
  },
  function doubleKey(bundle, other) {
    return JSON.stringify(bundle).replace("{", `{"dsseEnvelope":${JSON.stringify(other.dsseEnvelope)},`);
  },
];

function pathOf(root: Loose, { holder, key }: Place): readonly (string | number)[] {
  const search = (value: Loose, path: readonly (string | number)[]): readonly (string | number)[] | undefined => {
    if (value === holder) return [...path, key];
    if (typeof value !== "object" || value === null) return undefined;
    for (const each of Object.keys(value)) {
      const found = search(value[each], [...path, each]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return search(root, [])!;
}

/** What of a bundle a signature covers, of the signer, the log or a timestamp's authority. */
function covered(bundle: Loose): Loose {
  const { certificate, tlogEntries } = bundle.verificationMaterial;
  const { payload, payloadType, signatures } = bundle.dsseEnvelope;
  return {
    certificate,
    envelope: [payload, payloadType, signatures[0].sig],
    // A proof is optional beside a promise, and the time beside a proof: what is there has to hold.
    entries: tlogEntries.map(({ canonicalizedBody, logId, logIndex }: Loose) => [
      canonicalizedBody,
      logId,
      String(logIndex),
    ]),
  };
}

test(`of ${COUNT} corrupted bundles none is accepted, none crashes, none takes long`, async () => {
  const goods = [
    await signing.bundle({ log: 2 }),
    await signing.bundle({ log: 2 }, {}, Buffer.from('{"other":1}')),
    await signing.bundle({ log: 1 }),
    await signing.bundle({ log: 1, tsa: false }, { repository: "acme/other" }),
  ];
  const trust = signing.trust();
  const now = new Date();
  const verify = (text: string) => {
    const read = async () => readBundle(text, "x.json");
    return read().then((checked) => verifyBundle(checked, trust, { log: "required", now }));
  };
  const truths = await Promise.all(goods.map((each) => verify(JSON.stringify(each))));
  const random = new Random(Number(process.env["SEED"] ?? 7));
  const tally = new Map<string, number>();
  let made = 0;
  while (made < COUNT) {
    const damage = DAMAGES[made % DAMAGES.length]!;
    const index = random.int(goods.length);
    const bundle = structuredClone(goods[index]);
    const before = JSON.stringify(bundle);
    const text =
      damage(bundle, structuredClone(goods[(index + 1 + random.int(3)) % 4]), random) ?? JSON.stringify(bundle);
    if (text === before) continue;
    made++;
    const start = performance.now();
    const outcome = await verify(text).then(
      (verified) => ({ verified }),
      (error: unknown) => ({ error }),
    );
    expect(performance.now() - start).toBeLessThan(120_000);
    if ("error" in outcome) {
      const { name, kind, message } = outcome.error as Loose;
      expect([damage.name, name, message]).toEqual([damage.name, "Refused", expect.stringMatching(/x\.json/)]);
      tally.set(kind, (tally.get(kind) ?? 0) + 1);
    } else {
      // What no signature covers was changed: the same is known of the same signer, and all that is covered is as it was.
      expect([damage.name, outcome.verified]).toEqual([damage.name, { ...truths[index], times: expect.anything() }]);
      expect(truths[index]!.times).toEqual(expect.arrayContaining([...outcome.verified.times]));
      expect(covered(JSON.parse(text))).toEqual(covered(goods[index]));
      tally.set("same", (tally.get("same") ?? 0) + 1);
    }
  }
  if (process.env["SHOW_TALLY"] !== undefined) console.log(Object.fromEntries(tally));
  for (const kind of ["malformed", "wrong-signature", "wrong-log-entry", "wrong-timestamp"])
    expect(tally.get(kind)).toBeGreaterThan(0);
  expect(tally.get("same") ?? 0).toBeLessThan(COUNT / 5);
});
