/**
 * A value as JSON for a `<script type="application/json">`. Without `<` in it, no `</script` ends the element and no `<!--`
 * changes how its content is read (HTML, "Restrictions for contents of script elements"). All of it is ASCII, so no U+2028
 * either; and no `##[`, so that the page can be printed to a workflow's log.
 */
export function embedJson(value: unknown): string {
  return JSON.stringify(value)
    .replace(/[<>&]|[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .replace(/##(?=\[)/g, "#\\u0023");
}
