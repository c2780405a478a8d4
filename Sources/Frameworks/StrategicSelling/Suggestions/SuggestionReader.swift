import Covalence

/// Collects what passages support, and chooses what is worth suggesting.
struct SuggestionReader {
    let input: SuggestionInput
    /// Those that count, in order of time.
    let passages: [ReadPassage]
    let people: [Identifier<Person>: Person]
    private let names: PeopleNames
    /// Who works for us, or spoke for us.
    private let ours: Set<Identifier<Person>>
    private(set) var drafts: [Draft] = []
    /// When what holds now was stated, of kinds of which one holds: what was said before does not speak against it.
    private let heldSince: [Slot: Timestamp]

    /// In the payload: the words in which it was said.
    private static let words = "words"

    /// Something that could be suggested.
    struct Draft {
        var claim: Claim
        var rule: Rule
        var confidence: Double
        /// The surest first.
        var supports: [Support]
    }

    /// A passage in support of something.
    struct Support {
        var passage: ReadPassage
        /// 0 to 1.
        var weight: Double
        /// Whether it was said by somebody else.
        var isHearsay = false
    }

    /// What a claim is of: its kind, subject and person.
    private struct Slot: Hashable {
        var kind: String
        var subject: Claim.Subject
        var object: String?

        init(_ kind: String, _ subject: Claim.Subject, _ object: String?) {
            self.kind = kind
            self.subject = subject
            self.object = object
        }

        init(_ claim: Claim) { self.init(claim.kind, claim.subject, claim.object) }
    }

    /// What a claim states, as far as that makes it another statement.
    private struct Content: Hashable {
        var slot: Slot
        var words: String
        var standing: String?

        init(_ claim: Claim) {
            slot = Slot(claim)
            words = SuggestionReader.plain(claim.value ?? "").lowercased()
            standing = claim.kind == SellingKinds.competitor.name ? claim.payload["standing"] : nil
        }
    }

    init(_ input: SuggestionInput) {
        self.input = input
        let people = input.people.reduce(into: [Identifier<Person>: Person]()) { $0[$1.id] = $1 }
        self.people = people
        names = PeopleNames(input.people)
        // Words of somebody who was erased suggest nothing.
        passages = input.passages.filter { $0.speaker.map { people[$0] != nil } ?? true }.sorted { Self.key($0) < Self.key($1) }
        let selling = input.passages.filter { $0.side == .seller }.compactMap(\.speaker)
        ours = OwnPeople.among(input.people, organizations: input.ownOrganizations, sellers: input.sellers.union(selling))
        heldSince = input.claims.reduce(into: [:]) { held, claim in
            guard claim.standing == .confirmed else { return }
            held[Slot(claim)] = max(held[Slot(claim)] ?? claim.statedAt, claim.statedAt)
        }
    }

    /// For an order that is always the same.
    private static func key(_ passage: ReadPassage) -> (Timestamp, String, String) { (passage.at, placeName(passage.place), passage.text) }

    private static func placeName(_ place: Evidence.Place) -> String {
        switch place {
        case .words(let words): "\(words.transcript) \(String(words.lower + 1_000_000_000)) \(words.upper)"
        case .meeting(let id): id.description
        case .interaction(let id): id.description
        case .claim(let id): id.description
        }
    }

    // MARK: Whom words speak of

    func isOurs(_ person: Identifier<Person>) -> Bool { ours.contains(person) }

    func isOurWords(_ passage: ReadPassage) -> Bool { passage.side == .seller || passage.speaker.map(isOurs) == true }

    /// Whom a passage speaks of where it says something of one person, with how much it counts; nil where that is nobody or not clear.
    ///
    /// - Parameter ourselves: whether it can be one of us; otherwise our names in it are only whom it is said to.
    func person(in passage: ReadPassage, ourselves: Bool) -> (id: Identifier<Person>, factor: Double, isHearsay: Bool)? {
        func speaker(_ factor: Double, ourselves: Bool) -> (id: Identifier<Person>, factor: Double, isHearsay: Bool)? {
            guard let speaker = passage.speaker, ourselves || !isOurWords(passage) else { return nil }
            return (speaker, factor, false)
        }
        if passage.referent == .speaker { return speaker(1, ourselves: ourselves) }
        let matches = Set(passage.names.map(names.match)).filter { match in
            guard case .one(let id) = match else { return true }
            return id != passage.speaker && (ourselves || !isOurs(id))
        }
        switch (matches.count, matches.first) {
        // One of us who does not clearly speak of itself tells of the customer.
        case (0, _): return passage.referent == .unclear ? speaker(input.settings.unclear, ourselves: false) : nil
        case (1, .one(let id)): return (id, input.settings.hearsay, true)
        // Somebody who is not known, one of several, or several.
        default: return nil
        }
    }

