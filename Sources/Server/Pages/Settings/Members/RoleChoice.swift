import Covalence
import Workbench

/// A role to choose, with what follows from it.
struct RoleChoice: ViewModel {
    var role: Role
    var isSelected: Bool

    var view: View {
        ["value": .text(role.rawValue), "label": .text(role.word), "meaning": .text(role.meaning), "selected": .flag(isSelected)]
    }

    /// Every role, the one given chosen.
    static func all(_ chosen: Role?) -> [RoleChoice] { Role.allCases.map { RoleChoice(role: $0, isSelected: $0 == chosen) } }
}

extension Role {
    /// The role in a word.
    var word: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
}

extension Member.State {
    /// The state in words.
    var word: String {
        switch self {
        case .invited: "invited, has not come yet"
        case .active: "active"
        case .suspended: "suspended, may not sign in"
        }
    }
}
