import Covalence
import Store
public import Workbench

/// A statement with the places in the record that it rests on, as JSON.
public struct OpenStatementJSON: Encodable, Sendable {
    /// Where in the record it is found; none of meeting, interaction and claim where that is out of sight.
    public struct Place: Encodable, Sendable {
        public var meeting: String?
        public var interaction: String?
        public var claim: String?
        public var title: String?
        public var utterance: Int?
        public var start: Int?
        public var speaker: String?
        public var side: String?
        public var words: String?
        public var wordsChanged: Bool?

        init(_ place: OpenStatement.Place) {
            switch place {
            case .words(let words):
                meeting = words.meeting.description
                title = words.title
                utterance = words.utterance
                start = words.start
                speaker = words.speaker
                side = words.side?.rawValue
                self.words = words.quote
                wordsChanged = words.wordsChanged
            case .meeting(let id, let name): (meeting, title) = (id.description, name)
            case .interaction(let id, let name): (interaction, title) = (id.description, name)
            case .statement(let id, let text): (claim, title) = (id.description, text)
            case .notInSight: break
            }
        }
    }

    public var statement: SellingClaimJSON
    public var places: [Place]

    /// A statement as it was opened.
    public init(_ open: OpenStatement) {
        statement = SellingClaimJSON(open.statement.claim, decisions: open.statement.decisions, people: open.person.map { [$0.id: $0] } ?? [:])
        places = open.places.map(Place.init)
    }

    static let schema = Schema.object("OpenSellingClaim", "A statement with the places it rests on.", [
        .required("statement", SellingClaimJSON.schema),
        .required("places", .list(.object("SellingEvidence", "Where in the record it is found; empty where that was erased or is out of sight.", [
            .optional("meeting", .id), .optional("interaction", .id), .optional("claim", .id), .optional("title", .text()), .optional("utterance", .count, "Index, from 0."),
            .optional("start", .large, "Milliseconds from the start of the recording."), .optional("speaker", .text()), .optional("side", .choice(Side.self)), .optional("words", .text()),
            .optional("wordsChanged", .boolean, "A later version has other words there."),
        ]), most: 20)),
    ])
}