    /// Whether a name in a passage fits exactly one person.
    func named(in passage: ReadPassage) -> [Identifier<Person>] {
        Set(passage.names.map(names.match)).compactMap { if case .one(let id) = $0 { id } else { nil } }.sorted()
    }

    /// The share of a code from which on a passage counts, else nil.
    func share(_ code: String, in passage: ReadPassage) -> Double? {
        guard let share = passage.shares[code], share.isFinite, share >= input.settings.share else { return nil }
        return min(1, share)
    }

    // MARK: Drafts

    /// How sure passages are together († noisy-or, Pearl 1988): of what one speaker says in one interaction the surest counts.
    func together(_ supports: [Support]) -> Double {
        struct Source: Hashable {
            var interaction: LinkedInteraction.Place
            var speaker: Identifier<Person>?
        }
        let best = supports.reduce(into: [Source: Double]()) { best, support in
            let source = Source(interaction: support.passage.interaction, speaker: support.passage.speaker)
            best[source] = max(best[source] ?? 0, support.weight)
        }
        return 1 - best.values.sorted().reduce(1) { $0 * (1 - $1) }
    }

    /// Drafts a statement where its supports are sure enough.
    ///
    /// - Parameters:
    ///   - words: in which it was said, where what is stated does not tell them.
    ///   - isLatest: whether one holds at a time: then only what was said since the present one was stated counts.
    mutating func draft<Stated>(
        _ kind: StatementKind<Stated>, _ content: Stated, about subject: Claim.Subject? = nil, rule: Rule, supports: [Support], words: String? = nil,
        isLatest: Bool = false
    ) {
        let sorted = supports.enumerated().sorted { ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset) }.map(\.element)
        guard let latest = sorted.map(\.passage.at).max() else { return }
        let confidence = together(sorted)
        guard confidence >= input.settings.confidence else { return }
        let sayers = Set(sorted.map(\.passage.speaker))
        let sayer = sayers.count == 1 ? sayers.first.flatMap(\.self) : nil
        var claim = kind.claim(
            content, id: Identifier(input.objective.id.uuid), about: subject ?? .objective(input.objective.id), author: .engine(Suggestions.engine),
            saidBy: sayer.flatMap { isOurs($0) ? nil : $0 }, observedAt: latest, recordedAt: latest
        )
        if let words { claim.payload[Self.words] = words }
        if isLatest, let held = heldSince[Slot(claim)], latest <= held { return }
        drafts.append(Draft(claim: claim, rule: rule, confidence: confidence, supports: sorted))
    }

    /// When what holds of a kind for a person was stated.
    func held(_ kind: String, of person: Identifier<Person>) -> Timestamp? {
        heldSince[Slot(kind, .objective(input.objective.id), person.description)]
    }

    /// Words as they are stated: one line, cut after a word.
    func quote(_ text: String) -> String {
        let plain = Self.plain(text)
        guard plain.count > input.settings.quoted else { return plain }
        let cut = plain.prefix(max(1, input.settings.quoted))
        return (cut.lastIndex(of: " ").map { cut[..<$0] } ?? cut) + "…"
    }

    private static func plain(_ text: String) -> String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }

    // MARK: Choosing

    /// What is not known yet, the surest first, and what no longer stands.
    func choose() -> Suggestions {
        let known = input.claims.filter { $0.standing.isLive || $0.standing == .rejected }
        let (own, others) = (known.filter(isOwnWaiting), known.filter { !isOwnWaiting($0) })
        let said = Set(others.map(Content.init)), othersBySlot = Dictionary(grouping: others, by: Slot.init)
        var byContent: [Content: Draft] = [:]
        for draft in drafts {
            let content = Content(draft.claim)
            guard !said.contains(content), !isSettled(draft, othersBySlot[Slot(draft.claim)] ?? []) else { continue }
            if let other = byContent[content], other.confidence >= draft.confidence { continue }
            byContent[content] = draft
        }

        var standing: Set<Content> = [], replaced: [Content: Identifier<Claim>] = [:], gone: [Identifier<Claim>] = []
        for claim in own.sorted(by: { $0.id < $1.id }) {
            let content = Content(claim)
            if let draft = byContent[content] {
                // Of two that wait with the same content one is enough.
                if rests(claim, on: draft, changed: false) {
                    if !standing.insert(content).inserted { gone.append(claim.id) }
                } else if replaced[content] == nil {
                    replaced[content] = claim.id
                } else {
                    gone.append(claim.id)
                }
            } else if let heir = byContent.filter({ $0.key.slot == content.slot && replaced[$0.key] == nil && rests(claim, on: $0.value, changed: true) })
                .keys.min(by: { ($0.words, $0.standing ?? "") < ($1.words, $1.standing ?? "") }) {
                replaced[heir] = claim.id
            } else {
                gone.append(claim.id)
            }
        }
        for content in standing {
            if let former = replaced.removeValue(forKey: content) { gone.append(former) }
        }

        let fresh = byContent.filter { !standing.contains($0.key) }.map { (content: $0.key, draft: $0.value) }.sorted { Self.precedes($0.draft, $1.draft) }
        let room = max(0, input.settings.most - standing.count)
        let chosen = fresh.prefix(room).map { content, draft in
            SuggestedStatement(
                draft.claim, rule: draft.rule, confidence: draft.confidence, evidence: evidence(draft.supports),
                interactions: Set(draft.supports.map(\.passage.interaction)).sorted { $0.name < $1.name }, supersedes: replaced[content]
            )
        }
        gone += fresh.dropFirst(room).compactMap { replaced[$0.content] }
        return Suggestions(
            statements: chosen, withdrawn: gone.sorted(), newcomers: newcomers(byContent.values.map { $0 }), left: max(0, fresh.count - room)
        )
    }

    private func isOwnWaiting(_ claim: Claim) -> Bool {
        guard claim.standing == .suggested, !input.readElsewhere.contains(claim.id), case .engine(let name) = claim.author else { return false }
        return name.prefix { $0 != "/" } == Suggestions.engine.prefix { $0 != "/" }
    }

    private static func precedes(_ left: Draft, _ right: Draft) -> Bool {
        if left.confidence != right.confidence { return left.confidence > right.confidence }
        let (one, other) = (left.claim, right.claim)
        return (other.statedAt, one.kind, one.object ?? "", one.value ?? "") < (one.statedAt, other.kind, other.object ?? "", other.value ?? "")
    }

    /// Of kinds that quote: whether what these words say was confirmed, rejected or is waiting already in other words.
    ///
    /// - Parameter claims: those of the same kind about the same.
    private func isSettled(_ draft: Draft, _ claims: [Claim]) -> Bool {
        let quoting = [SellingKinds.result.name, SellingKinds.win.name, SellingKinds.ownWin.name, SellingKinds.reorganisation.name, SellingKinds.action.name]
        guard quoting.contains(draft.claim.kind) else { return false }
        // A mail or note is one place: what else it says is not settled with one of its sentences.
        return claims.contains { claim in
            claim.evidence.contains { if case .words = $0.place { true } else { false } } && rests(claim, on: draft, changed: false)
        }
    }

    /// Whether a claim rests on words that a draft rests on.
    ///
    /// - Parameter changed: whether words that are others now count too.
    private func rests(_ claim: Claim, on draft: Draft, changed: Bool) -> Bool {
        claim.evidence.contains { evidence in
            draft.supports.contains { support in
                guard case .words(let former) = evidence.place, case .words(let now) = support.passage.place else { return evidence.place == support.passage.place }
                return former.transcript == now.transcript && former.range.overlaps(now.range) && (changed || !former.wordsChanged)
            }
        }
    }

    func evidence(_ supports: [Support]) -> [Evidence] {
        var seen: Set<Evidence.Place> = []
        return Array(supports.filter { seen.insert($0.passage.place).inserted }.prefix(max(1, input.settings.places))
            .map { Evidence($0.passage.place, basis: $0.isHearsay ? .reported : .observed) })
    }
}
