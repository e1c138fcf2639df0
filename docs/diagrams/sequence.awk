# SPDX-License-Identifier: MIT
#
# Draws what the program `sequence` has written: sequence thread_per_client | awk -f sequence.awk >picture.svg
# A column for each client and each thread, from left to right: ann, the threads in the order of their appearance, bob.

function escape(text) {
    gsub(/&/, "\\&amp;", text); gsub(/</, "\\&lt;", text); gsub(/>/, "\\&gt;", text)
    return text
}
function label(x, y, anchor, class, text) {
    body = body sprintf("<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" class=\"%s\">%s</text>\n", x, y, anchor, class, escape(text))
}
# From column to column, with words above.
function arrow(from, to, class, text,    a, b) {
    a = x[from]; b = x[to]
    y += 34
    body = body sprintf("<path class=\"%s\" d=\"M%d %dH%d\" marker-end=\"url(#head)\"/>\n", class, a, y, b + (a < b ? -3 : 3))
    label((a + b) / 2, y - 6, "middle", "words", text)
}
# Something that a thread does by itself.
function note(who, text) {
    y += 26
    body = body sprintf("<circle class=\"dot\" cx=\"%d\" cy=\"%d\" r=\"4\"/>\n", x[who], y - 4)
    label(x[who] + 10, y, "start", "note", text)
}

BEGIN { FS = "[|]" }
{
    event[NR] = $0
    if (!($1 in seen)) { seen[$1] = 1; thread[++threads] = $1 }
}

END {
    margin = 90
    x["ann"] = margin
    for (i = 1; i <= threads; i++) x[thread[i]] = margin + (i == 1 ? (threads == 1 ? 340 : 170) : 390) 
    x["bob"] = x[thread[threads]] + 370
    width = x["bob"] + margin
    y = 56
    started[thread[1]] = 1
    for (i = 1; i <= NR; i++) {
        split(event[i], part, "[|]")
        who = part[1]; what = part[2]; client = part[3]; text = part[4]
        sub(/ +$/, "", text)
        if (!(who in started)) { started[who] = 1; arrow(thread[1], who, "starts", "starts a thread") }
        if (what == "accept") { y += 12; arrow(client, who, "line", "connects") }
        else if (what == "receive") arrow(client, who, "line", text)
        else if (what == "send") {
            # What is sent together is one arrow with a line of words for each text.
            if (match(text, /! You/)) { y += 15; label((x[who] + x[client]) / 2, y + 13, "middle", "words", substr(text, 1, RSTART)); text = substr(text, RSTART + 2) }
            arrow(who, client, "line", text)
        }
        else if (what == "woken") { y += 10; note(who, threads == 1 ? "select() returns" : "poll() returns") }
        else if (what == "turn") note(who, "the session's turn")
        else if (what == "lock" && event[i + 1] ~ /[|]unlock[|]/) { i++; note(who, "locks the chat, unlocks it") }
        else if (what == "lock") note(who, "locks the chat")
        else if (what == "unlock") note(who, "unlocks the chat")
    }
    height = y + 40
    printf "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\">\n", width, height, width, height
    print "<!-- SPDX-License-Identifier: MIT. Made by docs/diagrams/make.sh out of a run; do not edit. -->"
    print "<style>"
    print "svg { background: #fff; font: 13px system-ui, sans-serif; fill: #222 }"
    print ".line, .starts, .life { stroke: #456; fill: none; stroke-width: 1.5 } .starts, .life { stroke-dasharray: 4 4 }"
    print ".life { stroke: #9ab; stroke-width: 1 } .box { fill: #e8f0f8; stroke: #456 } .dot { fill: #1779c4 } .head { fill: #456 }"
    print ".words { font-family: monospace; paint-order: stroke; stroke: #fff; stroke-width: 5px } .note { fill: #1779c4 } .who { font-weight: bold }"
    print "@media (prefers-color-scheme: dark) {"
    print "svg { background: #1c1e21; fill: #ddd } .line, .starts, .box { stroke: #9ab } .head { fill: #9ab } .life { stroke: #567 }"
    print ".words { stroke: #1c1e21 } .box { fill: #2a3440 } .note { fill: #6bb5f2 } .dot { fill: #6bb5f2 }"
    print "}"
    print "</style>"
    print "<defs><marker id=\"head\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" orient=\"auto\"><path class=\"head\" d=\"M0 0L8 4L0 8z\"/></marker></defs>"
    columns[1] = "ann"; for (i = 1; i <= threads; i++) columns[i + 1] = thread[i]; columns[threads + 2] = "bob"
    for (i = 1; i <= threads + 2; i++) {
        name = columns[i]
        printf "<path class=\"life\" d=\"M%d 40V%d\"/>\n", x[name], height - 16
        printf "<rect class=\"box\" x=\"%d\" y=\"12\" width=\"120\" height=\"28\" rx=\"4\"/>\n", x[name] - 60
        printf "<text x=\"%d\" y=\"31\" text-anchor=\"middle\" class=\"who\">%s</text>\n", x[name], name == "run()" ? "thread in run()" : escape(name)
    }
    printf "%s</svg>\n", body
}
