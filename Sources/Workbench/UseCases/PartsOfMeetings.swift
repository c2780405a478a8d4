public import Covalence
public import Foundation
public import MeetingInteraction
public import Store

/// Parts of a meeting that a page asks for one by one.
extension Workbench {
    /// Lets somebody in to a meeting that a page has kept since they opened it: leaves the same trace as `openMeeting(_:by:)`.
    ///
    /// - Returns: its version now; what was kept of another one must be opened anew.
    public func reopenMeeting(_ id: Identifier<Meeting>, by visitor: Visitor) async throws -> Int {
        try await admit(visitor, to: .openMeeting, .meeting(id))
        return try await store.version(of: id)
    }

    /// Who is behind which label now.
    public func cast(of id: Identifier<Meeting>, by visitor: Visitor) async throws -> CastVersion {
        try await admit(visitor, to: .watchMeeting, .meeting(id))
        let version = try await store.cast(of: id)
        return visitor.seesPseudonyms ? try await withPseudonyms(version, of: id) : version
    }

    /// Every version of the cast, oldest first.
    public func castVersions(of id: Identifier<Meeting>, by visitor: Visitor) async throws -> [CastVersion] {
        try await admit(visitor, to: .watchMeeting, .meeting(id))
        // Who was held for whom before has names that are in the words no more.
        if visitor.seesPseudonyms { return [try await withPseudonyms(try await store.cast(of: id), of: id)] }
        return try await store.castVersions(of: id)
    }

    /// The versions of a meeting's words, oldest first, without the words.
    public func transcriptVersions(of id: Identifier<Meeting>, by visitor: Visitor) async throws -> [TranscriptVersion] {
        try await admit(visitor, to: .watchMeeting, .meeting(id))
        let versions = try await store.transcriptVersions(of: id)
        guard visitor.seesPseudonyms else { return versions }
        return versions.map { version in
            var bare = version
            bare.author = Self.colleague(version.author)
            bare.speakers = version.speakers.indices.map { "Speaker \($0 + 1)" }
            return bare
        }
    }

    /// One claim as it stands now.
    public func claim(_ id: Identifier<Claim>, by visitor: Visitor) async throws -> Claim {
        try await admit(visitor, to: .watchMeeting, .claim(id))
        let claim = try await store.claim(id)
        guard try await isInSight(claim, visitor) else { throw StoreError.notFound("The claim \(id)") }
        guard visitor.seesPseudonyms else { return claim }
        switch claim.subject {
        case .meeting(let meeting), .participant(_, let meeting):
            return Self.bare(claim, try await pseudonyms(
                for: try await store.transcript(of: meeting).transcript, cast: try await store.cast(of: meeting).cast
            ).carrier)
        case .person, .organization, .interaction, .objective: return Self.bare(claim, nil)
        }
    }

    /// A file that was uploaded and waits.
    public func uploadedFile(_ id: Identifier<IntakeItem>, by visitor: Visitor) async throws -> IntakeItem {
        try await admit(visitor, to: .openFile, .file(id))
        return try await store.intake(id)
    }

    /// The recording that plays with a meeting, and where its bytes are; nil where it has none.
    ///
    /// - Throws: `StoreError.missingFile` where it has one whose bytes this node does not find.
    public func recording(of id: Identifier<Meeting>, by visitor: Visitor) async throws -> (file: StoredFile, url: URL)? {
        try await admit(visitor, to: .playRecording, .meeting(id))
        let files = try await store.files(of: id)
        guard let file = files.last(where: { $0.role == .recording })?.file else { return nil }
        guard let url = records.files.url(of: file.hash) else {
            try await checkErased(file, of: id)
            return (file, try records.files.needed(file.hash))
        }
        return (file, url)
    }

    /// What to say where the bytes of a meeting's file are not there: it may have been erased since it was asked which file that is.
    ///
    /// - Throws: `StoreError.notFound` or `StoreError.erased` where it was.
    func checkErased(_ file: StoredFile, of id: Identifier<Meeting>) async throws {
        guard try await store.files(of: id).contains(where: { $0.file.hash == file.hash }) else { throw StoreError.notFound("The file “\(file.name)”") }
    }

    /// Something small that was made of each meeting's reading and kept; those of which there is none, or that have changed, are left out.
    public func keptPieces(_ key: String, of meetings: [MeetingSummary], by visitor: Visitor) async throws -> [Identifier<Meeting>: Data] {
        try await admit(visitor, to: .listMeetings)
        // They have words of the meeting, with the names in them.
        guard !visitor.seesPseudonyms else { return [:] }
        return pieces(try await store.cached(key, of: meetings.map(\.id), in: visitor.scope), of: meetings)
    }

    /// Those of them that what reads a meeting now has made.
    func pieces(_ kept: [Identifier<Meeting>: KeptComputation], of meetings: [MeetingSummary]) -> [Identifier<Meeting>: Data] {
        var pieces: [Identifier<Meeting>: Data] = [:]
        var engines: [String?: String] = [:]
        for meeting in meetings {
            guard let piece = kept[meeting.id] else { continue }
            let engine = engines[meeting.language] ?? engine(of: meeting)
            engines[meeting.language] = engine
            if piece.engine == engine { pieces[meeting.id] = piece.content }
        }
        return pieces
    }

    /// Makes something small of a meeting's reading and keeps it as long as the meeting stays as it is.
    public func keepPiece(
        _ key: String, of meeting: MeetingSummary, by visitor: Visitor, make: (MeetingReading) throws -> Data
    ) async throws {
        try await admit(visitor, to: .watchMeeting, .meeting(meeting.id))
        let summary = try await store.meeting(meeting.id)
        // What is kept is shown to everybody who sees the meeting; what only some may know must not be in it.
        guard try await !store.claims(ClaimQuery(of: meeting.id)).contains(where: { $0.confidentialTo != nil }) else { return }
        let made = try make(try await analysis(of: summary).reading)
        try await store.cache(made, as: key, engine: engine(of: summary), of: summary.id, madeFrom: summary.version)
    }

    /// The engine of English with the version of its rules: changes when readings may come out otherwise.
    var engineName: String { "\(analyzer.engine(for: "en"))/rules-\(MeetingReading.rulesVersion)" }

    private func engine(of meeting: MeetingSummary) -> String {
        "\(analyzer.engine(for: meeting.language))/rules-\(MeetingReading.rulesVersion)"
    }
}
