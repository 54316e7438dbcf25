#!/usr/bin/env bash
# Recogito's text-annotator: its W3C format needs a position and marks by the position alone.
#
# Expected: an annotation with a TextQuoteSelector is anchored by its quote, as the Web Annotation
# model allows either selector by itself; where quote and position disagree, the quote decides or
# the annotation is left out.
# Seen: an annotation with a quote and no position is refused. With both, the quote is stored and
# never compared with the text: a position that is a few characters off marks other words and
# reports nothing, and one behind the end of the text marks nothing.
# What works: give both selectors, and only where the positions are those of the container's text
# in UTF-16 units; find the quote by other code (Apache Annotator) before handing it over.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund --no-package-lock --ignore-scripts \
  @recogito/text-annotator@4.1.1 jsdom@24.1.3 > /dev/null
cat > seen.mjs <<'JS'
import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";

const { window } = new JSDOM("<body><p>Five boats left the harbour before noon.</p></body>");
globalThis.window = window;
globalThis.document = window.document;
for (const name of ["Node", "NodeFilter", "Range", "Element", "HTMLElement", "Text"]) {
  globalThis[name] = window[name];
}
const { W3CTextFormat, reviveAnnotation } = await import("@recogito/text-annotator");
const about = readFileSync("node_modules/@recogito/text-annotator/package.json", "utf-8");
console.log("@recogito/text-annotator", JSON.parse(about).version);

const body = window.document.body;
const quote = { type: "TextQuoteSelector", exact: "the harbour", prefix: "left ", suffix: " before" };

function marked(...selector) {
  const source = "https://page.example/boats";
  const target = { source, selector: [quote, ...selector] };
  const annotation = { id: "a", type: "Annotation", body: [], target };
  const { parsed, error } = W3CTextFormat(source, body).parse(annotation);
  if (error) return `refused: ${error.message}`;
  return reviveAnnotation(parsed, body).target.selector[0].range.toString();
}

const at = (start, end) => ({ type: "TextPositionSelector", start, end });
const seen = { "quote alone": marked(), right: marked(at(16, 27)), off: marked(at(0, 11)) };
for (const [which, words] of Object.entries(seen)) console.log(`${which}: ${words}`);
const as_described =
  seen["quote alone"].startsWith("refused") && seen.right === "the harbour" && seen.off === "Five boats ";
console.log(as_described ? "as described above" : "this has changed");
process.exit(as_described ? 0 : 1);
JS
node seen.mjs
