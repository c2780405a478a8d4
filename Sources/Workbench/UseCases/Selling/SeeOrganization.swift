public import Covalence
import Store
public import StrategicSelling

/// Who stands where among the customer's people in a sale.
public struct OpenOrganization: Sendable {
    public var open: OpenSheet
    public var picture: OrganizationPicture
}

extension Workbench {
    /// Whom each of the customer's people in a sale reports to, as somebody stated, beside the weight each has in it.
    public func organizationPicture(of id: Identifier<SalesObjective>, by visitor: Visitor) async throws -> OpenOrganization {
        try await admit(visitor, to: .openObjective, .objective(id))
        let open = try await openSheet(id, by: visitor)
        let missing = OrganizationPicture.superiors(in: open.input).subtracting(open.input.people.map(\.id))
        let others = try await store.people(missing, in: visitor.scope)
        return OpenOrganization(open: open, picture: OrganizationPicture(open.sheet.body, open.input, others: others))
    }
}
