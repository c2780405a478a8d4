public import Covalence
public import Foundation
public import Store

/// What erasing a person did, or would do. Numbers only, beside sentences on what it does not reach.
public struct PersonErasure: Hashable, Sendable {
    /// Meetings they took part in.
    public var meetings = 0
    /// Utterances of theirs whose words go.
    public var utterances = 0
    /// Other people's utterances in which their name is replaced; in a preview not counted.
    public var mentions = 0
    /// Recordings in which they are made silent, and those that go because they cannot be cut.
    public var recordingsCut = 0
    public var recordingsDropped = 0
    /// Original files that go because the words stand in them.
    public var originals = 0
    /// Mails, notes and events in which they occur.
    public var interactions = 0
    /// Claims about them.
    public var claims = 0
    /// Labels and addresses remembered as theirs.
    public var remembered = 0
    /// Uploads that wait, or were not taken, and hold something of them; in a preview not counted.
    public var uploads = 0
    /// Whether they are a member, who cannot sign in afterwards.
    public var isMember = false
    /// What is not reached, in sentences.
    public var notReached: [String] = []
    /// Whether something that was erased is still in the files of the store, out of everybody's sight: because the disk is full, or something reads for long.
    public var isStillInFiles = false

    /// That something is still in files, for people; nil where nothing is.
    public var stillInFiles: String? {
        isStillInFiles ? "Nobody sees it any more, but something that was erased is still in the files of the store. \(Self.whatToDo)" : nil
    }

    /// What to do where something that was erased is still in files.
    static let whatToDo =
        "Make room on the disk, or wait for what reads the store for long, such as a backup. It is cleared within minutes while a server runs, and at the next start."
}

extension Workbench {
    /// Everything stored in which a person occurs.
    public func holdings(on person: Identifier<Person>, by visitor: Visitor) async throws -> PersonHoldings {
        try await admit(visitor, to: .seeHoldings, .person(person))
        return try await store.holdings(on: person)
    }

    /// Everything held on a person as files: who they are, their part in each meeting with their words and the words around them,
    /// interactions, and what is stated of them. Claims that are confidential to others are not in it.
    public func exportPerson(_ person: Identifier<Person>, by visitor: Visitor) async throws -> [(name: String, content: Data)] {
        try await admit(visitor, to: .exportPerson, .person(person))
        let holdings = try await store.holdings(on: person)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        var files: [(name: String, content: Data)] = [("person.json", try encoder.encode(PersonFile(holdings)))]
        var claims: [Claim] = []
        for id in holdings.claims {
            var claim = try await store.claim(id)
            guard visitor.mayKnow(claim) else { continue }
            // Who says so is told by the name, as to everybody.
            claim.statedBy = nil
            claims.append(claim)
        }
        files.append(("claims.json", try encoder.encode(claims)))
        for (meeting, participants) in holdings.meetings.sorted(by: { $0.key < $1.key }) {
            let file = PersonFile.Part(
                try await store.meeting(meeting), try await store.cast(of: meeting).cast,
                try await store.transcript(of: meeting).transcript, participants
            )
            files.append(("meetings/\(meeting).json", try encoder.encode(file)))
        }
        for interaction in holdings.interactions {
            files.append(("interactions/\(interaction).json", try encoder.encode(try await store.interaction(interaction, in: .everything).interaction)))
        }
        return files
    }

    /// What erasing a person would do.
    public func previewErasure(_ person: Identifier<Person>, by visitor: Visitor) async throws -> PersonErasure {
        // Looking is no erasing: the log would say that somebody was erased.
        try await admit(visitor, to: .seeHoldings, .person(person))
        let holdings = try await store.holdings(on: person)
        var report = report(on: holdings)
        for (meeting, participants) in holdings.meetings {
            let conversation = Conversation(
                transcript: try await store.transcript(of: meeting).transcript, cast: try await store.cast(of: meeting).cast
            )
            report.utterances += conversation.utterances.count { line in
                !line.text.isEmpty && line.participant.map { participants.contains(conversation.participants[$0].id) } == true
            }
            let files = try await store.files(of: meeting)
            if files.contains(where: { $0.role == .original }) { report.originals += 1 }
            guard let recording = files.last(where: { $0.role == .recording }) else { continue }
            if recording.file.mediaType == "audio/wav" { report.recordingsCut += 1 } else { report.recordingsDropped += 1 }
        }
        return report
    }

