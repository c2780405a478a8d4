public import Covalence
public import Foundation
public import Store

extension Workbench {
    /// Begins to take a transcript file in, piece by piece.
    public func receiveTranscript(by visitor: Visitor) async throws -> IncomingFile {
        try await admit(visitor, to: .importMeeting)
        return try records.files.receive(limit: settings.transcriptLimit)
    }

    /// Keeps a transcript file that was taken in whole, and notes it, so that its import can be taken up again after a crash.
    ///
    /// - Parameters:
    ///   - file: as begun by `receiveTranscript(by:)`, with all its bytes.
    ///   - name: the name it came with, for messages and the title.
    ///   - details: what the person gave with it.
    ///   - token: under which whoever sends it asks how far its import is (`importProgress`); of their own making.
    public func keepTranscript(
        _ file: IncomingFile,
        named name: String,
        details: ImportDetails,
        progress token: String? = nil,
        by visitor: Visitor
    ) async throws -> IntakeItem {
        try await admit(visitor, to: .importMeeting)
        if let language = details.language { try Self.checkLanguage(language, at: "/language") }
        let count = file.count
        let hash = try file.commit()
        return try await note(hash, bytes: count, name: name, details: details, progress: token, by: visitor)
    }

    /// Keeps the bytes of a transcript file, and notes it.
    public func keepTranscript(
        _ content: Data,
        named name: String,
        details: ImportDetails,
        by visitor: Visitor
    ) async throws -> IntakeItem {
        try await admit(visitor, to: .importMeeting)
        if let language = details.language { try Self.checkLanguage(language, at: "/language") }
        let limit = settings.transcriptLimit
        guard content.count <= limit else { throw StoreError.tooLarge(limit: limit) }
        return try await note(try records.files.store(content), bytes: content.count, name: name, details: details, by: visitor)
    }

    private func note(
        _ hash: ContentHash, bytes: Int, name: String, details: ImportDetails, progress token: String? = nil, by visitor: Visitor
    ) async throws -> IntakeItem {
        let now = now()
        let item = IntakeItem(
            id: .make(at: now),
            file: StoredFile(hash: hash, bytes: bytes, mediaType: "text/plain", name: Self.displayName(name), receivedAt: now),
            details: String(decoding: try JSONEncoder().encode(details), as: UTF8.self),
            broughtInBy: visitor.member
        )
        try await store.receive(item, queueing: [ImportFileJob.job(for: item, progress: token, at: now)])
        return item
    }

    /// The last part of a path, without control characters, at most 200 scalars.
    static func displayName(_ name: String) -> String {
        let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? name
        let clean = String(String.UnicodeScalarView(last.unicodeScalars.filter {
            $0.properties.generalCategory != .control && $0.properties.generalCategory != .format
        }.prefix(200)))
        return clean.trimmingCharacters(in: .whitespaces).isEmpty ? "file without a name" : clean
    }
}

/// What a person gives with a file before anybody has read it.
public struct ImportDetails: Hashable, Sendable, Codable {
    /// The meeting's title; the file's own title or name where nil.
    public var title: String?
    public var startedAt: Timestamp?
    /// BCP 47; detected where nil.
    public var language: String?
    /// Labels or names on the seller's side.
    public var sellers: [String]
    /// Labels or names on the customer's side.
    public var customers: [String]
    /// Labels or names of third parties.
    public var thirdParties: [String]
    /// Who took part, where this is known beforehand.
    public var participants: [KnownParticipant]
    /// Whether people, companies and words are invented.
    public var isFiction: Bool
    /// A line on what it was.
    public var note: String?
    /// Whether a file that is there already makes another meeting.
    public var again: Bool
    /// Who agreed to what; nil where nobody said anything.
    public var consent: ConsentAnswer?

    /// Somebody who took part.
    public struct KnownParticipant: Hashable, Sendable, Codable {
        public var name: String
        /// The labels in the file.
        public var labels: [String]
        public var side: Side?
        public var organization: String?
        public var function: String?
        /// By purpose.
        public var consent: [String: Consent]?
    }

    /// Whether a person said anything about who took part.
    var namesPeople: Bool { !(participants.isEmpty && sellers.isEmpty && customers.isEmpty && thirdParties.isEmpty) }

    /// What is passed; the rest is read from the file.
    public init(
        title: String? = nil,
        startedAt: Timestamp? = nil,
        language: String? = nil,
        sellers: [String] = [],
        customers: [String] = [],
        thirdParties: [String] = [],
        participants: [KnownParticipant] = [],
        isFiction: Bool = false,
        note: String? = nil,
        again: Bool = false,
        consent: ConsentAnswer? = nil
    ) {
        self.title = title
        self.startedAt = startedAt
        self.language = language
        self.sellers = sellers
        self.customers = customers
        self.thirdParties = thirdParties
        self.participants = participants
        self.isFiction = isFiction
        self.note = note
        self.again = again
        self.consent = consent
    }
}

extension ImportDetails {
    /// Reads a stored form; what it lacks was not given.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            title: try values.decodeIfPresent(String.self, forKey: .title),
            startedAt: try values.decodeIfPresent(Timestamp.self, forKey: .startedAt),
            language: try values.decodeIfPresent(String.self, forKey: .language),
            sellers: try values.decodeIfPresent([String].self, forKey: .sellers) ?? [],
            customers: try values.decodeIfPresent([String].self, forKey: .customers) ?? [],
            thirdParties: try values.decodeIfPresent([String].self, forKey: .thirdParties) ?? [],
            participants: try values.decodeIfPresent([KnownParticipant].self, forKey: .participants) ?? [],
            isFiction: try values.decodeIfPresent(Bool.self, forKey: .isFiction) ?? false,
            note: try values.decodeIfPresent(String.self, forKey: .note),
            again: try values.decodeIfPresent(Bool.self, forKey: .again) ?? false,
            consent: try values.decodeIfPresent(ConsentAnswer.self, forKey: .consent)
        )
    }

    /// Reads what is kept with an uploaded file.
    init(kept text: String) throws(StoreError) {
        do {
            self = try JSONDecoder().decode(ImportDetails.self, from: Data(text.utf8))
        } catch {
            throw .refused("What was given with this file cannot be read. Discard it and upload it again.")
        }
    }
}
