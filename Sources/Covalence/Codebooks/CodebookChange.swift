/// What becomes different from one version of a codebook to another.
public struct CodebookChange: Hashable, Sendable {
    /// A code whose text, place or examples differ.
    public struct Changed: Hashable, Sendable {
        public var slug: String
        /// What differs, in words: `definition`, `examples: 3 more, 1 less`.
        public var what: [String]

        /// A changed code.
        public init(slug: String, what: [String]) {
            self.slug = slug
            self.what = what
        }
    }

    /// Codes that are new, by their names, in the order of the codebook.
    public var added: [String]
    /// Codes that are gone. Claims made with them stay as they are and are shown with the version they were made with.
    public var removed: [String]
    /// Codes that are in both and differ, in the order of the new one.
    public var changed: [Changed]
    /// Whether texts without a code differ.
    public var withoutCode: Bool

    /// Whether nothing differs.
    public var isEmpty: Bool { added.isEmpty && removed.isEmpty && changed.isEmpty && !withoutCode }

    /// Compares two versions.
    public init(from old: Codebook, to new: Codebook) {
        let before = Dictionary(old.placed.map { ($0.code.slug, $0) }) { first, _ in first }
        let after = new.placed
        let names = Set(after.map(\.code.slug))
        added = after.map(\.code.slug).filter { before[$0] == nil }
        removed = old.placed.map(\.code.slug).filter { !names.contains($0) }
        changed = after.compactMap { placed in
            guard let was = before[placed.code.slug] else { return nil }
            let what = Self.differences(was, placed)
            return what.isEmpty ? nil : Changed(slug: placed.code.slug, what: what)
        }
        withoutCode = Set(old.withoutCode) != Set(new.withoutCode)
    }

    private static func differences(_ old: PlacedCode, _ new: PlacedCode) -> [String] {
        let (a, b) = (old.code, new.code)
        var what: [String] = []
        if old.parent != new.parent { what.append("moved under \(new.parent ?? "the top")") }
        if a.title != b.title { what.append("title") }
        if a.definition != b.definition { what.append("definition") }
        if a.whenToUse != b.whenToUse || a.whenNotToUse != b.whenNotToUse { what.append("when to use it") }
        if a.units != b.units { what.append("units") }
        if a.sides != b.sides { what.append("sides") }
        if let counted = counts("examples", a.examples, b.examples) { what.append(counted) }
        if let counted = counts("counter-examples", a.counterExamples, b.counterExamples) { what.append(counted) }
        return what
    }

    private static func counts(_ name: String, _ old: [CodeExample], _ new: [CodeExample]) -> String? {
        let more = Set(new).subtracting(old).count
        let less = Set(old).subtracting(new).count
        guard more + less > 0 else { return nil }
        return "\(name): " + [more > 0 ? "\(more) more" : nil, less > 0 ? "\(less) less" : nil].compactMap(\.self).joined(separator: ", ")
    }
}

/// A code with the one above it.
private struct PlacedCode {
    var code: Code
    var parent: String?
}

extension Codebook {
    fileprivate var placed: [PlacedCode] {
        func below(_ codes: [Code], _ parent: String?) -> [PlacedCode] {
            codes.flatMap { code in [PlacedCode(code: code, parent: parent)] + below(code.codes, code.slug) }
        }
        return below(codes, nil)
    }
}
