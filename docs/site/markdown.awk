# SPDX-License-Identifier: MIT
#
# Doxygen's input filter for Markdown: what GitHub shows, said so that Doxygen 1.9.4 shows the same. Line by line, so
# that a warning names the right line. Run from the top of the repository: awk -f docs/site/markdown.awk FILE.
#
# - A page is named after its path (tutorials/02-lines/README.md: tutorials-02-lines.html), a heading after its page and
#   its words, as GitHub does it. So links between pages need nothing but arithmetic. README.md is the main page.
# - A link to a header leads to its page in the reference, any other file of the repository to a page that shows it.
# - Below a chapter of the tutorials its files are listed; a row of a table that is named after a chapter leads to it.
# - `> [!NOTE]` becomes a note, code in `<details>` stays code, a title may begin with "1.", and `@`, `#`, `\` and `--`
#   in prose are no commands.
#
# With -v list=1 it prints instead which files it links to, one a line: "source PATH" and "image PATH". site.sh makes
# pages of the former and copies the latter. Which page a header has stands in $PARLEY_SITE/headers: "PATH PAGE".

# The path of `link`, which stands in the page `from`, seen from the top of the repository.
function resolve(from, link,    parts, n, i, depth, kept, path) {
    path = link
    if (link !~ /^\//) { sub(/[^\/]*$/, "", from); path = from link }
    n = split(path, parts, "/")
    depth = 0
    for (i = 1; i <= n; i++) {
        if (parts[i] == "" || parts[i] == ".") continue
        if (parts[i] == "..") { if (depth > 0) depth--; continue }
        kept[++depth] = parts[i]
    }
    path = ""
    for (i = 1; i <= depth; i++) path = path (i > 1 ? "/" : "") kept[i]
    return path
}

function page_of(path) {
    if (path == "README.md") return "index"
    sub(/(\/README)?\.md$/, "", path)
    gsub(/[^A-Za-z0-9_]/, "-", path)
    return path
}

# GitHub's name of a heading, as far as a label of Doxygen's can say it.
function slug(title) {
    gsub(/\]\([^)]*\)/, "", title)
    title = tolower(title)
    gsub(/[^a-z0-9_ -]/, "", title)
    gsub(/ /, "-", title)
    return title
}

function exists(path) { return system("test -e '" path "'") == 0 }

# Where the site shows what `link` leads to.
function target_of(link,    at, fragment, path) {
    if (link ~ /^[a-z]+:/) return link
    fragment = ""
    at = index(link, "#")
    if (at) { fragment = substr(link, at + 1); link = substr(link, 1, at - 1) }
    if (link == "") return "#" page "-" slug(fragment)
    path = resolve(file, link)
    if (path !~ /\.md$/ && exists(path "/README.md")) path = path "/README.md"
    if (path == "tutorials") path = "tutorials/00-index.md"
    if (path ~ /\.md$/) {
        if (!exists(path)) complain("no such page: " path)
        return page_of(path) ".html" (fragment == "" ? "" : "#" page_of(path) "-" slug(fragment))
    }
    if (path in header_page) return header_page[path]
    if (path ~ /^include(\/parley)?$/) return "files.html"
    if (!exists(path)) complain("no such file: " path)
    if (path ~ /\.(png|svg|jpg|gif)$/) return image(path)
    if (list) print "source " path
    return "source-" page_of(path) ".html"
}

