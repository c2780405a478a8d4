/// A file that came with a mail. Its content is not taken out.
public struct MailAttachment: Hashable, Sendable {
    /// The file's name without folders, on one line; nil where it has none.
    public var name: String?
    /// Media type in lower case, such as `application/pdf`.
    public var mediaType: String
    /// Size in bytes, its transfer encoding taken away.
    public var byteCount: Int

    /// A file.
    public init(name: String?, mediaType: String, byteCount: Int) {
        self.name = name
        self.mediaType = mediaType
        self.byteCount = byteCount
    }

    /// The last part of a path of any system, cleaned; nil where no name is left.
    static func cleanName(_ raw: String, limit: Int) -> String? {
        let last = raw.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
        guard let name = TextCleaning.label(Array(last.utf8), limit: limit), name.contains(where: { $0 != "." && $0 != " " }) else { return nil }
        return name
    }
}