    /// Erases a person: their words in every version, their name in words, casts, claims and interactions, what is stated of them,
    /// what is remembered; they are made silent in recordings, or those go. Broken off, it can be called again: the person is there
    /// until the last step.
    public func erasePerson(_ person: Identifier<Person>, by visitor: Visitor) async throws -> PersonErasure {
        try await admit(visitor, to: .erasePerson, .person(person))
        let holdings = try await store.holdings(on: person)
        // Checked before anything goes: nobody else could sign in afterwards.
        try await checkIsNotLastAdministrator(holdings)
        return try await erase(holdings, at: now())
    }

    /// Erases a person again whom a restored backup has back: whoever asked for it was asked then whether they may.
    ///
    /// - Returns: whether there was anything of them.
    func eraseAgain(_ person: Identifier<Person>, at time: Timestamp) async throws -> Bool {
        let holdings: PersonHoldings
        do {
            holdings = try await store.holdings(on: person)
        } catch StoreError.notFound, StoreError.erased {
            return false
        }
        _ = try await erase(holdings, at: time)
        return true
    }

    private func erase(_ holdings: PersonHoldings, at time: Timestamp) async throws -> PersonErasure {
        var report = report(on: holdings)
        var names = Set([holdings.person.name] + holdings.formerNames)
        for (meeting, participants) in holdings.meetings {
            let summary = try await store.meeting(meeting)
            names.formUnion(try await store.cast(of: meeting).cast.participants.filter { participants.contains($0.id) }.map(\.name))
            switch try await silence(participants, in: meeting) {
            case .untouched: break
            case .cut: report.recordingsCut += 1
            case .dropped: report.recordingsDropped += 1
            }
            let removal = try await removeWords(of: participants, in: summary, purging: false)
            report.utterances += removal.utterances
            if removal.isOriginalDropped { report.originals += 1 }
        }
        // Labels that are no names (“Speaker 1”) are words that others use too.
        let words = names.filter { name in NameReplacer.words(in: name).contains { $0.folded.count >= 2 && $0.folded.contains(where: \.isLetter) } }
            .filter { !NameReplacer.fold($0).hasPrefix("speaker") }
        let replaced = ErasedPersonNames(words, addresses: holdings.addresses)
        try await eraseMentions(of: words, replaced, in: Set(holdings.meetings.keys), &report)
        try await forgetAnswers(words.union(holdings.addresses))
        let uploads = try await uploads(holding: replaced)
        report.uploads = uploads.count
        try await store.erasePerson(holdings.person.id, replacing: replaced.replacement(dropping: uploads), at: time)
        readings.removeAll()
        try await forgetLearnt()
        forgetTexts()
        report.isStillInFiles = try await store.unfinishedErasures(before: Timestamp(milliseconds: .max)) > 0
        return report
    }

    /// What stands where a name was.
    static let erasedName = "[erased]"

    /// Replaces a name in other people's words: in meetings they took part in also parts of it, elsewhere the whole name.
    private func eraseMentions(
        of names: Set<String>, _ replaced: ErasedPersonNames, in own: Set<Identifier<Meeting>>, _ report: inout PersonErasure
    ) async throws {
        var meetings = own
        for name in names { meetings.formUnion(try await self.meetings(saying: name)) }
        meetings.formUnion(try await store.meetings(saying: replaced.names) { replaced.whole.replacing($0) != $0 })
        for meeting in meetings.sorted() {
            let replacer = own.contains(meeting) ? replaced.parts : replaced.whole
            let removal = try await store.rewriteWords(of: meeting, purging: false, quotes: { replaced.parts.replacing($0) }) { replacer.replacing($0) }
            if removal.isOriginalDropped { report.originals += 1 }
            guard removal.utterances > 0 else { continue }
            report.mentions += removal.utterances
            letGo(of: meeting, before: try await store.version(of: meeting))
            try await readAnew(meeting)
        }
    }

