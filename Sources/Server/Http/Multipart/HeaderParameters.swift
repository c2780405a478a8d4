/// The parameters behind a header's value: `form-data; name="file"; filename="a b.vtt"`.
struct HeaderParameters {
    private let parameters: [(name: String, value: String)]

    /// Reads `name=value` and `name="value"`; in quotes, a backslash keeps only a following quote or backslash from its meaning, because
    /// browsers write file names with plain backslashes.
    init(_ header: String) {
        var found: [(String, String)] = []
        let bytes = Array(header.utf8)
        var index = bytes.firstIndex(of: 59) ?? bytes.count
        while index < bytes.count {
            index += 1
            while index < bytes.count, bytes[index] == 32 || bytes[index] == 9 { index += 1 }
            let nameStart = index
            while index < bytes.count, bytes[index] != 61, bytes[index] != 59 { index += 1 }
            guard index < bytes.count, bytes[index] == 61 else { continue }
            let name = String(decoding: bytes[nameStart..<index], as: UTF8.self).lowercased()
            index += 1
            var value: [UInt8] = []
            if index < bytes.count, bytes[index] == 34 {
                index += 1
                while index < bytes.count, bytes[index] != 34 {
                    if bytes[index] == 92, index + 1 < bytes.count, bytes[index + 1] == 34 || bytes[index + 1] == 92 { index += 1 }
                    value.append(bytes[index])
                    index += 1
                }
                while index < bytes.count, bytes[index] != 59 { index += 1 }
            } else {
                while index < bytes.count, bytes[index] != 59 { value.append(bytes[index]); index += 1 }
                while value.last == 32 || value.last == 9 { value.removeLast() }
            }
            found.append((name, String(decoding: value, as: UTF8.self)))
        }
        parameters = found
    }

    /// The first parameter of that name, in lower case.
    func value(of name: String) -> String? {
        parameters.first { $0.name == name }?.value
    }
}
