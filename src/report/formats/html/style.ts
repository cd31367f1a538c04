/**
 * How the page looks: light or dark as the reader's system is, one column that fits a phone, no font but
 * the system's. Every pair of colours has a contrast of at least 4.5 (WCAG 2.2, 1.4.3).
 */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --card: #fff; --ink: #1c2128; --faint: #57606a; --line: #d5dae1; --code: #eef1f5;
  --pass: #1a6e36; --warn: #845100; --fail: #b3231c; --unknown: #0b5f7d; --skip: #57606a;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14171c; --card: #1c2027; --ink: #dfe3e9; --faint: #9aa4b2; --line: #343b46; --code: #12151a;
    --pass: #7fc97a; --warn: #e0b458; --fail: #ff8f88; --unknown: #62c4cf; --skip: #9aa4b2;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; padding: 1.5rem 1rem 3rem; background: var(--page); color: var(--ink);
  font: 1rem/1.55 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; overflow-wrap: anywhere;
}
main { max-width: 54rem; margin: 0 auto; }
h1 { font-size: 1.5rem; line-height: 1.3; margin: 0 0 .25rem; }
h2 { font-size: 1.125rem; margin: 0 0 .5rem; }
h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
p { margin: .5rem 0; }
.faint { color: var(--faint); }
.note { border-left: 3px solid var(--faint); padding-left: 0.75em; }
section, details.part { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; margin: 1rem 0; }
time { white-space: nowrap; }
.sign { display: inline-block; min-width: 1.25em; font-weight: 700; }
.pass { color: var(--pass); } .warn, .warning { color: var(--warn); } .fail, .error { color: var(--fail); }
.unknown { color: var(--unknown); } .skip, .info { color: var(--skip); }
.finding + .finding, section .finding { border-top: 1px solid var(--line); margin-top: 1rem; padding-top: .5rem; }
.cause { border-left: .375rem solid var(--fail); }
.cause.open { border-left-color: var(--unknown); }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .875rem; }
code { background: var(--code); border-radius: .25rem; padding: .1em .3em; }
pre { background: var(--code); border: 1px solid var(--line); border-radius: .375rem; padding: .625rem .75rem; margin: .375rem 0 .75rem; white-space: pre-wrap; }
pre code { background: none; padding: 0; }
pre.command { position: relative; }
pre.command code { user-select: all; }
pre.frame { white-space: pre; overflow-x: auto; overflow-wrap: normal; }
pre button { float: right; margin: -.25rem -.375rem 0 .75rem; padding: .125rem .625rem; font: inherit; color: var(--ink); background: var(--card); border: 1px solid var(--line); border-radius: .25rem; cursor: pointer; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .125rem 1rem; margin: .75rem 0; }
dt { color: var(--faint); }
dd { margin: 0; }
@media (max-width: 36rem) { dl { grid-template-columns: 1fr; } dd { margin: 0 0 .375rem 1rem; } }
ol { padding-left: 1.5rem; margin: .5rem 0; }
ul { list-style: none; padding: 0; margin: .25rem 0 .75rem; }
ul.groups { display: flex; flex-wrap: wrap; gap: .375rem; margin: .75rem 0 1rem; font-size: .875rem; }
ul.groups li { background: var(--card); border: 1px solid var(--line); border-radius: 1rem; padding: .0625rem .625rem; white-space: nowrap; }
.count .sign { min-width: 0; }
summary { cursor: pointer; }
details.part > summary { font-weight: 600; }
li > details { padding: .125rem 0; }
li > details > summary { list-style: none; }
li > details[open] { border-left: 2px solid var(--line); padding-left: .75rem; }
.row { padding: .125rem 0; }
@media print { body { background: none; } button { display: none; } section { break-inside: avoid; } }
`;
