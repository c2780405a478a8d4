/// One page of a longer list.
public struct Page<Item: Sendable>: Sendable {
    /// At most as many as were asked for.
    public var items: [Item]
    /// Where the next page begins; nil on the last page.
    public var next: PageCursor?

    /// A page and where the next begins.
    public init(items: [Item], next: PageCursor?) {
        self.items = items
        self.next = next
    }
}

extension Page: Equatable where Item: Equatable {}

/// A place in a list, to go on from. Opaque: hand back what you were given, with the same query. Safe in an address (letters,
/// digits, points and hyphens). A cursor that makes no sense is refused with a sentence.
public struct PageCursor: RawRepresentable, Hashable, Sendable, Codable {
    public var rawValue: String

    /// Takes the text a page was given out with.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }
}
