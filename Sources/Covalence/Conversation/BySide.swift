/// One value for each side of the table, and for those of whom the side is not known. Third parties and unknown people are
/// counted apart, never forced into a side.
public struct BySide<Value> {
    public var seller: Value
    public var customer: Value
    public var thirdParty: Value
    /// Participants without a side, and utterances that name nobody.
    public var unknown: Value

    /// The same value for all four.
    public init(repeating value: Value) {
        seller = value
        customer = value
        thirdParty = value
        unknown = value
    }

    /// The value of a side; nil is unknown.
    public subscript(side: Side?) -> Value {
        get {
            switch side {
            case .seller: seller
            case .customer: customer
            case .thirdParty: thirdParty
            case nil: unknown
            }
        }
        // In place: with `set`, appending to an array here would copy it each time.
        _modify {
            switch side {
            case .seller: yield &seller
            case .customer: yield &customer
            case .thirdParty: yield &thirdParty
            case nil: yield &unknown
            }
        }
    }

    /// The four in order: seller, customer, third party, unknown.
    static var order: [Side?] { [.seller, .customer, .thirdParty, nil] }
}

extension BySide: Sendable where Value: Sendable {}
extension BySide: Equatable where Value: Equatable {}
extension BySide: Hashable where Value: Hashable {}
extension BySide: Encodable where Value: Encodable {}
extension BySide: Decodable where Value: Decodable {}

extension BySide {
    /// The same with each value changed.
    public func map<Other>(_ change: (Value) -> Other) -> BySide<Other> {
        BySide<Other>(seller: change(seller), customer: change(customer), thirdParty: change(thirdParty), unknown: change(unknown))
    }

    /// A value for each.
    public init(seller: Value, customer: Value, thirdParty: Value, unknown: Value) {
        self.seller = seller
        self.customer = customer
        self.thirdParty = thirdParty
        self.unknown = unknown
    }
}
