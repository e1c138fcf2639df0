#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A timeline in a page of its own that zooms. It loads nothing: what it shows is in it.
/// Refuses to know how the picture is drawn. Read next: `observe/trace.hpp`.

#include <parley/observe/lanes.hpp>
#include <parley/observe/timeline.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace parley::observe {

/// Details that only zooming shows: this part of a pixel.
inline constexpr double page_finest = 0.0625;

/// What comes before the picture: all that a browser needs to know, and four buttons.
inline constexpr std::string_view page_head = R"html(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Timeline</title>
<style>
:root { color-scheme: light dark; }
body { margin: 0 auto; max-width: 1400px; font: 15px system-ui, sans-serif; }
@media (prefers-color-scheme: dark) { body { background: #14181d; color: #e6edf3; } }
p { margin: 8px; }
button { font: inherit; min-width: 44px; min-height: 36px; }
.scroll { overflow-x: auto; }
.narrow { display: none; }
@media (max-width: 999px) { .narrow { display: block; } }
.scroll > svg { display: block; width: 100%; height: auto; min-width: 1000px; touch-action: pan-x pan-y; }
</style>
</head>
<body>
<p><button data-zoom="0.5">+</button> <button data-zoom="2">&minus;</button>
<button data-move="-0.25">&larr;</button> <button data-move="0.25">&rarr;</button>
Each row is a thread. Point at something to see how long it took. The wheel zooms, dragging moves.
<b class="narrow">The picture is wider than this screen: move it sideways &rarr;</b></p>
<div class="scroll">
)html";

/// Each plot is an inner svg: zooming changes what part of it is seen, and the words below the axis.
inline constexpr std::string_view page_tail = R"html(</div>
<script>
const picture = document.querySelector('.scroll > svg'), plots = [...document.querySelectorAll('.plot')];
const ticks = [...document.querySelectorAll('.axis text')], width = plots[0].viewBox.baseVal.width;
const left = +plots[0].getAttribute('x'), length = +picture.dataset.length;
let from = 0, seen = width;  // in pixels of the whole plot
function words(ns) {
  for (const [unit, size] of [['s', 1e9], ['ms', 1e6], ['µs', 1e3]])
    if (ns >= size) return +(ns / size).toPrecision(4) + ' ' + unit;
  return Math.round(ns) + ' ns';
}
function look(newFrom, newSeen) {
  seen = Math.min(width, Math.max(width / 256, newSeen));
  from = Math.min(width - seen, Math.max(0, newFrom));
  for (const plot of plots) {
    plot.viewBox.baseVal.x = from;
    plot.viewBox.baseVal.width = seen;
    for (const line of plot.querySelectorAll('.grid')) line.setAttribute('width', seen / width);
  }
  for (const tick of ticks) {
    const when = (tick.place ??= +tick.getAttribute('x') - left);
    tick.textContent = words((from + when / width * seen) / width * length);
  }
}
function under(event) {  // the place in the plot, 0 to 1
  const box = picture.getBoundingClientRect();
  return ((event.clientX - box.left) / box.width * picture.viewBox.baseVal.width - left) / width;
}
function zoom(factor, at) { look(from + seen * at * (1 - factor), seen * factor); }
function move(part) { look(from + seen * part, seen); }
for (const button of document.querySelectorAll('button'))
  button.onclick = () => button.dataset.zoom ? zoom(+button.dataset.zoom, 0.5) : move(+button.dataset.move);
picture.addEventListener('wheel', event => {
  event.preventDefault();
  zoom(event.deltaY < 0 ? 0.8 : 1.25, under(event));
}, {passive: false});
picture.addEventListener('mousemove', event => {
  if (event.buttons) move(under({clientX: event.clientX - event.movementX}) - under(event));
});
</script>
</body>
</html>
)html";

/// The page.
inline std::string timeline_page(const std::vector<named_spans>& servers, timeline_options wanted = {0, page_finest}) {
    return std::string(page_head).append(draw_timeline(servers, wanted)).append(page_tail);
}

}  // namespace parley::observe
