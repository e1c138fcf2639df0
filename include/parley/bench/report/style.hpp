#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// How the page and its pictures look, by day and by night. The colours are those of Okabe and Ito, which people with
/// any kind of colour vision tell apart; dashes and markers say the same again. Refuses to know what is drawn.
/// Read next: `bench/report/page.hpp`.

#include <string_view>

namespace parley::bench::report {

/// CSS for the page; its pictures use the same classes.
inline constexpr std::string_view style_sheet = R"(
:root { color-scheme: light dark; --page: #fff; --ink: #1b1f24; --soft: #57606a; --grid: #d8dee4; --box: #f6f8fa;
  --shade: #1b1f2440;
  --c0: #0072b2; --c1: #d55e00; --c2: #009e73; --c3: #cc79a7; --c4: #e69f00; --c5: #56b4e9; --c6: #9a8f00; }
@media (prefers-color-scheme: dark) {
  :root { --page: #14181d; --ink: #e6edf3; --soft: #9aa5b1; --grid: #30363d; --box: #1c2128; --shade: #e6edf359;
    --c0: #2f9be0; --c1: #ff7a1f; --c2: #14c290; --c3: #e39cc3; --c4: #f0b429; --c5: #8fd0f7; --c6: #f0e442; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 84rem; background: var(--page); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: break-word; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: .5rem 0; }
h2 { font-size: 1.2rem; line-height: 1.3; margin: 2.5rem 0 .75rem; padding-top: .75rem;
  border-top: 1px solid var(--grid); }
h3 { font-size: 1rem; margin: 1.25rem 0 .5rem; }
a { color: inherit; }
.machine, .note, figcaption { color: var(--soft); }
.machine { font-size: .9rem; }
.warning { border-left: .3rem solid #d55e00; padding: .5rem .75rem; background: var(--box); font-weight: 600; }
nav ul { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem .5rem; }
nav a { display: block; padding: .3rem .6rem; background: var(--box); border-radius: .4rem; text-decoration: none;
  font-size: .9rem; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 1rem; }
figure { margin: 0; min-width: 0; }
figcaption { font-size: .9rem; font-weight: 600; }
.tables { display: flex; flex-wrap: wrap; gap: .75rem 2.5rem; margin: .75rem 0; align-items: flex-start; }
.wide { overflow-x: auto; max-width: 100%;  /* a shadow at the right edge for as long as something is hidden there */
  background: linear-gradient(to left, var(--page) 40%, transparent) right / 3rem 100% no-repeat local,
    linear-gradient(to left, var(--shade), transparent) right / 1.2rem 100% no-repeat scroll; }
table { border-collapse: collapse; font-size: .85rem; font-variant-numeric: tabular-nums; }
th, td { padding: .2rem .6rem; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--grid); }
th[scope=row], th:first-child { text-align: left; position: sticky; left: 0; background: var(--page); }
th[scope=row] { font-weight: 500; }
.verdicts { margin: .5rem 0; padding-left: 1.2rem; }
.picture { overflow-x: auto; }
.picture iframe { display: block; border: 0; width: max(100%, 45rem); }
dt { font-weight: 600; } dd { margin: 0 0 .3rem; color: var(--soft); }
.legend { columns: 20rem; font-size: .85rem; }
.chart { display: block; width: 100%; height: auto; font: 11px system-ui, sans-serif; }
.chart text { fill: var(--ink); }
.chart .tick, .chart .axis { fill: var(--soft); }
.chart .left { text-anchor: start; } .chart .middle { text-anchor: middle; } .chart .right { text-anchor: end; }
.chart .grid { stroke: var(--grid); stroke-width: 1; }
.chart .line { fill: none; stroke: var(--c); stroke-width: 1.8; stroke-linejoin: round; }
.chart .leader { stroke: var(--c); stroke-width: .7; stroke-dasharray: none; opacity: .7; }
.chart .range { stroke: var(--c); stroke-width: 3; opacity: .45; }
.chart .mark { fill: var(--c); stroke: var(--page); stroke-width: .8; }
.chart .bar { fill: var(--c); } .chart .light { opacity: .45; }
.chart .plain { fill-opacity: .15; stroke: var(--c); stroke-width: 1.2; }
.chart .whisker { stroke: var(--ink); stroke-width: 1.4; }
.chart .gap { fill: var(--page); }
.s0 { --c: var(--c0); } .s1 { --c: var(--c1); } .s2 { --c: var(--c2); } .s3 { --c: var(--c3); }
.s4 { --c: var(--c4); } .s5 { --c: var(--c5); } .s6 { --c: var(--c6); } .ref { --c: var(--ink); }
.d1 .line { stroke-dasharray: 7 3; } .d2 .line { stroke-dasharray: 2 2; } .d3 .line { stroke-dasharray: 8 3 2 3; }
.ref .line { stroke-dasharray: 1 3; stroke-linecap: round; stroke-width: 2.4; }
)";

}  // namespace parley::bench::report
