/// Who speaks around a unit, and where the unit's speaker and another one are heard next to it.
struct Neighbours {
    /// How far to look for the nearest unit of the same and of another speaker.
    static let reach = 6

    /// 0 nobody, 1 the same speaker, 2 another one, 3 not known.
    var previousRelation: UInt64
    var nextRelation: UInt64
    var relationBeforePrevious: UInt64
    var relationAfterNext: UInt64
    /// Indices of units, -1 for none within reach.
    var previousSame = -1
    var nextSame = -1
    var nextOther = -1

    @inline(__always)
    static func relation(_ units: UnsafeBufferPointer<TaggingUnit>, _ a: Int, _ b: Int) -> UInt64 {
        guard a >= 0, b < units.count else { return 0 }
        let (one, other) = (units[a].speaker, units[b].speaker)
        return one < 0 || other < 0 ? 3 : one == other ? 1 : 2
    }

    @inline(__always)
    init(_ units: UnsafeBufferPointer<TaggingUnit>, of i: Int) {
        previousRelation = Self.relation(units, i - 1, i)
        nextRelation = Self.relation(units, i, i + 1)
        relationBeforePrevious = i > 0 ? Self.relation(units, i - 2, i - 1) : 0
        relationAfterNext = i + 1 < units.count ? Self.relation(units, i + 1, i + 2) : 0
        let speaker = units[i].speaker
        guard speaker >= 0 else { return }
        var j = i - 1
        let first = max(0, i - Self.reach)
        while j >= first {
            if units[j].speaker == speaker {
                previousSame = j
                break
            }
            j -= 1
        }
        let last = min(units.count - 1, i + Self.reach)
        j = i + 1
        while j <= last && (nextSame < 0 || nextOther < 0) {
            let other = units[j].speaker
            if other == speaker {
                if nextSame < 0 { nextSame = j }
            } else if other >= 0, nextOther < 0 {
                nextOther = j
            }
            j += 1
        }
    }
}
