/** Turns places in a text into line numbers; many of one text cost two passes over it, and four bytes a line. */
export class Lines {
  private readonly starts: Uint32Array;

  constructor(text: string) {
    let count = 1;
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
    // A list of numbers would take ten times as much for a text that is nothing but line ends.
    this.starts = new Uint32Array(count);
    let line = 0;
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) this.starts[++line] = at + 1;
  }

  /** The line, from 1, of a place in characters from the start. */
  lineOf(place: number): number {
    let [low, high] = [0, this.starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle]! <= place) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }
}
