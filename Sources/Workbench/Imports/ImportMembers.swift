import Covalence
import Store
import StrategicSelling

/// Members by the names and mail addresses under which other programs list their owners.
struct ImportMembers {
    private var members: [String: Identifier<Member>] = [:]
    private var ambiguous: Set<String> = []

    /// - Parameter all: every member; only those who may work are taken.
    init(_ all: [Member]) {
        for member in all where member.state == .active {
            for name in [member.name, member.address].map({ $0.lowercased() }) where !name.isEmpty {
                if let known = members[name], known != member.id { ambiguous.insert(name) }
                members[name] = member.id
            }
        }
    }

    /// The member, where one alone is called so.
    func member(_ owner: String?) -> Identifier<Member>? {
        guard let name = owner?.lowercased(), !ambiguous.contains(name) else { return nil }
        return members[name]
    }

    /// The owner of an objective; a member where it is one.
    func owner(_ name: String) -> Owner { Owner(name, member: member(name)) }
}
