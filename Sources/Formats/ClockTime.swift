/// Reads times such as `1:02:03.450`, `02:03,45` and `0:05`.
enum ClockTime {
    /// What stands at a position.
    enum Reading: Equatable {
        /// Milliseconds, and the position after the last byte of the time.
        case time(Int, end: Int)
        /// Shaped like a time and far too large to be one.
        case absurd(end: Int)
        /// Not a time.
        case none
    }

    /// Two or three groups of digits with colons between them, and a fraction after a dot or a comma.
    ///
    /// In the short form minutes may pass 59, as in `75:30`; otherwise minutes and seconds stay below 60.
    static func read(_ bytes: [UInt8], at start: Int, before limit: Int) -> Reading {
        var position = start
        var groups = (0, 0, 0)
        var count = 0
        var overflow = false
        while count < 3 {
            let first = position
            var value = 0
            while position < limit, bytes[position].isDigit {
                if value < 1_000_000_000 { value = value * 10 + Int(bytes[position] - 0x30) } else { overflow = true }
                position += 1
            }
            guard position > first else { return .none }
            groups = (groups.1, groups.2, value)
            count += 1
            guard count < 3, position + 1 < limit, bytes[position] == 0x3A, bytes[position + 1].isDigit else { break }
            position += 1
        }
        guard count >= 2 else { return .none }
        var milliseconds = 0
        if position + 1 < limit, bytes[position] == 0x2E || bytes[position] == 0x2C, bytes[position + 1].isDigit {
            position += 1
            var scale = 100
            while position < limit, bytes[position].isDigit {
                milliseconds += Int(bytes[position] - 0x30) * scale
                scale /= 10
                position += 1
            }
        }
        if overflow { return .absurd(end: position) }
        let (hours, minutes, seconds) = groups
        guard seconds < 60, count == 2 || minutes < 60 else { return .none }
        return .time(((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds, end: position)
    }

    /// `1:02:03.450` for messages and files: hours only as many as there are, two digits at least.
    static func text(_ milliseconds: Int) -> String {
        func pad(_ number: Int, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
        }
        let (hours, minutes) = (milliseconds / 3_600_000, milliseconds / 60_000 % 60)
        return "\(pad(hours, 2)):\(pad(minutes, 2)):\(pad(milliseconds / 1000 % 60, 2)).\(pad(milliseconds % 1000, 3))"
    }
}
