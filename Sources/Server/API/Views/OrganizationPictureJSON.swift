import Covalence
import StrategicSelling
public import Workbench

/// Who stands where in a sale, as JSON.
public struct OrganizationPictureJSON: Encodable, Sendable {
    /// One person's place.
    public struct PlaceJSON: Encodable, Sendable {
        public var person: String
        public var name: String
        public var function: String?
        public var level: Int
        public var column: Double
        public var reportsTo: String?
        public var claims: [String]
        public var roles: [String]
        public var degree: String?
        public var isOnSheet: Bool
        public var below: [String]
    }

    public var columns: Int
    public var levels: Int
    public var places: [PlaceJSON]

    /// A picture.
    public init(_ open: OpenOrganization) {
        (columns, levels) = (open.picture.columns, open.picture.levels)
        places = open.picture.places.map { place in
            PlaceJSON(
                person: place.id.description, name: place.name, function: place.function, level: place.level, column: place.column, reportsTo: place.above?.value.description,
                claims: place.above?.claims.map(\.description) ?? [], roles: place.influence?.roles.map(\.value.rawValue) ?? [],
                degree: place.influence?.degree.value?.value.rawValue, isOnSheet: place.influence != nil, below: place.below.map(\.description)
            )
        }
    }

    static let schema = Schema.object("OrganizationPicture", "Who stands where among the customer's people in a sale.", [
        .required("columns", .count, "How many stand side by side."), .required("levels", .count, "How many stand above each other."),
        .required("places", .list(.object("OrganizationPlace", "One person's place.", [
            .required("person", .id), .required("name", .text()), .optional("function", .text()), .required("level", .count, "How many stand above."),
            .required("column", .number, "The middle, counted in people from the left: 0 is the middle of the first."),
            .optional("reportsTo", .id, "As somebody stated; missing at the top, and where it is not known."), .required("claims", .list(.id), "Those that state it."),
            .required("roles", .list(.choice(BuyingRole.self))), .optional("degree", .choice(InfluenceDegree.self)),
            .required("isOnSheet", .boolean), .required("below", .list(.id), "Those right below, from left to right."),
        ])), "Each before those below, from left to right."),
    ])
}
