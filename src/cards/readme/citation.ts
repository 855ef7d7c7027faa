import type { CardFact } from "../../core/card-facts";
import { webAddress } from "../plain-text";
import type { Section } from "./markdown";

/** Papers of one section. CWE-770. */
const MAX_PAPERS = 10;
const ARXIV =
  /\barxiv(?:\.org\/(?:abs|pdf)\/|[:\s]{1,3}|:abs\/)(\d{4}\.\d{4,5}(?:v\d{1,3})?|[a-z-]{2,20}\/\d{7})|^\s*eprint\s*=\s*[{"](\d{4}\.\d{4,5}(?:v\d{1,3})?)/gi;
const DOI =
  /(?:\bdoi\.org\/|\bdoi\s*=\s*[{"]\s*(?:https?:\/\/(?:dx\.)?doi\.org\/)?|\bdoi:\s?)(10\.\d{4,9}\/[^\s{}"',;)>\]]{1,200})/gi;
const URL_FIELD = /^\s*(?:url|howpublished)\s*=\s*[{"]+\s*(?:\\url\{)?(https?:\/\/[^\s{}"]{1,2000})/i;
/** Where models and code are, and papers are not. */
const NO_PAPERS = /^https?:\/\/(?:www\.)?(?:github\.com|gitlab\.com|huggingface\.co|hf\.co|bitbucket\.org)\//i;

/** What a section tells people to cite: arXiv ids, DOIs and addresses, each once, of BibTeX and of text. */
export function citedPapers({ lines }: Section, path: string): CardFact[] {
  const found = new Map<string, number>();
  for (const { text, line } of lines) {
    if (found.size >= MAX_PAPERS) break;
    for (const address of addressesOf(text.slice(0, 4000))) if (!found.has(address)) found.set(address, line);
  }
  return [...found]
    .slice(0, MAX_PAPERS)
    .map(([value, line]): CardFact => ({ kind: "paper", at: { path, line }, value }));
}

function addressesOf(text: string): string[] {
  const arxiv = [...text.matchAll(ARXIV)].map(([, first, second]) => `https://arxiv.org/abs/${first ?? second}`);
  const dois = [...text.matchAll(DOI)].map(([, doi]) => `https://doi.org/${encodeURI(doi!.replace(/\.$/, ""))}`);
  const known = [...arxiv, ...dois];
  const written = known.length > 0 ? undefined : URL_FIELD.exec(text)?.[1];
  const address = written === undefined || NO_PAPERS.test(written) ? undefined : webAddress(written);
  return address === undefined ? known : [address];
}
