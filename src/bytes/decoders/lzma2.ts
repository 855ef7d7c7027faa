import type { ForwardReader } from "./forward-reader";
import type { History } from "./history";
import { LzmaSymbols, MAX_MATCH, readProperties } from "./lzma-symbols";
import { drain } from "./stream";

// Bits of a chunk's control byte. Chunks below this are stored: 1 with a new dictionary, 2 without.
const COMPRESSED = 0x80;

/** LZMA2 (.xz file format 1.2.1, section 5.3.1): chunks of LZMA or stored bytes that share a dictionary. */
export class Lzma2 {
  private readonly symbols: LzmaSymbols;
  private needsDictionary = true;
  private needsProperties = true;
  private needsState = true;

  constructor(
    private readonly reader: ForwardReader,
    private readonly history: History,
  ) {
    this.symbols = new LzmaSymbols(reader, history);
  }

  /** Decodes to the end marker. */
  *chunks(): Generator<Uint8Array> {
    const { reader } = this;
    for (let control = reader.byte(); control !== 0; control = reader.byte()) {
      if (control < COMPRESSED) yield* this.stored(control);
      else yield* this.compressed(control);
    }
  }

  private *stored(control: number): Generator<Uint8Array> {
    const { reader, history } = this;
    if (control > 2) reader.malformed("an LZMA2 chunk of an unknown kind");
    this.begin(control === 1);
    const size = readBigEndian(reader) + 1;
    history.room(size);
    const got = reader.copyUpTo(size, history.bytes, history.at);
    history.at += got;
    this.symbols.position += got;
    yield history.take();
    if (got < size) reader.truncated();
  }

  private *compressed(control: number): Generator<Uint8Array> {
    const { reader, history, symbols } = this;
    const reset = (control >>> 5) & 3;
    this.begin(reset === 3);
    symbols.left = ((control & 0x1f) << 16) + readBigEndian(reader) + 1;
    const size = readBigEndian(reader) + 1;
    if (reset >= 2) {
      symbols.reset(readProperties(reader.byte()) ?? reader.malformed("LZMA2 properties that are none"));
      this.needsProperties = this.needsState = false;
    } else if (this.needsProperties) reader.malformed("an LZMA2 chunk without properties");
    else if (reset === 1) {
      symbols.reset();
      this.needsState = false;
    } else if (this.needsState) reader.malformed("an LZMA2 chunk without a state");
    const end = reader.offset + size;
    symbols.range.start();
    yield* drain(history, () => {
      if (symbols.decode(history.openChunk(MAX_MATCH))) reader.malformed("an end marker inside LZMA2");
      return symbols.left > 0;
    });
    symbols.range.finish();
    if (reader.offset !== end || !symbols.range.isFinished)
      reader.malformed("an LZMA2 chunk is not as long as it says");
  }

  private begin(isNewDictionary: boolean): void {
    if (isNewDictionary) {
      this.history.reset();
      this.symbols.position = 0;
      this.needsDictionary = false;
      // After a dictionary reset by stored bytes, what was learned before must be reset as well.
      this.needsState = true;
    } else if (this.needsDictionary) this.reader.malformed("an LZMA2 chunk without a dictionary");
  }
}

function readBigEndian(reader: ForwardReader): number {
  return (reader.byte() << 8) | reader.byte();
}
