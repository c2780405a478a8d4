import Covalence
import Foundation

/// Claims about people, organisations, interactions and sales objectives.
extension SQLWorkspaceStore {
    /// The number that stands in the place of a meeting's for claims that are about something else.
    static let elsewhere: Int64 = 0

    func claims(about subject: Claim.Subject, standings: Set<Standing>?) async throws(StoreError) -> [Claim] {
        switch subject {
        case .meeting(let meeting): return try await claims(ClaimQuery(of: meeting, standings: standings)).filter { $0.subject == subject }
        case .participant(_, let meeting):
            return try await claims(ClaimQuery(of: meeting, standings: standings)).filter { $0.subject == subject }
        case .person, .organization, .interaction, .objective: break
        }
        return try await engine.read { db in try claimsElsewhere(about: [subject], kinds: nil, standings: standings, standing: .now, db) }
    }

    func add(_ claims: [Claim], decisions: [ExpectedDecision]) async throws(StoreError) {
        try await engine.write { db in try add(claims, decisions: decisions, db) }
    }

    /// The same in the transaction of another change.
    func add(_ claims: [Claim], decisions: [ExpectedDecision], _ db: Database) throws {
        // Somebody may have been erased while this was written.
        for case .person(let person) in claims.map(\.subject) where try isErased(person, db) { throw StoreError.erased("This person") }
        try checkNamed(in: claims, db)
        for claim in claims where claim.kind == Person.reportsToKind { try checkReporting(claim, decisions, db) }
        var byMeeting: [Identifier<Meeting>: [Claim]] = [:]
        var others: [Claim] = []
        for claim in claims {
            switch claim.subject {
            case .meeting(let meeting), .participant(_, let meeting): byMeeting[meeting, default: []].append(claim)
            case .person, .organization, .interaction, .objective: others.append(claim)
            }
        }
        for (meeting, claims) in byMeeting.sorted(by: { $0.key < $1.key }) {
            var change = MeetingChange()
            change.claims = claims
            try carryOut(change, cast: nil, on: meeting, db)
        }
        try insert(others, into: nil, db)
        try note(others.map { EventNote(.claimAdded, $0.id.uuid) }, db)
        var touched = others.map(\.subject)
        for decision in decisions {
            if let meeting = try place(of: decision.decision.claim, db).id {
                var change = MeetingChange()
                change.decisions = [decision]
                try carryOut(change, cast: nil, on: meeting, db)
            } else {
                try record(decision.decision, expecting: decision.expecting, in: Self.elsewhere, db)
                try note([EventNote(.claimDecided, decision.decision.claim.uuid)], db)
                touched.append(try currentClaim(decision.decision.claim, db).claim.subject)
            }
        }
        try touchObjectives(touched, db)
        try touchWorkspace(db)
    }

    /// Refuses claims about an objective that name somebody who was erased meanwhile.
    func checkNamed(in claims: [Claim], _ db: Database) throws {
        for claim in claims {
            guard case .objective = claim.subject else { continue }
            for text in [claim.object].compactMap({ $0 }) + claim.payload.values {
                if let person = Identifier<Person>(text), try isErased(person, db) { throw StoreError.erased("This person") }
            }
        }
    }

    func setConfidential(_ claim: Identifier<Claim>, to members: Set<Identifier<Member>>?, expecting seen: ContentTag?) async throws(StoreError) {
        try await engine.write { db in
            let (meeting, id) = try place(of: claim, db)
            try ContentTag.check(seen, is: ContentTag(ofIDs: try currentClaim(claim, db).claim.confidentialTo), "Who may know of this")
            try run("UPDATE claim SET confidential = ? WHERE workspace = ? AND meeting = ? AND id = ?", [
                members.map(Self.bytes), number, meeting, claim.uuid,
            ], db)
            // Readings and pages made before must not show it any more: the meeting becomes another version.
            guard let id else {
                try touchObjectives([currentClaim(claim, db).claim.subject], db)
                return try touchWorkspace(db)
            }
            try carryOut(MeetingChange(), cast: nil, on: id, db)
            // Whoever filters by a kind of finding must not learn of it either.
            try refreshFindings(of: try target(id, db), db)
        }
    }

    /// Refuses a “reports to” that would lead back to the person: A to B to A.
    func checkReporting(_ claim: Claim, _ decisions: [ExpectedDecision], _ db: Database) throws {
        guard case .person(let person) = claim.subject, let above = claim.object.flatMap({ Identifier<Person>($0) }) else {
            throw StoreError.refused("“Reports to” names a person of this workspace. Choose one.", at: "/person")
        }
        guard try !isErased(above, db) else { throw StoreError.erased("This person") }
        let ended = Set(decisions.filter { !$0.decision.standing.isLive }.map(\.decision.claim))
        var seen: Set<Identifier<Person>> = [person]
        var next: [Identifier<Person>] = [above]
        while let current = next.popLast() {
            guard current != person else {
                throw StoreError.refused("This would close a circle: somebody would report to themselves. Correct the other “reports to” first.", at: "/person")
            }
            guard seen.insert(current).inserted else { continue }
            next += try claims(
                of: nil, Self.elsewhere,
                where: "workspace = ? AND meeting = 0 AND subject = ? AND kind = ? AND standing = 'confirmed'",
                [number, current.uuid, Person.reportsToKind], evidence: .now, db
            ).filter { !ended.contains($0.id) }.compactMap { $0.object.flatMap { Identifier<Person>($0) } }
        }
    }

    static func bytes(_ members: Set<Identifier<Member>>) -> Data {
        members.sorted().reduce(into: Data()) { data, member in withUnsafeBytes(of: member.uuid.uuid) { data.append(contentsOf: $0) } }
    }

    static func members(_ bytes: Data) -> Set<Identifier<Member>> {
        let all = [UInt8](bytes)
        return Set(stride(from: 0, to: all.count - all.count % 16, by: 16).map { start in
            Identifier(NSUUID(uuidBytes: Array(all[start..<start + 16])) as UUID)
        })
    }
}

extension Claim.Subject {
    /// How a subject that is no meeting stands in the tables; nil for meetings and their participants.
    var elsewhere: (kind: String, id: UUID)? {
        switch self {
        case .meeting, .participant: nil
        case .person(let id): ("person", id.uuid)
        case .organization(let id): ("organization", id.uuid)
        case .interaction(let id): ("interaction", id.uuid)
        case .objective(let id): ("objective", id.uuid)
        }
    }

    init?(elsewhere kind: String, _ id: UUID) {
        switch kind {
        case "person": self = .person(Identifier(id))
        case "organization": self = .organization(Identifier(id))
        case "interaction": self = .interaction(Identifier(id))
        case "objective": self = .objective(Identifier(id))
        default: return nil
        }
    }
}
