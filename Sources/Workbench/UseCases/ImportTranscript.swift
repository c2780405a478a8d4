public import Covalence
import Foundation
public import Formats
import Language
import MeetingInteraction
public import Store

/// What became of an uploaded file.
public enum ImportResult: Sendable {
    /// It is a meeting now. `open` participants have no side yet.
    case imported(MeetingSummary, problems: [CueProblem], notes: [String])
    /// The same bytes were imported before, in sight of whoever brought them in; nothing was added.
    case alreadyThere(MeetingSummary)
    /// Parts of it are broken; a person decides between the rest and nothing.
    case needsDecision(IntakeItem, BrokenFile)
    /// Consent is missing, and its meeting or its words would be lost; a person says who agreed, or goes on without.
    case needsConsent(IntakeItem, ConsentQuestion)
    /// It could not be read.
    case refused(TranscriptFileError)
}

/// What is broken in a file, and what could be read all the same.
public struct BrokenFile: Hashable, Sendable, Codable {
    /// The first problems, with line and reason.
    public var problems: [CueProblem]
    /// How many there are.
    public var problemCount: Int
    /// How many of them cost words.
    public var skipped: Int
    /// How many utterances could be read.
    public var utterances: Int
    /// The name of the format.
    public var format: String
}

/// What to do with a file of which parts are broken.
public enum BrokenParts: String, Hashable, Sendable, CaseIterable, Codable {
    /// Leave the question to a person.
    case ask
    /// Import what could be read.
    case importRest = "import-rest"
}

/// Carries a question out of the making of a meeting.
private struct ConsentAsked: Error {
    var question: ConsentQuestion
}

extension IntakeItem {
    /// The question about consent that it waits with; nil where it waits with none.
    var consentQuestion: ConsentQuestion? {
        guard case .needsDecision(let problems) = state else { return nil }
        return try? JSONDecoder().decode(ConsentQuestion.self, from: Data(problems.utf8))
    }
}

extension Workbench {
    /// Makes a meeting of an uploaded file: reads it, supposes who is who, looks for findings, and stores all of it at once.
    ///
    /// Broken off at any point, it leaves the file as received, and its job goes on. Called again for a file that is imported, it says
    /// so and adds nothing.
    ///
    /// - Parameters:
    ///   - item: as `keepTranscript` returned it.
    ///   - brokenParts: what to do where cues are broken and words would be missing.
    ///   - consent: who agreed to what, beside what came with the file.
    ///   - missingConsent: what to do where consent is missing and the policy would lose the meeting or its words.
    /// - Throws: `ConsentMissing` where the policy is to take nothing in and nobody is to be asked; the file is refused then.
    ///   `CastMaker.NameProblem` where a name given with the file fits nobody; the file is refused then.
    ///   `StoreError.cancelled` where the task was cancelled; the file stays as it was.
    public func importTranscript(
        _ item: IntakeItem,
        brokenParts: BrokenParts = .ask,
        consent: ConsentAnswer = ConsentAnswer(),
        missingConsent: MissingConsent = .ask,
        by visitor: Visitor
    ) async throws -> ImportResult {
        try await admit(visitor, to: .importMeeting, .file(item.id))
        let result = try await atOnce(.importFile, about: item.id) { run in
            try await self.importAlone(
                item, brokenParts: brokenParts, consent: consent, missingConsent: missingConsent, by: visitor, under: run
            )
        }
        // The job for the file may have been quicker than whoever brought it in: then this is their meeting, and no second copy of another.
        guard case .alreadyThere(let summary) = result, case .received = item.state,
              case .imported(summary.meeting.id) = try await store.intake(item.id).state
        else { return result }
        return .imported(summary, problems: [], notes: [])
    }

    /// The same for a job, of which somebody holds the lease.
    func importTranscript(
        _ item: IntakeItem, brokenParts: BrokenParts, by visitor: Visitor, under run: JobRun?
    ) async throws -> ImportResult {
        try await admit(visitor, to: .importMeeting, .file(item.id))
        return try await importAlone(
            item, brokenParts: brokenParts, consent: ConsentAnswer(), missingConsent: .ask, by: visitor, under: run
        )
    }

    private func importAlone(
        _ item: IntakeItem, brokenParts: BrokenParts, consent: ConsentAnswer, missingConsent: MissingConsent, by visitor: Visitor,
        under run: JobRun?
    ) async throws -> ImportResult {
        // Two uploads of the same bytes at once would not see each other's meeting, and make two.
        try await imports.alone(with: item.file.hash) {
            try await self.importInTurn(
                item.id, brokenParts: brokenParts, consent: consent, missingConsent: missingConsent, by: visitor, run
            ).counted()
        }
    }

