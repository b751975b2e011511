/** How a report looks: light, of one column, and on paper of A4. */
export const STYLE = `
:root { color-scheme: light; font: 14px/1.5 Inter, 'Noto Sans Hebrew', system-ui, sans-serif; color: #1c1c1a; background: #fff; }
* { box-sizing: border-box; }
body { max-width: 960px; margin: 0 auto; padding: 40px 32px 64px; font-variant-ligatures: none; }
h1 { font-size: 24px; line-height: 1.25; margin: 0 0 4px; overflow-wrap: anywhere; }
h2 { font-size: 17px; line-height: 1.3; margin: 40px 0 8px; padding-top: 16px; border-top: 1px solid #e5e5e1; }
h3 { font-size: 14px; margin: 24px 0 4px; }
h1, h2, h3, th, b { font-weight: 600; }
p, ul { margin: 8px 0; max-width: 72ch; }
ul { padding-left: 20px; }
li { margin: 4px 0; }
.muted, figcaption, caption, dt, footer { color: #65645f; }
.lead { font-size: 17px; line-height: 1.45; }
.none { border-left: 3px solid #8a5700; padding: 8px 12px; background: #fbf7ef; max-width: 72ch; }
nav ol { display: flex; flex-wrap: wrap; gap: 4px 16px; list-style: none; margin: 16px 0 0; padding: 0; }
a { color: #2f5bd0; }
code, pre, td.number, th.number, .hash { font-family: 'JetBrains Mono', ui-monospace, monospace; font-size: 12px; }
.hash { overflow-wrap: anywhere; }
pre { background: #f7f7f5; border: 1px solid #e5e5e1; border-radius: 6px; padding: 12px; white-space: pre-wrap; overflow-wrap: anywhere; }
dl { margin: 12px 0; display: grid; gap: 4px; }
dl > div { display: grid; grid-template-columns: 180px minmax(0, 1fr); gap: 16px; }
dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
.wide { margin: 16px 0; }
table { border-collapse: collapse; min-width: min(100%, 560px); font-size: 13px; }
caption { text-align: left; padding-bottom: 6px; font-size: 13px; }
caption b { color: #1c1c1a; }
th, td { padding: 4px 12px 4px 0; border-bottom: 1px solid #e5e5e1; text-align: left; vertical-align: top; overflow-wrap: break-word; }
thead th { border-bottom-color: #b4b3ad; vertical-align: bottom; }
tbody th { font-weight: 400; }
td.number + td.text, th.number + th.text { padding-left: 12px; }
td.number, th.number { text-align: right; white-space: nowrap; overflow-wrap: normal; }
thead th.number { font-family: inherit; font-size: inherit; white-space: normal; }
td bdi, th bdi, pre { overflow-wrap: anywhere; }
figure { margin: 24px 0; }
figure svg { display: block; max-width: 100%; height: auto; }
figcaption { margin-top: 8px; font-size: 13px; max-width: 80ch; }
figcaption b { color: #1c1c1a; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(380px, 1fr)); gap: 0 32px; align-items: start; }
footer { margin-top: 24px; font-size: 12px; }
@page { size: A4; margin: 16mm 15mm; }
@media print {
  :root { font-size: 11px; }
  body { max-width: none; padding: 0; }
  nav { display: none; }
  h2 { break-after: avoid; margin-top: 28px; }
  h3, caption { break-after: avoid; }
  figure, tr, dl > div { break-inside: avoid; }
  thead { display: table-header-group; }
  table { width: 100%; }
  code, pre, td.number, th.number, .hash { font-size: 9.5px; }
  table, caption, figcaption { font-size: 10.5px; }
  th, td { padding-right: 8px; }
  .figures { grid-template-columns: 1fr 1fr; gap: 0 16px; }
  a { color: inherit; text-decoration: none; }
}
`;
