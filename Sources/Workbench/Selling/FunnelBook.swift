import Covalence
import Store
import StrategicSelling

/// What is kept of all objectives, as one node read it last: after a change only what that touched is read again.
///
/// It is made from all that is not confidential, and holds what is out of a reader’s sight: who reads takes from it what is in sight.
struct FunnelBook: Sendable {
    /// By which rules, numbers and time zone.
    let madeBy: String
    /// The workspace’s version; lines are of this one or a later one.
    private(set) var version: Int
    /// By id.
    private(set) var lines: [FunnelLine] = []
    /// Objectives of which nothing is kept that holds: it went, or was made by other rules, or is due. None of them has a line.
    private(set) var lacking: Set<Identifier<SalesObjective>> = []
    /// What is kept of objectives of which not everybody sees and knows the same.
    private(set) var special: [Identifier<SalesObjective>: FunnelRow.Kept] = [:]
    /// When the clock alone can change a line; nil: never.
    private(set) var due: Timestamp?

    /// An empty one.
    init(madeBy: String, version: Int) {
        self.madeBy = madeBy
        self.version = version
    }

    /// How many objectives it knows of.
    var count: Int { lines.count + lacking.count }

    /// Those whose time has come.
    func dueObjectives(at now: Timestamp) -> [Identifier<SalesObjective>] {
        guard let due, due <= now else { return [] }
        return lines.compactMap { line in line.entry.nextChange.flatMap { $0 <= now ? line.id : nil } }
    }

    /// An objective of which something is kept.
    struct Found: Sendable {
        var kept: FunnelRow.Kept
        var line: FunnelLine
    }

    /// Takes over what was found of some objectives, as of a version.
    ///
    /// - Parameter missing: those of which nothing was found.
    mutating func take(_ found: [Found], missing: Set<Identifier<SalesObjective>>, at version: Int) {
        self.version = max(version, self.version)
        guard !found.isEmpty || !missing.isEmpty else { return }
        var added: [FunnelLine] = []
        for found in found {
            let id = found.line.id
            if let place = lines.place(of: id) { lines[place] = found.line } else { added.append(found.line) }
            special[id] = found.kept.isPlain && found.kept.confidentialTo.isEmpty ? nil : found.kept
            lacking.remove(id)
        }
        let gone = missing.filter { lines.place(of: $0) != nil }
        if !gone.isEmpty { lines.removeAll { gone.contains($0.id) } }
        for id in missing { special[id] = nil }
        lacking.formUnion(missing)
        if !added.isEmpty { lines = Self.merging(added.sorted { $0.id < $1.id }, into: lines) }
        due = nil
        for line in lines {
            if let next = line.entry.nextChange, due.map({ next < $0 }) ?? true { due = next }
        }
    }

    /// Lines of some objectives only, in order.
    ///
    /// - Parameters:
    ///   - objectives: by id.
    ///   - others: lines in the place of those with their ids, by id.
    func lines(of objectives: [Identifier<SalesObjective>], with others: [Identifier<SalesObjective>: FunnelLine]) -> [FunnelLine] {
        var chosen: [FunnelLine] = [], next = lines.startIndex
        chosen.reserveCapacity(objectives.count)
        for id in objectives {
            while next < lines.endIndex, lines[next].id < id { next += 1 }
            if let other = others[id] {
                chosen.append(other)
            } else if next < lines.endIndex, lines[next].id == id {
                chosen.append(lines[next])
            }
        }
        return chosen
    }

    /// Both in the order of their ids; no id is in both.
    private static func merging(_ new: [FunnelLine], into former: [FunnelLine]) -> [FunnelLine] {
        guard !former.isEmpty else { return new }
        var all: [FunnelLine] = [], next = new.startIndex
        all.reserveCapacity(former.count + new.count)
        for line in former {
            while next < new.endIndex, new[next].id < line.id {
                all.append(new[next])
                next += 1
            }
            all.append(line)
        }
        return all + new[next...]
    }
}

extension [FunnelLine] {
    /// Where the line of an objective is among lines by id; nil where it is not.
    func place(of id: Identifier<SalesObjective>) -> Int? {
        var low = startIndex, high = endIndex
        while low < high {
            let middle = low + (high - low) / 2
            if self[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return low < endIndex && self[low].id == id ? low : nil
    }
}

/// The lines of a reader.
struct FunnelLines: Sendable {
    /// By id.
    var lines: [FunnelLine]
    /// How many objectives in sight have none yet: a job is at it.
    var beingMade = 0
}
