/** Style of the HTML page: readable from 360 pixels on, light and dark. */
export const HTML_STYLE = `
:root { color-scheme: light dark; --text: #1a1a1a; --page: #ffffff; --line: #767676;
  --soft: #f2f2f2; --bad: #a31515; --good: #0b6b2e; --link: #0b57a4; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e8e8e8; --page: #16181b; --line: #8a8f98; --soft: #22262b; --bad: #ff8f87;
    --good: #6fd08c; --link: #8ab8ff; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text);
  font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 72rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.2; }
h2 { font-size: 1.3rem; margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: 1rem; }
h3 { font-size: 1.05rem; margin-bottom: .4rem; }
a { color: var(--link); }
a:focus-visible, pre:focus-visible, .wide:focus-visible { outline: 3px solid var(--link); }
dl { display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: .2rem 1rem; }
dt { font-weight: 600; }
dd { margin: 0; }
pre, .wide { overflow-x: auto; background: var(--soft); padding: .8rem; border-radius: 4px; }
pre { font: 13px/1.35 ui-monospace, 'Cascadia Mono', Menlo, Consolas, monospace; margin: 0; }
code { font: 14px/1.4 ui-monospace, 'Cascadia Mono', Menlo, Consolas, monospace; }
.steps li { margin-bottom: .7rem; padding-left: .3rem; }
.steps span { display: block; font-size: .9rem; }
.bad { color: var(--bad); }
.steps .bad { border-left: 4px solid var(--bad); padding-left: .6rem; }
.clean { color: var(--good); font-weight: 600; }
table { border-collapse: collapse; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem;
  border-bottom: 1px solid var(--line); }
@media (max-width: 32rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .4rem; } }
`;
