import CGMime

/// Walks the parts of a message: finds its words, lists its files.
struct MailParts {
    /// Words found in a part, and whether they were plain text.
    struct Found {
        var text = ""
        var isPlain = false
        var isEmpty: Bool { text.isEmpty }
    }

    private(set) var attachments: [MailAttachment] = []
    private let limits: MailLimits
    private let problems: MailProblems
    private var parts = 0

    init(_ limits: MailLimits, _ problems: MailProblems) { (self.limits, self.problems) = (limits, problems) }

    /// The words of a part and of those within it.
    mutating func text(of object: UnsafeMutableRawPointer, depth: Int = 0) -> Found {
        parts += 1
        guard parts <= limits.maxParts else {
            problems.add("The message has more than \(limits.maxParts) parts; the rest was left out.")
            return Found()
        }
        let type = Self.word(covalence_mail_type(object)) ?? "application"
        let subtype = Self.word(covalence_mail_subtype(object)) ?? "octet-stream"
        switch covalence_mail_kind(object) {
        case 2:
            guard depth < limits.maxDepth else {
                problems.add("Parts are nested deeper than \(limits.maxDepth) levels; the inner ones were not read.")
                return Found()
            }
            return texts(of: object, subtype, depth: depth)
        case 3:
            attach(object, type + "/" + subtype, covalence_mail_message_size(object))
            return Found()
        case 1:
            let isFile = Self.word(covalence_mail_disposition(object)) == "attachment" || covalence_mail_file_name(object) != nil
            let isWords = type == "text" && (subtype == "plain" || subtype == "html")
            if covalence_mail_base64_is_broken(object) != 0 { problems.add("The base64 of a part of type \(type)/\(subtype) is broken or cut off; what could be read was.") }
            guard isWords, !isFile else {
                attach(object, type + "/" + subtype, covalence_mail_content(object, 0, nil))
                return Found()
            }
            return words(of: object, isHTML: subtype == "html")
        default: return Found()
        }
    }

    /// Of alternatives the plain text that says anything, otherwise the HTML (RFC 2046, 5.1.4); of everything else one after the other.
    private mutating func texts(of object: UnsafeMutableRawPointer, _ subtype: String, depth: Int) -> Found {
        if subtype == "encrypted" { problems.add("The message is encrypted; its words are not read.") }
        var found: [Found] = []
        for index in 0..<covalence_mail_child_count(object) {
            guard parts <= limits.maxParts, let child = covalence_mail_child(object, index) else { break }
            let text = text(of: child, depth: depth + 1)
            if !text.isEmpty { found.append(text) }
        }
        if subtype == "alternative" { return found.first { $0.isPlain } ?? found.last ?? Found() }
        return Found(text: found.map(\.text).joined(separator: "\n\n"), isPlain: found.contains { $0.isPlain })
    }

    private mutating func attach(_ object: UnsafeMutableRawPointer, _ mediaType: String, _ byteCount: Int) {
        let raw = covalence_mail_file_name(object).map { String(decoding: GMimeReading.bytes($0, limit: 4000), as: UTF8.self) }
        let name = raw.flatMap { MailAttachment.cleanName($0, limit: limits.maxNameScalars) }
        attachments.append(MailAttachment(name: name, mediaType: mediaType, byteCount: byteCount))
        if mediaType == "application/ms-tnef" || mediaType == "application/vnd.ms-tnef" || name?.lowercased() == "winmail.dat" {
            problems.add("The attachment “\(name ?? "winmail.dat")” is in Outlook’s own format (TNEF); what is in it is not read. Ask the sender for the files.")
        } else if mediaType == "application/pkcs7-mime" || mediaType == "application/x-pkcs7-mime" {
            problems.add("The message is encrypted or signed as a whole (S/MIME); its words are not read.")
        }
    }

    private func words(of object: UnsafeMutableRawPointer, isHTML: Bool) -> Found {
        guard let array = g_byte_array_new() else { return Found() }
        defer { g_byte_array_free(array, 1) }
        let count = covalence_mail_content(object, limits.maxTextPartBytes, array)
        if count >= limits.maxTextPartBytes { problems.add("A part of the text is longer than \(limits.maxTextPartBytes) bytes; the rest was left out.") }
        guard count > 0, let data = array.pointee.data else { return Found() }
        let raw = Array(UnsafeBufferPointer(start: data, count: count))
        var bytes = MailCharset.utf8(raw, label: Self.word(covalence_mail_parameter(object, "charset")), problems)
        if isHTML {
            bytes = HTMLText.plain(bytes)
        } else if Self.word(covalence_mail_parameter(object, "format")) == "flowed" {
            bytes = FlowedText.unfolded(bytes, deletesSpace: Self.word(covalence_mail_parameter(object, "delsp")) == "yes")
        }
        return Found(text: MailLines.clean(bytes), isPlain: !isHTML)
    }

    /// A word of a structured field, in lower case.
    private static func word(_ text: UnsafePointer<CChar>?) -> String? { GMimeReading.line(text, limit: 80)?.lowercased() }
}
