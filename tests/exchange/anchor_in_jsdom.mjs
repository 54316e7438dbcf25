// Anchors Web Annotations in a page by the code of other programs, and prints what they found.
// node anchor_in_jsdom.mjs JOB.json, where JOB has "html" and "annotations".
import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";

const job = JSON.parse(readFileSync(process.argv[2], "utf-8"));
const { window } = new JSDOM(job.html, { pretendToBeVisual: true });
globalThis.window = window;
globalThis.document = window.document;
for (const name of ["Node", "NodeFilter", "Range", "AbstractRange", "Element", "HTMLElement", "Text"]) {
  globalThis[name] = window[name];
}
const { createTextQuoteSelectorMatcher } = await import("@apache-annotator/dom");
const { W3CTextFormat, reviveAnnotation } = await import("@recogito/text-annotator");
const body = window.document.body;

const plain = (text) => text.split(/\s+/).filter(Boolean).join(" ");

function earlier(range, exact) {
  const before = window.document.createRange();
  before.setStart(body, 0);
  before.setEnd(range.startContainer, range.startOffset);
  return plain(before.toString() + " ").split(plain(exact)).length - 1;
}

async function byApache(quote) {
  const found = [];
  for await (const range of createTextQuoteSelectorMatcher(quote)(body)) {
    found.push({ words: plain(range.toString()), earlier: earlier(range, quote.exact) });
  }
  return found;
}

function byRecogito(annotation) {
  const { parsed, error } = W3CTextFormat(annotation.target.source, body).parse(annotation);
  if (error) return { refused: true };
  const { range } = reviveAnnotation(parsed, body).target.selector[0];
  return { refused: false, words: range ? plain(range.toString()) : null };
}

const results = [];
for (const annotation of job.annotations) {
  const quote = annotation.target.selector.find((each) => each.type === "TextQuoteSelector");
  results.push({ apache: await byApache(quote), recogito: byRecogito(annotation) });
}
process.stdout.write(JSON.stringify(results));
