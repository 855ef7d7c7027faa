import type { SpecVersion } from "./write";

/** The official schemas, as the library carries them: 650 kB that only those who validate load. */
/* eslint-disable @typescript-eslint/no-require-imports */
const BOMS: Readonly<Record<SpecVersion, () => object>> = {
  "1.6": () =>
    require("../../node_modules/@cyclonedx/cyclonedx-library/res/schema/bom-1.6.SNAPSHOT.schema.json") as object,
  "1.7": () =>
    require("../../node_modules/@cyclonedx/cyclonedx-library/res/schema/bom-1.7.SNAPSHOT.schema.json") as object,
};
const REFERRED: ReadonlyMap<string, () => object> = new Map([
  [
    "spdx.SNAPSHOT.schema.json",
    () => require("../../node_modules/@cyclonedx/cyclonedx-library/res/schema/spdx.SNAPSHOT.schema.json") as object,
  ],
  [
    "jsf-0.82.SNAPSHOT.schema.json",
    () => require("../../node_modules/@cyclonedx/cyclonedx-library/res/schema/jsf-0.82.SNAPSHOT.schema.json") as object,
  ],
  [
    "cryptography-defs.SNAPSHOT.schema.json",
    () =>
      require("../../node_modules/@cyclonedx/cyclonedx-library/res/schema/cryptography-defs.SNAPSHOT.schema.json") as object,
  ],
]);
/* eslint-enable @typescript-eslint/no-require-imports */

/** The schema of a version of CycloneDX. */
export function bomSchema(version: SpecVersion): object {
  return BOMS[version]();
}

/** The schemas that it refers to, by the address that its references resolve to. */
export function referredSchemas(): (readonly [string, object])[] {
  return [...REFERRED].map(([name, load]) => [`http://cyclonedx.org/schema/${name}`, load()]);
}
