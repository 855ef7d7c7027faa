/** Where something stands in a policy file: its line, from 1; undefined where the file does not say it. */
export type LineOf = (path: readonly (string | number)[]) => number | undefined;

/** A policy without a file says nothing anywhere. */
export const NOWHERE: LineOf = () => undefined;

/** The places of a policy that was read from this text: `["waivers", 2]`, `["fail-on"]`. */
export async function placesIn(text: string): Promise<LineOf> {
  const { isNode, LineCounter, parseDocument } = await import("yaml");
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  return (path) => {
    const node = document.getIn(path, true);
    return isNode(node) && node.range ? lines.linePos(node.range[0]).line : undefined;
  };
}
