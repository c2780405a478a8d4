/// Something that changed, told to the pages that watch it.
struct LiveEvent: Hashable, Sendable {
    /// The event's name, such as `progress`; letters, digits and hyphens.
    var name: String
    /// What the page gets: JSON or a piece of HTML.
    var data: String
    /// Whether nothing more comes; the stream ends after it.
    var isLast: Bool

    /// An event with its data.
    init(name: String, data: String, isLast: Bool = false) {
        self.name = name
        self.data = data
        self.isLast = isLast
    }

    /// The event as it goes over the wire († WHATWG HTML, server-sent events). A line break in the data begins a new `data:` line, so no
    /// data can end the event or name another.
    var wire: String {
        let safeName = String(String.UnicodeScalarView(name.unicodeScalars.filter { $0 != "\n" && $0 != "\r" }))
        var text = "event: \(safeName)\n"
        for line in data.unicodeScalars.split(omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" || $0 == "\r" }) {
            text += "data: \(String(String.UnicodeScalarView(line)))\n"
        }
        return text + "\n"
    }
}
