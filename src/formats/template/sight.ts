import type { TemplatePlace } from "../../core/template-facts";
import { shorten } from "../../core/text";
import { bindingsOf, Folder, Mapping, isList, type Bindings, type Expression, type Template } from "../../syntax/jinja";
import { Lines } from "../../syntax/lines";

/** Characters of an expression that are shown. */
const MAX_SHOWN = 120;

/** What looking at one template needs: its text, its names, and the values that its constants make. */
export class Sight {
  readonly bindings: Bindings;
  readonly folder: Folder;
  private readonly lines: Lines;

  /** Throws `TemplateProblem` where following its constants takes too much work. */
  constructor(
    private readonly template: Template,
    private readonly firstLine: number | undefined,
  ) {
    this.lines = new Lines(template.source);
    this.bindings = bindingsOf(template.body);
    this.folder = new Folder(this.bindings);
  }

  /** Whether a name is one that whoever renders the template gives, and not the template itself. */
  isGlobal(name: string): boolean {
    const { variables, macros, imported } = this.bindings;
    return !variables.has(name) && !macros.has(name) && !imported.has(name);
  }

  /** Whether it is a list or dict that the template itself makes, such as one of its macros. */
  isOwnList(node: Expression): boolean {
    const values = this.folder.valuesOf(node);
    return values.length > 0 && values.every((value) => isList(value) || value instanceof Mapping);
  }

  placeOf({ at, end }: { readonly at: number; readonly end: number }): TemplatePlace {
    const templateLine = this.lines.lineOf(at);
    const written = this.template.source.slice(at, Math.min(end, at + 4 * MAX_SHOWN)).replace(/\s+/g, " ");
    return {
      ...(this.firstLine === undefined ? {} : { line: this.firstLine + templateLine - 1 }),
      templateLine,
      text: shorten(written.trim(), MAX_SHOWN),
    };
  }

  /** The name at the root of `x.y["z"]().w`, where that is all that the expression is. */
  rootOf(node: Expression): string | undefined {
    let at: Expression | undefined = node;
    while (at !== undefined && at.kind !== "name")
      at =
        at.kind === "attribute" || at.kind === "subscript"
          ? at.object
          : at.kind === "call"
            ? at.callee
            : at.kind === "filter"
              ? at.input
              : undefined;
    return at?.name;
  }
}
