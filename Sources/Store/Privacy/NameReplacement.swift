public import Covalence

/// How an erased person goes from what others wrote, and which waiting uploads go because they hold them.
public struct NameReplacement: Sendable {
    /// What stands where a name was.
    public var substitute: String
    /// Names and addresses of theirs, beside those of the directory.
    public var names: Set<String>
    /// A text without their names as wholes; nil: as they are written, to the letter.
    public var whole: (@Sendable (String) -> String)?
    /// A text of something they took part in, without parts of their names either; nil: as `whole`.
    public var parts: (@Sendable (String) -> String)?
    /// Uploads that became no meeting and hold something of them.
    public var uploads: Set<Identifier<IntakeItem>>

    /// Replaces names and addresses to the letter.
    public init(
        _ substitute: String, names: Set<String> = [], whole: (@Sendable (String) -> String)? = nil,
        parts: (@Sendable (String) -> String)? = nil, uploads: Set<Identifier<IntakeItem>> = []
    ) {
        self.substitute = substitute
        self.names = names
        self.whole = whole
        self.parts = parts
        self.uploads = uploads
    }

    /// With the names of the directory.
    func adding(_ more: some Sequence<String>) -> ErasedNames {
        let all = names.union(more).filter { $0.count >= 2 }.sorted { ($0.count, $0) > ($1.count, $1) }
        let substitute = substitute
        let plain: @Sendable (String) -> String = { text in all.reduce(text) { $0.replacing($1, with: substitute) } }
        let whole = whole ?? plain
        return ErasedNames(substitute: substitute, addresses: all.filter { $0.contains("@") }, forms: all.flatMap(Self.forms), whole: whole, parts: parts ?? whole)
    }

    /// How the telling word of a name, or the first part of an address, may stand in a text: the database looks for these, and what
    /// it finds is looked at word by word.
    public static func forms(of name: String) -> [String] {
        let word = name.firstIndex(of: "@").map { String(name[..<$0]) }
            ?? name.split { !$0.isLetter && !$0.isNumber }.max { ($0.count, $1) < ($1.count, $0) }.map(String.init) ?? ""
        guard word.count >= 2 else { return [] }
        return Set([word, word.lowercased(), word.uppercased(), word.prefix(1).uppercased() + word.dropFirst().lowercased()]).sorted()
    }
}

/// The names of somebody who is erased, as the store needs them.
struct ErasedNames: Sendable {
    var substitute: String
    var addresses: [String]
    var forms: [String]
    var whole: @Sendable (String) -> String
    var parts: @Sendable (String) -> String
}
