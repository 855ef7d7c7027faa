import { ComponentType, ExternalReferenceType } from "@cyclonedx/cyclonedx-library/Enums";
import { ExternalReference, ExternalReferenceRepository, type Bom } from "@cyclonedx/cyclonedx-library/Models";
import { JsonSerializer } from "@cyclonedx/cyclonedx-library/Serialize";
import { Spec1dot6, Spec1dot7 } from "@cyclonedx/cyclonedx-library/Spec";
import { addressOf } from "./address";
import { oneLine } from "./clean";
import { MlComponent } from "./model/component";
import { MlFactory } from "./model/normalize";
import { serialNumberOf } from "./serial";

export type SpecVersion = "1.6" | "1.7";

/** The program that writes, as the documents name it. */
export interface BomTool {
  readonly name: string;
  readonly version: string;
  readonly homepage: string;
}

/** The tool as a component of `metadata.tools`. */
export function toolComponent(tool: BomTool, bomRef: string): MlComponent {
  const homepage = addressOf(tool.homepage);
  return new MlComponent(ComponentType.Application, oneLine(tool.name) || "?", {
    bomRef,
    version: oneLine(tool.version),
    externalReferences: new ExternalReferenceRepository(
      homepage === undefined ? [] : [new ExternalReference(homepage, ExternalReferenceType.Website)],
    ),
  });
}

/** The document, two spaces deep, with a serial number from everything else in it, and a line end. */
export function write(bom: Bom, version: SpecVersion): string {
  const serializer = new NumberingSerializer(new MlFactory(version === "1.6" ? Spec1dot6 : Spec1dot7));
  return `${serializer.serialize(bom, { sortLists: false, space: 2 })}\n`;
}

/** What the library makes of a document is written once to number it, and once with the number. */
class NumberingSerializer extends JsonSerializer {
  protected override _serialize(...[bom, options]: Parameters<JsonSerializer["_serialize"]>): string {
    const serialNumber = serialNumberOf(super._serialize(bom, options));
    return super._serialize({ ...bom, serialNumber }, options);
  }
}
