import Covalence

/// What a value of the API looks like. The served document, the check of what comes in, and the test of what goes out are all made
/// from these, so that they cannot disagree.
struct Schema: Sendable {
    /// The shape, without name and words.
    indirect enum Form: Sendable {
        /// Of so many Unicode scalars.
        case text(ClosedRange<Int>)
        /// A UUID.
        case id
        /// RFC 3339, with a zone.
        case time
        /// `2026-03-04`.
        case day
        /// One of some words.
        case choice([String])
        case integer(ClosedRange<Int>)
        case number
        case boolean
        /// At most so many.
        case list(Schema, most: Int)
        case object([Field])
        /// Any names, values of one shape.
        case map(Schema)
        /// Anything.
        case anything
    }

    var form: Form
    /// Its name in the document; nil for what is written out where it stands.
    var name: String?
    /// What it is, in a sentence.
    var about: String?
    /// Whether null may stand in its place.
    var isNullable = false
    /// An example.
    var example: JSONValue?

    init(_ form: Form, name: String? = nil, about: String? = nil) {
        self.form = form
        self.name = name
        self.about = about
    }

    /// A member of an object.
    struct Field: Sendable {
        var name: String
        var schema: Schema
        var isRequired: Bool

        /// A member that is always there.
        static func required(_ name: String, _ schema: Schema, _ about: String? = nil) -> Field {
            Field(name: name, schema: schema.described(about), isRequired: true)
        }

        /// A member that may be missing: not known, or none.
        static func optional(_ name: String, _ schema: Schema, _ about: String? = nil) -> Field {
            Field(name: name, schema: schema.described(about), isRequired: false)
        }
    }
}

extension Schema {
    static let id = Schema(.id)
    static let time = Schema(.time)
    static let day = Schema(.day)
    static let boolean = Schema(.boolean)
    static let number = Schema(.number)
    static let anything = Schema(.anything)
    /// A whole number, 0 or more.
    static let count = Schema(.integer(0...Int(Int32.max)))

    /// A whole number, 0 or more, as large as every reader of JSON can hold it († RFC 8259, 6).
    static let large = Schema(.integer(0...9_007_199_254_740_991))

    /// A text of at most so many Unicode scalars.
    static func text(_ most: Int = 100_000) -> Schema { Schema(.text(0...most)) }
    /// A text that is not empty, of at most so many Unicode scalars.
    static func words(_ most: Int) -> Schema { Schema(.text(1...most)) }
    static func integer(_ range: ClosedRange<Int>) -> Schema { Schema(.integer(range)) }
    static func choice(_ words: [String]) -> Schema { Schema(.choice(words)) }
    /// The raw values of a closed list.
    static func choice<List: RawRepresentable & CaseIterable>(_: List.Type) -> Schema where List.RawValue == String {
        Schema(.choice(List.allCases.map(\.rawValue)))
    }
    static func list(_ item: Schema, most: Int = 10_000) -> Schema { Schema(.list(item, most: most)) }
    static func map(_ value: Schema) -> Schema { Schema(.map(value)) }
    static func object(_ name: String? = nil, _ about: String? = nil, _ fields: [Field]) -> Schema {
        Schema(.object(fields), name: name, about: about)
    }

    /// The same, and null.
    var orNull: Schema {
        var schema = self
        schema.isNullable = true
        return schema
    }

    /// The same with words; what is nil stays.
    func described(_ about: String?) -> Schema {
        guard let about else { return self }
        var schema = self
        schema.about = about
        return schema
    }

    /// The same with an example.
    func example(_ example: JSONValue) -> Schema {
        var schema = self
        schema.example = example
        return schema
    }

    /// The object in which some members are changed: none is required, and null takes away what may be missing († RFC 7396).
    static func changes(_ name: String, _ about: String, of fields: [Field]) -> Schema {
        .object(name, about, fields.map { field in
            Field(name: field.name, schema: field.isRequired ? field.schema : field.schema.orNull, isRequired: false)
        })
    }

    /// A page of a longer list.
    static func page(_ item: Schema) -> Schema {
        .object(item.name.map { $0 + "Page" }, nil, [
            .required("items", .list(item, most: 200)),
            .optional("next", .text(1_000), "Hand it back as `cursor` for the next page; missing on the last one."),
        ])
    }
}
