/// The payload of a claim as it stands in its column: an object of texts, which we write with nothing between its parts.
enum PayloadText {
    /// Reads one in which nothing is escaped, which most are: a sheet of thousands of claims would else take most of its time to read JSON.
    ///
    /// - Returns: nil for any other text, for a reader of all JSON.
    static func plain(_ text: String) -> [String: String]? {
        var text = text
        return text.withUTF8 { bytes in
            guard bytes.count >= 2, bytes.first == UInt8(ascii: "{"), bytes.last == UInt8(ascii: "}") else { return nil }
            var found: [String: String] = [:]
            var place = 1
            let end = bytes.count - 1
            /// What stands between the next two quotation marks.
            func next() -> String? {
                guard place < end, bytes[place] == UInt8(ascii: "\"") else { return nil }
                let start = place + 1
                place = start
                while place < end, bytes[place] != UInt8(ascii: "\"") {
                    guard bytes[place] != UInt8(ascii: "\\"), bytes[place] >= 0x20 else { return nil }
                    place += 1
                }
                guard place < end else { return nil }
                defer { place += 1 }
                return String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<place]), as: UTF8.self)
            }
            while place < end {
                if !found.isEmpty {
                    guard bytes[place] == UInt8(ascii: ",") else { return nil }
                    place += 1
                }
                guard let key = next(), place < end, bytes[place] == UInt8(ascii: ":") else { return nil }
                place += 1
                guard let value = next() else { return nil }
                // Twice the same key: whatever the reader of all JSON makes of it.
                guard found.updateValue(value, forKey: key) == nil else { return nil }
            }
            return found
        }
    }
}
