public import Covalence
import Crypto
import Foundation

/// What somebody saw of a thing that has no versions: a digest of its content, so that they are told where others changed it since.
public struct ContentTag: Hashable, Sendable {
    /// Sixteen hexadecimal digits where we made it; whatever came back otherwise.
    public let text: String

    /// A tag as it came back.
    public init(text: String) { self.text = text }

    /// The tag of a content: its texts in an order of their own, those that are missing too.
    public init(of content: [String?]) {
        var hash = SHA256()
        for part in content { hash.update(data: Data((part.map { "\($0.utf8.count) \($0)" } ?? "-").utf8)) }
        text = hash.finalize().prefix(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// The tag of ids, in whatever order; that of nil is another one than that of none.
    public init<Subject>(ofIDs ids: (some Sequence<Identifier<Subject>>)?) {
        self.init(of: ids.map { $0.map(\.description).sorted() } ?? [nil])
    }

    /// Refuses where something is another one than was seen; nil was not asked to look.
    ///
    /// - Parameter what: the thing, as a sentence begins: “The team “North””.
    /// - Throws: `StoreError.conflict(.content)`.
    public static func check(_ seen: ContentTag?, is now: @autoclosure () throws -> ContentTag, _ what: String) throws {
        if let seen, try seen != now() { throw StoreError.conflict(.content(what)) }
    }
}

extension Team {
    /// What a change of it is held against: name and members.
    public var tag: ContentTag {
        ContentTag(of: [name] + members.sorted { $0.member < $1.member }.flatMap { [$0.member.description, $0.manages ? "manages" : "member"] })
    }
}

extension Member {
    /// What a change of it is held against: who they are, what they may, in which teams they are.
    public func tag(in teams: some Sequence<Identifier<Team>>) -> ContentTag {
        ContentTag(of: [name, address, role.rawValue, state.rawValue, person?.description] + teams.map(\.description).sorted())
    }
}

extension Webhook {
    /// What a change of it is held against: what people say of it, not how it goes.
    public var tag: ContentTag { ContentTag(of: [address] + kinds.map(\.rawValue).sorted()) }
}
