import Foundation

/// Finds the address of the online meeting: what the file declares first, then known services in its page, place and text.
struct MeetingLink {
    /// Properties that hold nothing but such a link, in the order of the file.
    var declared: [String] = []
    /// `URL`, which may be any page about the event.
    var page: String?

    /// Hosts (and what ends in them) whose links lead into a meeting.
    private static let services = [
        "teams.microsoft.com", "teams.live.com", "zoom.us", "zoomgov.com", "meet.google.com", "webex.com", "gotomeeting.com", "goto.com",
        "whereby.com", "meet.jit.si", "chime.aws", "bluejeans.com", "ringcentral.com", "pexip.me", "join.skype.com", "meet.lync.com",
    ]

    func best(place: String, text: String) -> String? {
        for text in declared {
            if let link = Self.link(text, ofService: false) { return link }
        }
        if let page, let link = Self.link(page, ofService: true) { return link }
        for text in [place, text] {
            var rest = text[...]
            for _ in 0..<100 {
                guard let found = rest.range(of: "http", options: .caseInsensitive) else { break }
                let end = rest[found.lowerBound...].firstIndex { $0.isWhitespace || "<>\"|\\^`{}".contains($0) } ?? rest.endIndex
                var word = rest[found.lowerBound..<end]
                while let last = word.last, ".,;:!?)]'".contains(last) { word.removeLast() }
                if let link = Self.link(String(word), ofService: true) { return link }
                rest = rest[max(end, found.upperBound)...]
            }
        }
        return nil
    }

    private static func link(_ text: String, ofService: Bool) -> String? {
        let trimmed = text.trimmingCharacters(in: .whitespaces)
        guard trimmed.utf8.count <= 2_000, trimmed.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x3C && $0 != 0x3E }),
              let url = URL(string: trimmed), let scheme = url.scheme?.lowercased(), scheme == "https" || scheme == "http",
              let host = url.host()?.lowercased(), !host.isEmpty
        else { return nil }
        guard ofService else { return trimmed }
        return services.contains { host == $0 || host.hasSuffix("." + $0) } ? trimmed : nil
    }
}

/// Longer texts out of calendars.
enum MeetingText {
    /// The lines of a text, each cleaned, without empty lines at its ends and never two in a row.
    static func lines(_ text: String, limit: Int) -> (text: String, isCut: Bool) {
        var kept: [String] = []
        var scalars = 0
        var isCut = false
        for line in text.utf8.split(omittingEmptySubsequences: false, whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            let (words, cut) = TextCleaning.words(line, limit: limit - scalars)
            isCut = isCut || cut
            scalars += words.unicodeScalars.count + 1
            if !words.isEmpty || !(kept.last?.isEmpty ?? true) { kept.append(words) }
            if scalars >= limit {
                isCut = true
                break
            }
        }
        while kept.last?.isEmpty ?? false { kept.removeLast() }
        return (kept.joined(separator: "\n"), isCut)
    }
}

extension String {
    /// With `%40` and the like resolved; as it is where that is not valid.
    var removingPercentEncodingOnce: String { contains("%") ? removingPercentEncoding ?? self : self }
}
