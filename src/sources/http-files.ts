import { serverOf } from "../core/http";
import { checkedListing } from "./listing";
import { SourceFailure, type Asking, type ModelSource, type SourceFile, type SourceListing } from "./model-source";
import { contentOf, headOf } from "./ranged-content";

/** One file at an address. What stands for a revision is its `ETag`, or else when it was last modified. */
export class HttpFileSource implements ModelSource {
  readonly keepsRevisions = false;

  constructor(
    private readonly asking: Asking,
    private readonly url: string,
  ) {}

  async resolve(): Promise<SourceListing> {
    const name = this.name();
    const { size, version } = await headOf(this.asking, { url: this.url, what: name });
    const file = { path: name, from: this.url, ...(size === undefined ? {} : { size }) };
    return checkedListing(serverOf(this.url), [file], {
      ...(version === undefined ? {} : { revision: version }),
      notices: [],
    });
  }

  async tip(): Promise<string | undefined> {
    return (await headOf(this.asking, { url: this.url, what: this.name() })).version;
  }

  open({ size, path }: SourceFile): AsyncIterable<Uint8Array> {
    return contentOf(this.asking, { url: this.url, what: path, ...(size === undefined ? {} : { size }) });
  }

  private name(): string {
    const part = new URL(this.url).pathname.split("/").at(-1)!;
    try {
      return decodeURIComponent(part);
    } catch {
      throw new SourceFailure(`the address of ${serverOf(this.url)} names no file`, "refused");
    }
  }
}
