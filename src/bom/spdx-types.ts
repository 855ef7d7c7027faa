/** The parts of SPDX 2.3 that are written here (https://spdx.github.io/spdx-spec/v2.3/), as its JSON schema names them. */
export interface SpdxPackage {
  readonly SPDXID: string;
  readonly name: string;
  readonly versionInfo?: string;
  readonly packageFileName?: string;
  /** An address, or `NOASSERTION`. */
  readonly downloadLocation: string;
  /** Always false: SPDX 2.3 wants the SHA-1 of every file else (clauses 7.8, 8.4), which nobody has taken. */
  readonly filesAnalyzed: false;
  readonly checksums?: readonly SpdxChecksum[];
  readonly sourceInfo?: string;
  readonly licenseConcluded: "NOASSERTION";
  readonly licenseDeclared: string;
  readonly copyrightText: "NOASSERTION";
  readonly description?: string;
  readonly comment?: string;
  readonly externalRefs?: readonly SpdxExternalRef[];
  readonly primaryPackagePurpose: "SOURCE" | "LIBRARY" | "CONTAINER" | "FILE" | "OTHER";
}

export interface SpdxChecksum {
  readonly algorithm: "SHA256" | "SHA512" | "SHA384" | "SHA1" | "MD5" | "BLAKE2b-256" | "BLAKE2b-512" | "BLAKE3";
  readonly checksumValue: string;
}

export interface SpdxExternalRef {
  readonly referenceCategory: "PACKAGE-MANAGER";
  readonly referenceType: "purl";
  readonly referenceLocator: string;
}

export type SpdxRelation =
  "DESCRIBES" | "CONTAINS" | "DEPENDS_ON" | "DEV_DEPENDENCY_OF" | "OPTIONAL_DEPENDENCY_OF" | "DESCENDANT_OF" | "OTHER";

export interface SpdxRelationship {
  readonly spdxElementId: string;
  readonly relationshipType: SpdxRelation;
  readonly relatedSpdxElement: string;
  readonly comment?: string;
}

/** A licence that is not on SPDX's list. */
export interface SpdxExtractedLicense {
  readonly licenseId: string;
  readonly name: string;
  readonly extractedText: string;
  readonly seeAlsos?: readonly string[];
}

/** Ids of things by what they are: `SPDXRef-Model-bert-3f1c…`, the same for the same thing in every document. */
export const DOCUMENT_ID = "SPDXRef-DOCUMENT";
export const ROOT_ID = "SPDXRef-Repository";
