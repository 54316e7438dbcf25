"""The style of the HTML report: light and dark, narrow and wide, screen and paper."""

from __future__ import annotations

STYLE = """
:root { color-scheme: light dark; --ink: #1c1b19; --paper: #fdfcf9; --soft: #6b675f;
  --rule: #d9d4c8; --note: #fff0a8; --highlight: #ffe2b8; --claim: #cfe5ff; --label: #d9f2d0; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e4dc; --paper: #191817; --soft: #a39d92;
  --rule: #3a3733; --note: #57490a; --highlight: #5c3d12; --claim: #163f66; --label: #234a1c; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1rem; max-width: 68rem; background: var(--paper);
  color: var(--ink); font: 1.0625rem/1.6 Georgia, "Times New Roman", serif; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .3rem; }
h2 { font-size: 1.25rem; border-bottom: 1px solid var(--rule); margin-top: 2.5rem; }
h3 { font-size: 1.05rem; margin: 1.5rem 0 .3rem; }
a { color: inherit; }
.about, .by { color: var(--soft); font: .85rem/1.4 system-ui, sans-serif; margin: .2rem 0; }
article + article { border-top: 3px double var(--rule); margin-top: 3rem; padding-top: 2rem; }
.text { display: grid; grid-template-columns: minmax(0, 38rem) minmax(0, 1fr); column-gap: 2.5rem;
  margin-top: 1.5rem; grid-auto-rows: min-content; }
.text p { grid-column: 1; margin: 0 0 1rem; overflow-wrap: anywhere; white-space: pre-wrap; }
.text aside { grid-column: 2; font-size: .9rem; line-height: 1.45; }
.text p.flows { white-space: normal; }
.text p.headline, .text p.heading { font-weight: bold; font-size: 1.15rem; }
.text p.caption { color: var(--soft); font-size: .95rem; }
.text p.quotation, .text p.list-item { padding-left: 1.2rem; }
.text aside p, .apart p { margin: 0 0 .3rem; white-space: normal; }
.body ul, .body ol { list-style: disc; margin: .2rem 0; padding-left: 1.2rem; border: 0; }
.body ol { list-style: decimal; }
.body h1, .body h2, .body h3 { font-size: 1em; margin: .2rem 0; border: 0; }
.body pre { white-space: pre-wrap; }
aside > ol { list-style: none; margin: 0 0 1rem; padding: 0 0 0 .8rem;
  border-left: 2px solid var(--rule); }
aside > ol > li + li { margin-top: .7rem; }
.back { font: .75rem system-ui, sans-serif; color: var(--soft); float: left; margin-right: .4rem; }
mark { color: inherit; background: var(--highlight); border-radius: 2px; }
mark.note { background: var(--note); }
mark.label { background: var(--label); text-decoration: underline dotted; }
mark.claim, mark.appearance { background: var(--claim); text-decoration: underline; }
sup { font: .7rem system-ui, sans-serif; line-height: 0; }
sup a { text-decoration: none; padding: 0 .1rem; }
sup a::before { content: attr(data-number); }
.tag { border: 1px solid var(--rule); border-radius: 1em; padding: 0 .5em; }
.kind { text-transform: capitalize; }
.checked { break-inside: avoid; border-left: 3px solid var(--rule); padding-left: 1rem; }
blockquote { margin: .3rem 0; color: var(--soft); font-style: italic; white-space: pre-wrap; }
@media screen and (max-width: 48rem) { .text { display: block; }
  .text aside { background: color-mix(in srgb, var(--rule) 25%, transparent); padding: .5rem;
    margin-bottom: 1rem; }
  aside > ol { margin: 0; } }
@media print { :root { color-scheme: light; --ink: #000; --paper: #fff; --soft: #555;
  --rule: #bbb; --note: #fff0a8; --highlight: #ffe2b8; --claim: #cfe5ff; --label: #d9f2d0; }
  body { padding: 0; font-size: 10.5pt; max-width: none; }
  .text { grid-template-columns: minmax(0, 1fr) 14rem; column-gap: 1.5rem; }
  h1, h2, h3 { break-after: avoid; } p, li { orphans: 2; widows: 2; }
  aside li { break-inside: avoid; }
  mark { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .claims a[href^="http"]::after { content: " <" attr(href) ">"; overflow-wrap: anywhere; } }
"""
