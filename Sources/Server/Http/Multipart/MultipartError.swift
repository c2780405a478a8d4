/// Why a form with files could not be read.
enum MultipartError: Error, Hashable, CustomStringConvertible {
    /// The request does not say that it is such a form, or names no usable boundary.
    case noBoundary
    /// The body ended before the form did: the sender went away or the file was cut.
    case cutShort
    /// The lines before a part are not header lines.
    case malformedHeader(part: Int)
    /// A part has no name.
    case unnamedPart(part: Int)
    /// The lines before a part are longer than any browser writes.
    case headerTooLarge(part: Int, limit: Int)
    /// More parts than allowed.
    case tooManyParts(limit: Int)
    /// A file or field is larger than allowed, in bytes.
    case partTooLarge(name: String, limit: Int)
    /// What stands before the first part is too long.
    case noFirstPart

    /// Whether a limit was passed; otherwise the form is broken.
    var isTooLarge: Bool {
        switch self {
        case .headerTooLarge, .tooManyParts, .partTooLarge: true
        case .noBoundary, .cutShort, .malformedHeader, .unnamedPart, .noFirstPart: false
        }
    }

    var description: String {
        switch self {
        case .noBoundary: "The upload names no boundary between its files. Send it as multipart/form-data, as a browser does."
        case .cutShort: "The upload broke off before its end. Nothing of the last file was kept; send it again."
        case .malformedHeader(let part): "Part \(part) of the upload begins with lines that cannot be read."
        case .unnamedPart(let part): "Part \(part) of the upload has no name."
        case .headerTooLarge(let part, let limit): "The lines that describe part \(part) of the upload are longer than \(limit) bytes."
        case .tooManyParts(let limit): "The upload has more than \(limit) parts. Send fewer files at once."
        case .partTooLarge(let name, let limit): "“\(name)” is larger than \(limit / 1_048_576) MB. The limit can be raised when starting the server."
        case .noFirstPart: "The upload does not begin with a part."
        }
    }
}
