import Covalence
import Foundation

/// What makes two suggestions the same: what is stated, of whom, and where it stands.
struct SuggestionIdentity: Hashable {
    private var kind: String
    private var subject: Claim.Subject
    private var object: String?
    private var value: String?
    private var places: [Evidence.Place]

    init(_ claim: Claim) {
        kind = claim.kind
        subject = claim.subject
        object = claim.object
        value = claim.value
        places = claim.evidence.map { evidence in
            guard case .words(let words) = evidence.place else { return evidence.place }
            // That words changed is said of the evidence; it does not make it another place.
            return .words(Evidence.Words(transcript: words.transcript, range: words.range))
        }
    }
}

extension SQLWorkspaceStore {
    /// Makes the engine's suggestions those of `set`.
    ///
    /// - Returns: whether any went or came.
    func replaceSuggestions(by set: SuggestionSet, of target: Target, _ db: Database) throws -> Bool {
        let present = try claims(
            of: target.id, target.number, where: "workspace = ? AND meeting = ? AND author_kind = 'engine'",
            [number, target.number], evidence: .now, db
        )
        var waiting: [SuggestionIdentity: [Claim]] = [:]
        var decided: Set<SuggestionIdentity> = []
        for claim in present {
            switch claim.standing {
            case .suggested: waiting[SuggestionIdentity(claim), default: []].append(claim)
            case .confirmed, .rejected, .withdrawn: decided.insert(SuggestionIdentity(claim))
            // Superseded by the engine itself, or by a person's own claim, which speaks in its place.
            case .superseded:
                if try wasDecidedByPerson(claim, in: target, db) { decided.insert(SuggestionIdentity(claim)) }
            }
        }
        var added: [Claim] = []
        for claim in set.claims {
            guard claim.author.kind == .engine, claim.standing == .suggested else {
                throw StoreError.refused("The finding \(claim.id) is not a suggestion of the engine; add it as a claim.")
            }
            let identity = SuggestionIdentity(claim)
            if decided.contains(identity) { continue }
            if waiting[identity]?.isEmpty == false {
                waiting[identity]?.removeFirst()
            } else {
                added.append(claim)
            }
        }
        let gone = waiting.values.joined().sorted { $0.id < $1.id }
        for claim in gone {
            try record(
                Decision(claim: claim.id, standing: .superseded, author: .engine(set.engine), at: set.at),
                expecting: .suggested, in: target.number, db
            )
        }
        try insert(added, into: target, db)
        return !(gone.isEmpty && added.isEmpty)
    }

    private func wasDecidedByPerson(_ claim: Claim, in target: Target, _ db: Database) throws -> Bool {
        try Bool.fetchOne(db, sql: """
            SELECT 1 FROM decision WHERE workspace = ? AND meeting = ? AND claim = ? AND author_kind = 'person' LIMIT 1
            """, arguments: [number, target.number, claim.id.uuid]) != nil
    }
}
