export const BOM_FORMATS = ["cyclonedx", "spdx"] as const;
export const BOM_VERSIONS = ["1.6", "1.7"] as const;

/** What the options say about a bill of materials. */
export interface BomRequest {
  readonly format: (typeof BOM_FORMATS)[number];
  readonly version: (typeof BOM_VERSIONS)[number];
  /** SHA-512 of every file of a model beside its SHA-256; off where absent. */
  readonly sha512?: boolean;
}