    private func importInTurn(
        _ id: Identifier<IntakeItem>,
        brokenParts: BrokenParts,
        consent: ConsentAnswer,
        missingConsent: MissingConsent,
        by visitor: Visitor,
        _ run: JobRun?
    ) async throws -> ImportResult {
        // What was handed in may be older than what is stored: another process may have dealt with the file.
        let item = try await store.intake(id)
        switch item.state {
        case .imported(let meeting): return .alreadyThere(try await store.meeting(meeting))
        case .refused: throw StoreError.conflict(.intake(expected: .received, found: .refused))
        case .received, .needsDecision: break
        }
        var details = try ImportDetails(kept: item.details)
        if !consent.isEmpty { details.consent = details.consent.map { $0.and(consent) } ?? consent }
        // Whoever was asked for consent had decided about broken places before.
        let importsRest = brokenParts == .importRest || item.consentQuestion?.importsRest == true
        if !details.again, let known = try await known(from: item, by: visitor) {
            // Without its title: who may see the file need not see the meeting later.
            try await settle(item, as: run, .refused(reason: "The same file is there already."))
            return .alreadyThere(known)
        }
        try await say("Reading", 0.2, run)
        let parsed: ParsedTranscript
        do {
            var limits = TranscriptLimits()
            limits.maxBytes = settings.transcriptLimit
            parsed = try TranscriptReader(limits: limits).read(try records.files.read(item.file.hash), fileName: item.file.name)
        } catch let error as TranscriptFileError {
            try await settle(item, as: run, .refused(reason: error.description))
            return .refused(error)
        }
        if parsed.skippedCount > 0, !importsRest {
            return try await ask(about: parsed, item: item, run)
        }
        try await say("Looking for findings", 0.5, run)
        var new: NewMeeting
        do {
            new = try await newMeeting(
                of: parsed, item: item, details: details, importsRest: importsRest, missingConsent: missingConsent, by: visitor
            )
        } catch let problem as CastMaker.NameProblem {
            // Nothing about the file changes by waiting; left as received it would be tried in vain at every start.
            try await settle(item, as: run, .refused(reason: problem.description))
            throw problem
        } catch let missing as ConsentMissing {
            try await settle(item, as: run, .refused(reason: missing.reason))
            throw missing
        } catch let asked as ConsentAsked {
            return try await ask(asked.question, item: item, details: details, run)
        }
        try await say("Storing", 0.8, run)
        new.step = run?.step(isLast: true)
        let summary = try await store.add(new)
        return .imported(summary, problems: parsed.problems, notes: parsed.notes)
    }

    /// A meeting that was made of the same bytes, in sight of whoever brought the file in: of one that is not they are told nothing, and get their own.
    private func known(from item: IntakeItem, by visitor: Visitor) async throws -> MeetingSummary? {
        let scope = try await sight(of: item, by: visitor)
        for id in try await store.meetings(from: item.file.hash) where try await store.isInSight(id, scope) { return try await store.meeting(id) }
        return nil
    }

    /// Says how far an import is, before its next long step.
    ///
    /// - Throws: `StoreError.cancelled` where it is to stop.
    func say(_ label: String, _ share: Double, _ run: JobRun?) async throws {
        if Task.isCancelled { throw StoreError.cancelled }
        try await run?.say(share, label)
    }

    /// Decides on a file with broken parts, or on one whose import has not ended: nothing of it comes in. Does nothing where
    /// the file was refused already.
    public func discardFile(_ id: Identifier<IntakeItem>, by visitor: Visitor) async throws {
        try await admit(visitor, to: .discardFile, .file(id))
        let item = try await store.intake(id)
        switch item.state {
        case .received, .needsDecision: try await settle(item, .refused(reason: "Discarded by \(visitor.name)."))
        case .refused: return
        case .imported: throw StoreError.conflict(.intake(expected: .needsDecision, found: .imported))
        }
    }

    private func ask(about parsed: ParsedTranscript, item: IntakeItem, _ run: JobRun?) async throws -> ImportResult {
        let broken = BrokenFile(
            problems: parsed.problems, problemCount: parsed.problemCount, skipped: parsed.skippedCount,
            utterances: parsed.utterances.count, format: parsed.format.name
        )
        var waiting = item
        waiting.state = .needsDecision(problems: String(decoding: try JSONEncoder().encode(broken), as: UTF8.self))
        if item.state.name == .received { try await store.update(waiting, expecting: .received, as: run?.step(isLast: true)) }
        return .needsDecision(waiting, broken)
    }