    /// Meetings in whose newest words or title a whole name stands, also in letters with other accents.
    private func meetings(saying name: String) async throws -> Set<Identifier<Meeting>> {
        let words = NameReplacer.words(in: name).map { "\(name[$0.range])" }
        guard !words.isEmpty else { return [] }
        // With endings: “Holt” finds “Holts”.
        let query = words.count == 1 ? "\(words[0])*" : words.dropLast().map { "\"\($0)\"" }.joined(separator: " ") + " \(words[words.count - 1])*"
        var found: Set<Identifier<Meeting>> = []
        for filter in [MeetingQuery(words: query, limit: 500), MeetingQuery(filter: MeetingFilter(title: name), limit: 500)] {
            var cursor: PageCursor?
            repeat {
                var next = filter
                next.cursor = cursor
                let page = try await store.meetings(next)
                found.formUnion(page.items.map(\.id))
                cursor = page.next
            } while cursor != nil
        }
        return found
    }

    private func checkIsNotLastAdministrator(_ holdings: PersonHoldings) async throws {
        guard let member = holdings.member else { return }
        let active = try await store.members().filter { $0.role == .administrator && $0.state == .active }
        guard active.count != 1 || active.first?.id != member else {
            throw StoreError.refused("This person is the only administrator. Make somebody else an administrator first, then erase them.")
        }
    }

    /// Names and addresses of which somebody said that they are no person.
    private func forgetAnswers(_ names: Set<String>) async throws {
        let folded = Set(names.map { $0.lowercased() })
        func isTheirs(_ kept: String) -> Bool { folded.contains { kept.lowercased().hasSuffix($0) } }
        guard settings.notPeople.contains(where: isTheirs) else { return }
        try await keepSettings { $0.notPeople.removeAll(where: isTheirs) }
    }

    private func report(on holdings: PersonHoldings) -> PersonErasure {
        var report = PersonErasure()
        report.meetings = holdings.meetings.count
        report.interactions = holdings.interactions.count
        report.claims = holdings.claims.count
        report.remembered = holdings.remembered.count
        report.isMember = holdings.member != nil
        report.notReached = [
            "Nicknames and misspelt names in other people's words are not found.",
            "In meetings, mails and notes they had no part in, only the whole name is replaced.",
            "Exports that were made before, and what browsers keep, are not reached.",
            "A backup from before holds everything until the list of erasures is replayed on it.",
        ]
        return report
    }
}

/// A person in an export.
struct PersonFile: Encodable {
    var person: Person
    var formerNames: [String]
    var meetings: Int
    var interactions: Int
    var remembered: [String]
    var member: Identifier<Member>?

    init(_ holdings: PersonHoldings) {
        person = holdings.person
        formerNames = holdings.formerNames
        meetings = holdings.meetings.count
        interactions = holdings.interactions.count
        remembered = holdings.remembered
        member = holdings.member
    }

    /// A person's part in a meeting: their words, each with the line before and the line after.
    struct Part: Encodable {
        var meeting: Meeting
        var participants: [Participant]
        var labels: [String]
        var lines: [Line]

        struct Line: Encodable {
            var utterance: Int
            var time: TimeSpan?
            var isTheirs: Bool
            var text: String
        }

        init(_ summary: MeetingSummary, _ cast: Cast, _ transcript: Transcript, _ own: Set<Identifier<Participant>>) {
            meeting = summary.meeting
            participants = cast.participants.filter { own.contains($0.id) }
            labels = own.flatMap { cast.labels(of: $0) }.sorted()
            let conversation = Conversation(transcript: transcript, cast: cast)
            let theirs = Set(conversation.utterances.indices.filter { index in
                conversation.utterances[index].participant.map { own.contains(conversation.participants[$0].id) } ?? false
            })
            let shown = theirs.union(theirs.map { $0 - 1 }).union(theirs.map { $0 + 1 })
            lines = shown.filter { conversation.utterances.indices.contains($0) }.sorted().map { index in
                let line = conversation.utterances[index]
                return Line(utterance: index + 1, time: line.time, isTheirs: theirs.contains(index), text: line.text)
            }
        }
    }
}