function image(path) {
    if (path ~ /^[a-z]+:/) { complain("an image from elsewhere: " path); return path }
    if (!exists(path)) complain("no such image: " path)
    if (list) print "image " path
    gsub(/\//, "-", path)
    return "images/" path
}

function complain(what) { print file ":" FNR ": warning: " what | "cat 1>&2" }

# Prose outside of `code`: nothing in it is a command.
function harmless(text) {
    text = escaped(text, "@")
    gsub(/"/, "\\&quot;", text)  # or Doxygen takes what is in quotation marks for no Markdown
    text = the_systems(guard(guard(guard(text, "\\"), "#"), "%"))
    if (text !~ /^[ |:-]*$/) gsub(/--/, "\\--", text)  # but not the line under the head of a table
    return text
}

# `code` with a bar in a table, where GitHub wants a backslash before it and Doxygen another word for it.
function verbatim(text) {
    gsub(/&/, "\\&amp;", text); gsub(/</, "\\&lt;", text)
    gsub(/>/, "\\&gt;", text); gsub(/"/, "\\&quot;", text)
    gsub(/\\[|]/, "|", text)
    text = escaped(text, "\\@#%*_|")
    gsub(/--/, "\\--", text)
    return text
}

# A backslash before each of `marks`. (Awks do not agree on what gsub() makes of several backslashes.)
function escaped(text, marks,    out, i, c) {
    out = ""
    for (i = 1; i <= length(text); i++) {
        c = substr(text, i, 1)
        out = out (index(marks, c) ? "\\" : "") c
    }
    return out
}

# A per cent sign before select(), recv() and the like: they are the system's, whatever else is called so.
function the_systems(text,    out, start) {
    out = ""
    while (match(text, /[A-Za-z_:.>%]*[a-z]\(\)/)) {
        start = substr(text, RSTART, RLENGTH)
        out = out substr(text, 1, RSTART - 1) (start ~ /[A-Z_:.>%]/ ? "" : "%") start
        text = substr(text, RSTART + RLENGTH)
    }
    return out text
}

# A backslash before `mark` where a word follows.
function guard(text, mark,    out, at) {
    out = ""
    while ((at = index(text, mark)) > 0) {
        out = out substr(text, 1, at - 1)
        if (substr(text, at + 1, 1) ~ /[A-Za-z_]/ && substr(out, length(out), 1) !~ /[&\\]/) out = out "\\"
        out = out mark
        text = substr(text, at + 1)
    }
    return out text
}

# One line of prose. Links may be split over two lines: their text then has no markup that matters here.
function prose(text,    before, out, at, close_at, rest, inner, link, depth, i, c) {
    out = ""
    while (match(text, /`+|!\[|\[|\*+|<[a-z]+:\/\/[^>]*>/)) {
        before = substr(text, 1, RSTART - 1)
        c = substr(text, RSTART, RLENGTH)
        rest = substr(text, RSTART + RLENGTH)
        out = out harmless(before)
        if (c ~ /^`/) {                                       # `code`
            at = index(rest, c)
            if (!at) { out = out c; text = rest; continue }
            # Doxygen takes `it's 'so'` for a quotation, and not for code; with two marks it does not.
            inner = substr(rest, 1, at - 1)
            # And `send()` is the system's, whatever else is called so.
            if (inner ~ /^[a-z]+\(\)$/) out = out "<code>%" inner "</code>"
            else if (inner ~ /\\[|]/) out = out "<code>" verbatim(inner) "</code>"
            else out = out (inner ~ /'/ && c == "`" ? "`` " inner " ``" : c inner c)
            text = substr(rest, at + length(c))
        } else if (c ~ /^\*/) {                                # *words*, of which Doxygen misses those that end in code
            text = rest
            if (c == "*" && emphasis) { out = out "</em>"; emphasis = 0 }
            else if (c == "*" && rest ~ /^[^ *][^*]*\*/) { out = out "<em>"; emphasis = 1 }
            else out = out c
        } else if (c == "![") {                               # ![what it shows](file)
            match(rest, /\]\([^)]*\)/)
            inner = substr(rest, 1, RSTART - 1)
            link = substr(rest, RSTART + 2, RLENGTH - 3)
            sub(/ .*/, "", link)
            gsub(/"/, "\\&quot;", inner)
            text = substr(rest, RSTART + RLENGTH)
            out = out "<img src=\"" image(resolve(file, link)) "\" alt=\"" inner "\"/>"
        } else if (c == "[") {                                # [words](file#heading)
            depth = 1
            for (i = 1; i <= length(rest) && depth > 0; i++) {
                if (substr(rest, i, 1) == "[") depth++
                if (substr(rest, i, 1) == "]") depth--
            }
            if (depth == 0 && substr(rest, i, 1) == "(") {
                inner = substr(rest, 1, i - 2)
                rest = substr(rest, i + 1)
                close_at = index(rest, ")")
                link = substr(rest, 1, close_at - 1)
                text = substr(rest, close_at + 1)
                out = out "<a href=\"" target_of(link) "\">" prose(inner) "</a>"
            } else { out = out c; text = rest }
        } else { out = out c; text = rest }
    }
    return out harmless(text)
}

function heading(text,    level, title, id) {
    match(text, /^#+/)
    level = RLENGTH
    title = substr(text, level + 1)
    sub(/^ +/, "", title)
    sub(/ +#*$/, "", title)
    id = slug(title)
    if (id in headings) id = id "-" headings[id]++
    else headings[id] = 1
    if (title ~ /^[0-9]+\. /) sub(/\./, "", title)  # or Doxygen takes it for the first of a list
    if (level == 1 && !titled) {
        titled = 1
        return "# " prose(title) " {#" (page == "index" ? "mainpage" : page) "}" (wants_contents() ? "\n\n@tableofcontents{html:2}\n" : "")
    }
    # The parts of the main page are no part of the table of contents at the side.
    if (page == "index") return substr(text, 1, level) " <a id=\"" page "-" id "\"></a>" prose(title)
    gsub(/[`*]/, "", title)  # there is no markup in the title of a section
    return substr(text, 1, level) " " title " {#" page "-" id "}"
}

# A page with many headings begins with a list of them.
function wants_contents(    line, count, in_code, result) {
    if (page == "index") return 0
    while ((getline line < FILENAME) > 0) {
        if (line ~ /^ *```/) in_code = !in_code
        if (!in_code && line ~ /^## /) count++
    }
    close(FILENAME)
    return count >= 4
}

FNR == 1 {
    top = ENVIRON["PWD"] "/"
    file = FILENAME
    if (index(file, top) == 1) file = substr(file, length(top) + 1)
    sub(/^\.\//, "", file)
    page = page_of(file)
    while ((getline line < (ENVIRON["PARLEY_SITE"] "/headers")) > 0) {
        split(line, words, " ")
        header_page[words[1]] = words[2]
    }
}

function put(text) { if (!list) print text }

# Code: nothing is changed but the language, of which Doxygen wants one word.
fence != "" {
    if ($0 ~ ("^ *" fence " *$")) fence = ""
    put($0)
    next
}
/^ *(```|~~~)/ {
    match($0, /(```+|~~~+)/)
    fence = substr($0, RSTART, RLENGTH)
    lead = substr($0, 1, RSTART - 1)
    language = substr($0, RSTART + RLENGTH)
    sub(/^ */, "", language)
    sub(/ .*/, "", language)
    put(lead fence language)
    next
}
/^    / && blank { put($0); next }  # code that is indented
{ blank = ($0 ~ /^ *$/) || (blank && /^    /) }

# > [!NOTE]
/^> *\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]/ {
    kind = "note"
    if ($0 ~ /IMPORTANT/) kind = "attention"
    if ($0 ~ /WARNING|CAUTION/) kind = "warning"
    put("@" kind " @parblock")
    in_note = 1
    next
}
in_note && /^>/ { sub(/^> ?/, ""); put(prose($0)); next }
in_note { in_note = 0; put("@endparblock\n"); }

# Of <details> Doxygen knows nothing that holds more than a paragraph.
/^ *<\/?(details|summary)( [a-z]+)?>/ { put("\n@htmlonly[block]" $0 "@endhtmlonly\n"); next }

/^#+ / { put(heading($0)); next }
/^\| [0-9][0-9]-[a-z0-9-]+ \|/ {
    split($0, words, " ")
    if (exists(resolve(file, words[2] "/README.md"))) sub(/[0-9][0-9]-[a-z0-9-]+/, "[&](" words[2] "/README.md)")
}
{ text = prose($0); put(text) }

# What a reader on GitHub finds beside a chapter's text, a reader of the site finds below it.
function files_beside(    folder, command, path, name) {
    folder = file
    if (!sub(/README\.md$/, "", folder) || folder !~ /^tutorials\//) return
    put("\n## The files of this chapter {#" page "-files}\n")
    command = "ls " folder "*.cpp " folder "*.hpp " folder "*.diff 2>/dev/null"
    while ((command | getline path) > 0) {
        name = substr(path, length(folder) + 1)
        put("- <a href=\"" target_of(name) "\">`" name "`</a>")
    }
    close(command)
}

END {
    if (in_note) put("@endparblock")
    files_beside()
}
