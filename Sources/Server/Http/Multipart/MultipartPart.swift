/// What is known of a part before its content comes.
struct MultipartPart: Equatable, Sendable {
    /// The form field.
    var name: String
    /// The file's name without folders; nil for a plain field.
    var filename: String?
    /// As the sender says; nothing is decided by it.
    var contentType: String?

    init(name: String, filename: String? = nil, contentType: String? = nil) {
        self.name = name
        self.filename = filename
        self.contentType = contentType
    }

    /// Reads the lines before the content. Browsers write names in UTF-8 and a quote in a name as `%22` († WHATWG HTML, form data).
    init(headerLines: ArraySlice<UInt8>, number: Int) throws(MultipartError) {
        var disposition: String?
        contentType = nil
        for line in String(decoding: headerLines, as: UTF8.self).unicodeScalars.split(separator: "\n") {
            let text = String(String.UnicodeScalarView(line)).trimmingLineEnd()
            if text.isEmpty { continue }
            guard let colon = text.firstIndex(of: ":") else { throw .malformedHeader(part: number) }
            let value = String(text[text.index(after: colon)...].drop { $0 == " " || $0 == "\t" })
            switch text[..<colon].lowercased() {
            case "content-disposition": disposition = value
            case "content-type": contentType = value
            default: break
            }
        }
        guard let disposition, disposition.lowercased().hasPrefix("form-data") else { throw .unnamedPart(part: number) }
        let parameters = HeaderParameters(disposition)
        guard let name = parameters.value(of: "name"), !name.isEmpty else { throw .unnamedPart(part: number) }
        self.name = name.replacingPercentQuotes()
        filename = parameters.value(of: "filename").map { given in
            // Some senders give a whole path; only the last part is a name.
            given.replacingPercentQuotes().split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? ""
        }
    }
}

extension String {
    fileprivate func trimmingLineEnd() -> String {
        unicodeScalars.last == "\r" ? String(String.UnicodeScalarView(unicodeScalars.dropLast())) : self
    }

    fileprivate func replacingPercentQuotes() -> String {
        contains("%") ? replacing("%22", with: "\"").replacing("%0D", with: " ").replacing("%0A", with: " ") : self
    }
}