    /// Leaves the file waiting for an answer; what was answered already stays with it.
    private func ask(_ question: ConsentQuestion, item: IntakeItem, details: ImportDetails, _ run: JobRun?) async throws -> ImportResult {
        var waiting = item
        waiting.state = .needsDecision(problems: String(decoding: try JSONEncoder().encode(question), as: UTF8.self))
        waiting.details = String(decoding: try JSONEncoder().encode(details), as: UTF8.self)
        try await store.update(waiting, expecting: item.state.name, as: run?.step(isLast: true))
        return .needsConsent(waiting, question)
    }

    /// Sets what became of a file; a job that was about it is done with that.
    func settle(_ item: IntakeItem, as run: JobRun? = nil, _ state: IntakeItem.State) async throws {
        var settled = item
        settled.state = state
        try await store.update(settled, expecting: item.state.name, as: run?.step(isLast: true))
    }

    private func newMeeting(
        of parsed: ParsedTranscript,
        item: IntakeItem,
        details: ImportDetails,
        importsRest: Bool,
        missingConsent: MissingConsent,
        by visitor: Visitor
    ) async throws -> NewMeeting {
        let now = now()
        var transcript = Transcript(
            id: .make(at: now),
            language: details.language ?? parsed.language,
            speakers: parsed.speakers,
            utterances: parsed.utterances
        )
        if transcript.language == nil { transcript.language = analyzer.language(of: transcript) }
        let suggestions = try await suggestSpeakers(for: transcript, hints: parsed.speakerHints, in: try await sight(of: item, by: visitor))
        let said = try CastMaker(details: details, suggestions: suggestions, makeID: { .make(at: now) })
            .cast(labels: parsed.speakers, attendees: parsed.attendees)
        let (known, accounts) = try await known(in: said, hints: parsed.speakerHints)
        let cast = try details.consent?.applied(to: known) ?? known
        let consequence = settings.privacy.consequence(for: cast)
        if missingConsent == .ask, let question = ConsentQuestion(consequence, cast: cast, importsRest: importsRest) {
            throw ConsentAsked(question: question)
        }
        if case .refuse(let missing) = consequence { throw ConsentMissing(names: missing, participants: cast.participants.count) }
        let meeting = Meeting(
            id: .make(at: now),
            title: details.title.flatMap(OneLine.cut) ?? parsed.title.flatMap(OneLine.cut) ?? Self.title(fromFile: item.file.name),
            startedAt: details.startedAt ?? parsed.startedAt,
            recordedAt: now,
            isFiction: details.isFiction,
            note: details.note
        )
        // What is left out is not read either.
        if case .leaveOut(let participants) = consequence { transcript = transcript.withoutWords(of: participants, cast: cast) }
        let analysis = analyzer.analyze(transcript, cast: cast, settings: settings.meeting)
        var new = NewMeeting(
            meeting,
            transcript: NewTranscript(
                transcript, acts: analysis.annotations.acts, engine: analysis.annotations.engine,
                words: analysis.measures.whole.words, author: .imported(item.file.name), madeAt: now
            ),
            cast: cast,
            castAuthor: details.namesPeople ? visitor.author : .engine(Self.castEngine),
            claims: suggestedClaims(of: analysis, meeting: meeting, transcript: transcript.id),
            original: item.file,
            intake: item.id,
            // What the engine only supposes is no answer to be remembered.
            domains: details.namesPeople ? Self.domains(in: parsed.speakerHints, cast: cast) : [],
            broughtInBy: item.broughtInBy,
            accounts: accounts
        )
        new.jobs = meaningJobs(for: meeting.id, language: transcript.language)
        return try new.held(to: consequence, analysis: analysis)
    }

    /// What may be known to whoever brought a file in, whoever deals with it now: the meeting is theirs. All that the visitor sees where nobody did, or they are gone.
    private func sight(of item: IntakeItem, by visitor: Visitor) async throws -> Scope {
        guard let id = item.broughtInBy, id != visitor.member else { return visitor.scope }
        do {
            return Visitor(try await store.member(id), in: store.id).scope
        } catch StoreError.notFound {
            return visitor.scope
        }
    }

    /// The author of casts that nobody has looked at.
    static let castEngine = "speaker-suggestions/1"

    /// The file's name without its ending, with spaces for what stands for them.
    static func title(fromFile name: String) -> String {
        var title = name
        if let dot = title.lastIndex(of: "."), title.distance(from: dot, to: title.endIndex) <= 6, dot != title.startIndex {
            title = String(title[..<dot])
        }
        title = title.replacing("_", with: " ").trimmingCharacters(in: .whitespaces)
        return title.isEmpty ? name : title
    }
}
