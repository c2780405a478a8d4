import Covalence
import Store

/// The names and addresses of somebody who is erased, and what text is without them.
struct ErasedPersonNames: Sendable {
    /// Replaces whole names and addresses.
    private(set) var whole = NameReplacer()
    /// Replaces parts of names, too.
    private(set) var parts = NameReplacer()
    /// The names and addresses themselves.
    let names: Set<String>

    init(_ names: Set<String>, addresses: [String]) {
        self.names = names.union(addresses)
        whole.replacesAddresses = false
        parts.replacesAddresses = false
        // Addresses first: what is left of one without its name would still be theirs.
        for address in addresses {
            whole.add(address, as: Workbench.erasedName, parts: false)
            parts.add(address, as: Workbench.erasedName, parts: false)
        }
        for name in names {
            whole.add(name, as: Workbench.erasedName, parts: false)
            parts.add(name, as: Workbench.erasedName)
        }
    }

    /// How these may stand in bytes: what is looked for before words are.
    var forms: [String] { Set(names.flatMap(NameReplacement.forms)).sorted() }

    /// Whether a text holds one of them as a whole.
    func isIn(_ text: String) -> Bool {
        forms.contains { text.contains($0) } && whole.replacing(text) != text
    }

    /// For the store.
    func replacement(dropping uploads: Set<Identifier<IntakeItem>>) -> NameReplacement {
        let (whole, parts) = (whole, parts)
        return NameReplacement(
            Workbench.erasedName, names: names, whole: { whole.replacing($0) }, parts: { parts.replacing($0) }, uploads: uploads
        )
    }
}
