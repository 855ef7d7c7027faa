/** Why a template could not be parsed further: Jinja would refuse it, or it asks for more than is granted. */
export class TemplateProblem extends Error {
  override readonly name = "TemplateProblem";

  constructor(
    readonly reason: "malformed" | "limit",
    message: string,
    /** Characters from the start of the text. */
    readonly at: number,
  ) {
    super(message);
  }
}
