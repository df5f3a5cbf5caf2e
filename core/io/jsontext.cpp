#include "core/io/jsontext.h"

#include <cstdint>

namespace Interleave {

namespace {

constexpr std::string_view hexDigits = "0123456789abcdef";
constexpr std::string_view replacement = "\xef\xbf\xbd";

/// Bytes of the UTF-8 character that `bytes` begin with; 0 when it is none (Unicode, table 3-7).
std::size_t characterLength(std::string_view bytes)
{
    const auto at = [&](std::size_t i) { return i < bytes.size() ? std::uint8_t(bytes[i]) : std::uint8_t(0); };
    const auto continues = [&](std::size_t i) { return (at(i) & 0xc0) == 0x80; };
    const std::uint8_t first = at(0), second = at(1);
    if (first < 0x80)
        return 1;
    if (first >= 0xc2 && first <= 0xdf)
        return continues(1) ? 2 : 0;
    if (first >= 0xe0 && first <= 0xef) {
        const bool lawful = (first != 0xe0 || second >= 0xa0) && (first != 0xed || second < 0xa0);
        return lawful && continues(1) && continues(2) ? 3 : 0;
    }
    if (first >= 0xf0 && first <= 0xf4) {
        const bool lawful = (first != 0xf0 || second >= 0x90) && (first != 0xf4 || second < 0x90);
        return lawful && continues(1) && continues(2) && continues(3) ? 4 : 0;
    }
    return 0;
}

void appendCharacter(std::string &json, char character)
{
    if (character == '"' || character == '\\') {
        json += '\\';
        json += character;
    } else if (std::uint8_t(character) < 0x20 || character == 0x7f) {
        json += "\\u00";
        json += hexDigits[std::uint8_t(character) >> 4];
        json += hexDigits[std::uint8_t(character) & 15];
    } else {
        json += character;
    }
}

int digitValue(char digit)
{
    const std::size_t value = hexDigits.find(digit);
    return value == std::string_view::npos ? -1 : int(value);
}

} // namespace

bool isUtf8(std::string_view bytes)
{
    while (!bytes.empty()) {
        const std::size_t length = characterLength(bytes);
        if (length == 0)
            return false;
        bytes.remove_prefix(length);
    }
    return true;
}

void appendJsonString(std::string &json, std::string_view text)
{
    json += '"';
    while (!text.empty()) {
        const std::size_t length = characterLength(text);
        if (length == 0)
            json += replacement;
        else if (length == 1)
            appendCharacter(json, text.front());
        else
            json += text.substr(0, length);
        text.remove_prefix(length == 0 ? 1 : length);
    }
    json += '"';
}

void appendJsonMember(std::string &json, std::string_view key, std::string_view text)
{
    json += '"';
    json += key;
    json += "\":";
    appendJsonString(json, text);
    if (isUtf8(text))
        return;
    json += ",\"";
    json += key;
    json += "_hex\":\"";
    for (char byte : text) {
        json += hexDigits[std::uint8_t(byte) >> 4];
        json += hexDigits[std::uint8_t(byte) & 15];
    }
    json += '"';
}

std::optional<std::string> fromHex(std::string_view digits)
{
    std::string bytes;
    if (digits.size() % 2 != 0)
        return std::nullopt;
    for (std::size_t i = 0; i < digits.size(); i += 2) {
        const int high = digitValue(digits[i]), low = digitValue(digits[i + 1]);
        if (high < 0 || low < 0)
            return std::nullopt;
        bytes += char(high << 4 | low);
    }
    return bytes;
}

} // namespace Interleave
