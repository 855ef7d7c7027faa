/**
 * The first root of GitHub's TUF repository (https://tuf-repo.github.com), version 1 of 2023-10: the seed from which every later
 * root is reached, each signed by the keys of the one before. `gh` starts from a root of the same repository
 * (cli/cli, pkg/cmd/attestation/verification/embed/tuf-repo.github.com/root.json). That it is expired does not matter: only the last one
 * must not be. The test checks its signatures.
 */

/** By the role's key id: the public key, P-256, base64 of its SubjectPublicKeyInfo behind the part that all of them share; who keeps it. */
const KEY_HOLDERS: readonly (readonly [id: string, point: string, owner: string])[] = [
  [
    "a10513a5ab61acd0c6b6fbe0504856ead18f3b17c4fabbe3fa848c79a5a187cf",
    "EC2wJ3xscyXxBLybJ9FVjwkyQMe53\nRHUz77AjMO8MzVaT8xw6ZvJqdNZiytYtigWULlINxw6frNsWJKb/f7lC8A==",
    "@kommendorkapten",
  ],
  [
    "4f4d1dd75f2d7f3860e3a068d7bed90dec5f0faafcbe1ace7fb7d95d29e07228",
    "ENki7aZVips5SgRzCd/Om0CGzQKY/\nnv84giqVDmdwb2ys82Z6soFLasvYYEEQcwqaC170n9gr93wHUgPc796uJA==",
    "@ashtom",
  ],
  [
    "88737ccdac7b49cc237e9aaead81be2a40278b886a693d8149a19cf543f093d3",
    "EBagkskNOpOTbetTX5CdnvMy+LiWn\nonRrNrqAHL4WgiebH7Uig7GLhC3bkeA/qgb926/vr9qhOPG9Buj2HatrPw==",
    "@gregose",
  ],
  [
    "5e01c9a0b2641a8965a4a74e7df0bc7b2d8278a2c3ca0cf7a3f2f783d3c69800",
    "EC9RNAsuDCNO6T7qA7Y5F8orw2tIW\nr7rUr4ffxvzTMrbkVtjR/trtE0q0+T0zQ8TWLyI6EYMwb947ej2ItfkOyA==",
    "@jacobdepriest",
  ],
  [
    "d6a89e23fb22801a0d1186bf1bdd007e228f65a8aa9964d24d06cb5fbb0ce91c",
    "EDdORwcruW3gqAgaLjH/nNdGMB4kQ\nAvA+wD6DyO4P/wR8ee2ce83NZHq1ZADKhve0rlYKaKy3CqyQ5SmlZ36Zhw==",
    "@krukow",
  ],
  [
    "eb8eff37f93af2faaba519f341decec3cecd3eeafcace32966db9723842c8a62",
    "ENynVdQnM9h7xU71G7PiJpQaDemub\nkbjsjYwLlPJTQVuxQO8WeIpJf8MEh5rf01t2dDIuCsZ5gRx+QvDv0UzfsA==",
    "@mph4",
  ],
  [
    "8b498a80a1b7af188c10c9abdf6aade81d14faaffcde2abcd6063baa673ebd12",
    "E7IEoVNwrprchXGhT5sAhSax7SOd3\n8duuISghCzfmHdKJWSbV2wJRamRiUVRtmA83K/qm5cT20WXMCT5QeM/D3A==",
    "@trevrosen",
  ],
  [
    "539dde44014c850fe6eeb8b299eb7dae2e1f4bf83454b949e98aa73542cdc65a",
    "ElD0o2sOZN9n3RKQ7PtMLAoXj+2Ai\nn4PKT/pfnzDlNLrD3VTQwCc4sR4t+OLu4KQ+qk+kXkR9YuBsu3bdJZ1OWw==",
    "@nerdneha",
  ],
];

const ONLINE_KEY = {
  id: "eb9799b483affac9da87ef4c9ea467928415c961349e607e5e6e485679b07f8f",
  point: "ENKNcNcX+d73lS1TRFb9Vnp8JvOoh\nzYQ+in43iGenbG8RGo9L/6FJ2hoRbVU6xskvyuErcdPbCdI4GxrQ5i8hkw==",
  uri: "azurekms://production-tuf-root.vault.azure.net/keys/Online-Key/aaf375fd8ed24acb949a5cc173700b05",
};

