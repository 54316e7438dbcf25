// Anchors Web Annotations in a page by the code of other programs, and prints what they found.
// node anchor_in_jsdom.mjs JOB.json, where JOB has "html" and "annotations".
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { JSDOM } from "jsdom";
import { build } from "esbuild";

const job = JSON.parse(readFileSync(process.argv[2], "utf-8"));
const { window } = new JSDOM(job.html, { pretendToBeVisual: true });
globalThis.window = window;
globalThis.document = window.document;
for (const name of ["Node", "NodeFilter", "Range", "AbstractRange", "Element", "HTMLElement", "Text"]) {
  globalThis[name] = window[name];
}
const { createTextQuoteSelectorMatcher } = await import("@apache-annotator/dom");
const { W3CTextFormat, reviveAnnotation } = await import("@recogito/text-annotator");
const { anchor } = await import(pathToFileURL(await hypothesisAnchoring()));
const body = window.document.body;

// The package holds one bundled program; the map beside it has the sources it was made from.
async function hypothesisAnchoring() {
  const here = dirname(fileURLToPath(import.meta.url));
  const made = join(here, "hypothesis-anchoring.mjs");
  if (existsSync(made)) return made;
  const bundle = join(here, "node_modules/hypothesis/build/scripts/annotator.bundle.js.map");
  const map = JSON.parse(readFileSync(bundle, "utf-8"));
  const folder = join(here, "hypothesis-sources");
  map.sources.forEach((source, number) => {
    const path = source.replace(/^app:\/\/\//, "");
    if (!/^(src\/annotator\/anchoring|node_modules\/approx-string-match)\//.test(path)) return;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), map.sourcesContent[number]);
  });
  await build({
    entryPoints: [join(folder, "src/annotator/anchoring/html.ts")],
    alias: {
      "approx-string-match": join(folder, "node_modules/approx-string-match/build/src/index.js"),
    },
    bundle: true, format: "esm", outfile: made, logLevel: "error",
  });
  return made;
}

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

async function byHypothesis(selectors) {
  try {
    const range = await anchor(body, selectors);
    const quote = selectors.find((each) => each.type === "TextQuoteSelector");
    return [{ words: plain(range.toString()), earlier: earlier(range, quote.exact) }];
  } catch {
    return [];
  }
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
  results.push({
    apache: await byApache(quote),
    hypothesis: await byHypothesis(annotation.target.selector),
    recogito: byRecogito(annotation),
  });
}
process.stdout.write(JSON.stringify(results));
