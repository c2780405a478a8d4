public import Covalence

/// Who is one of us. The sheet, its preparation and the suggestions ask here, so that no two of them tell the same person apart differently.
public enum OwnPeople {
    /// Whoever works for us, and whoever sat on our side of a meeting: of somebody who sold with us the record may not know yet for whom.
    ///
    /// - Parameters:
    ///   - organizations: our own.
    ///   - sellers: who sat on the seller's side of something that belongs to the objective.
    public static func among(
        _ people: some Sequence<Person>, organizations: Set<Identifier<Organization>>, sellers: some Sequence<Identifier<Person>>
    ) -> Set<Identifier<Person>> {
        Set(people.lazy.filter { $0.organization.map { organizations.contains($0) } ?? false }.map(\.id)).union(sellers)
    }
}
