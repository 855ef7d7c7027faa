/**
 * Markdown as GitHub's readers see it, in a process of its own, because jest runs no ES modules: a JSON list of texts on standard input,
 * and for each of them the page's elements, with their attributes, and its text without them.
 */
import { readFileSync } from "node:fs";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { parseFragment } from "parse5";

const pages = JSON.parse(readFileSync(0, "utf8")).map((markdown) => {
  // GitHub reads HTML in Markdown, and its own filter takes only the most dangerous elements of it: nothing here may need that.
  const html = micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });
  const page = { elements: [], text: "", prose: "", comments: [] };
  walk(parseFragment(html), page, false);
  return page;
});
console.log(JSON.stringify(pages));

/** `prose`: the text outside of code, which GitHub looks through for mentions, references and emoji. */
function walk(node, page, inCode) {
  if (node.nodeName === "#comment") page.comments.push(node.data);
  if (node.nodeName === "#text") {
    page.text += node.value;
    if (!inCode) page.prose += node.value;
  }
  if (node.tagName !== undefined)
    page.elements.push([node.tagName, ...node.attrs.map(({ name, value }) => `${name}=${value}`)].join(" "));
  if (inCode === false && node.tagName === "code") page.prose += " ";
  for (const child of node.childNodes ?? []) walk(child, page, inCode || node.tagName === "code");
}
