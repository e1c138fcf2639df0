# SPDX-License-Identifier: MIT
#
# Makes a row of chat_compare of the server of chapter 6 or 7: it asks for a nickname, which is the first line that
# comes, says who came and who left, and says who speaks by that name instead of "client 2". All else stays: how it
# waits, what is locked, and how it sends. Without an argument it takes any free port. `tests/compare/conversation.sh` finds it when a line here no longer fits.

s|: 5000;|: 0;|
s|^    const std::string name = "client " .*|    static_cast<void>(number);\
    std::string name;  // not chosen yet|
/^    here\.enter(/ {
    h
    s|here\.enter(client);|const auto hears = [\&](std::string_view text) { send_all(client, text); };|
    s|here\.enter(self);|const auto hears = [\&](const std::string\& text) { self->tell(text); };|
    p
    g
    s|here\.enter(.*);|const auto enters = [\&] { & };\
    hears("Pick a nickname: ");|
}
/^            here\.tell(name + ": " + unfinished/ i\
            if (name.empty()) {\
                name = unfinished.substr(0, end);\
                enters();\
                here.tell("'" + name + "' has just connected to the chat room!\\n");\
                hears("You are now connected!\\n");\
                unfinished.erase(0, end + 1);\
                continue;\
            }
s|^\(    here\.leave(.*);\)|\1\
    if (!name.empty()) here.tell("'" + name + "' has left the chat room!\\n");|