/** In the order of the file, DER in hex. */
const SIGNATURES: readonly (readonly [id: string, signature: string])[] = [
  [
    "a10513a5ab61acd0c6b6fbe0504856ead18f3b17c4fabbe3fa848c79a5a187cf",
    "304402203c8f5f7443f7052923e82f9ca0b1bb61a33498444076a2f43e1285a47f6e562d022014de99a7e5413440896b6804944e3c49390cfe6e617211b8dc42a8e67675bc13",
  ],
  [
    "d6a89e23fb22801a0d1186bf1bdd007e228f65a8aa9964d24d06cb5fbb0ce91c",
    "3044022009a20307f974af7e05cc9564eea497f45062e3b21272d1062713b3d22c868298022059d032ad973a28bdbd03959cf96b21398b6b6e2ca618c17ce6c13712246343a2",
  ],
  [
    "539dde44014c850fe6eeb8b299eb7dae2e1f4bf83454b949e98aa73542cdc65a",
    "3045022100edd270d36d0c8468b9a1f2ef1c81a270c72ffd50c65bca0ed1ebd424df09f64b022002b27ffafd7bc5bdfc25281b5b9b597cf2d67d4eeb4af2ff45eb3e666b860c21",
  ],
  [
    "88737ccdac7b49cc237e9aaead81be2a40278b886a693d8149a19cf543f093d3",
    "30460221008d7d95434e576d5876b2db30fd645505ca546618bbc7a8e4b39f64e6a36df9ad022100c00a5294e4ddd02d48d28918b87a06bdfdeccd0618ecdcec29bb2597a05fe474",
  ],
  [
    "5e01c9a0b2641a8965a4a74e7df0bc7b2d8278a2c3ca0cf7a3f2f783d3c69800",
    "30450220215fb3d19d94560a3a2a6067a71c92daf867d13700c9500c4c32d8009a48a634022100df9fb6cee786313bf6c363daac4de39b3dd531f211f81d2391c41bd2d0f91a80",
  ],
  [
    "4f4d1dd75f2d7f3860e3a068d7bed90dec5f0faafcbe1ace7fb7d95d29e07228",
    "304502204091ac5e61b6462d262ecc8442781dd09843bed39942a95a4884c8c6a2c212ef022100dcee86392748f48950d04d539ac1a6643ed1f0b4bd6856f8aeb5a135826c846f",
  ],
  [
    "eb8eff37f93af2faaba519f341decec3cecd3eeafcace32966db9723842c8a62",
    "30460221009188548601a43b501223caeefca4876ae892e18a85c885004b4c8aeeb05a4421022100abdcc72d94597f8297d6297897ff96f285168dbe6b3d57f846dbc7a2948d2935",
  ],
  [
    "8b498a80a1b7af188c10c9abdf6aade81d14faaffcde2abcd6063baa673ebd12",
    "3046022100b440561545d48759dc4140cda9f8af7c9405a101d6136dd0a26edd6562b7064f022100cafa917ed90350494e47d226b64a8ec63ef5ceebb8ba4d2dec2ce018e4ad402a",
  ],
];

/** The root as JSON. TUF signs the canonical form, so layout and order do not matter. */
export function githubTufRoot(): string {
  const holders = KEY_HOLDERS.map(([id]) => id);
  const offline = { keyids: holders, threshold: 3 };
  const online = { keyids: [ONLINE_KEY.id], threshold: 1 };
  const signed = {
    _type: "root",
    consistent_snapshot: true,
    expires: "2024-06-23T08:29:18Z",
    keys: Object.fromEntries([
      ...KEY_HOLDERS.map(([id, point, owner]) => [id, key(point, { "x-tuf-on-ci-keyowner": owner })]),
      [ONLINE_KEY.id, key(ONLINE_KEY.point, { "x-tuf-on-ci-online-uri": ONLINE_KEY.uri })],
    ]) as Record<string, unknown>,
    roles: {
      root: offline,
      snapshot: { ...online, "x-tuf-on-ci-expiry-period": 21, "x-tuf-on-ci-signing-period": 7 },
      targets: offline,
      timestamp: { ...online, "x-tuf-on-ci-expiry-period": 7, "x-tuf-on-ci-signing-period": 6 },
    },
    spec_version: "1.0.31",
    version: 1,
    "x-tuf-on-ci-expiry-period": 240,
    "x-tuf-on-ci-signing-period": 60,
  };
  return JSON.stringify({ signatures: SIGNATURES.map(([keyid, sig]) => ({ keyid, sig })), signed });
}

function key(point: string, more: Record<string, string>): unknown {
  // The algorithm (ecPublicKey, prime256v1) in DER, which every key of this curve begins with.
  const pem = `-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgA${point}\n-----END PUBLIC KEY-----\n`;
  return { keytype: "ecdsa", keyval: { public: pem }, scheme: "ecdsa-sha2-nistp256", ...more };
}
