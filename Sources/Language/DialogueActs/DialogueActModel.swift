import Foundation

/// The weights of the tagger: one set for conversations with punctuation, one for those without.
///
/// The file, little-endian throughout: the eight bytes `CVDACT\r\n`; format, length of the body and its CRC-32 (three
/// UInt32); then the body: the set for text without punctuation and the set for text with it. A set is
/// buckets, classes, inputs, hidden units, common words (UInt32), three scales, the biases of stage 1, of the hidden layer and of
/// the outputs (Float32), the two layers of stage 2 (Int16, input-major, times their scale), four tags for each bucket
/// (UInt16), for each tag one weight a class (Int8, times the first scale), the hashes of the common words (UInt64). A feature's bucket is the upper half of its hash times the number
/// of buckets, shifted by 32; its tag the low 16 bits (1 where they are 0).
struct DialogueActModel: Sendable {
    static let magic: [UInt8] = Array("CVDACT\r\n".utf8)
    static let format = 2
    /// Classes of stage 1, and outputs of stage 2: S, five types of question, B, D, F.
    static let classes = 16
    static let outputs = 9

    struct Weights: Sendable {
        var scale: Float
        var bias: SIMD16<Float>
        /// Four 16-bit tags for each bucket.
        var tags: ContiguousArray<UInt64>
        /// One row for each tag.
        var rows: ContiguousArray<SIMD16<Int8>>
        /// `inputs` rows of `hidden / 16` vectors.
        var first: ContiguousArray<SIMD16<Float>>
        var firstBias: ContiguousArray<SIMD16<Float>>
        /// One vector for each hidden unit, the first nine lanes used.
        var second: ContiguousArray<SIMD16<Float>>
        var secondBias: SIMD16<Float>
        var common: WordSet
    }

    let withoutPunctuation: Weights
    let withPunctuation: Weights

    /// Reads the weights from a file. Throws ``ModelFileError``.
    init(contentsOf url: URL) throws(ModelFileError) {
        let data: Data
        do {
            data = try Data(contentsOf: url)
        } catch {
            throw .unreadable(path: url.path, reason: error.localizedDescription)
        }
        try self.init(bytes: [UInt8](data), path: url.path)
    }

    /// Reads the weights from bytes; `path` names them in errors.
    init(bytes: [UInt8], path: String) throws(ModelFileError) {
        var reader = Reader(bytes: bytes, path: path)
        guard bytes.starts(with: Self.magic) else { throw .foreign(path: path) }
        reader.position = Self.magic.count
        let format = Int(try reader.word())
        guard format == Self.format else { throw .version(path: path, found: format, expected: Self.format) }
        let length = Int(try reader.word())
        let checksum = try reader.word()
        guard bytes.count - reader.position == length else {
            throw .damaged(path: path, reason: "\(bytes.count - reader.position) bytes follow the head, which promises \(length)")
        }
        guard Checksum.crc32(bytes[reader.position...]) == checksum else {
            throw .damaged(path: path, reason: "the checksum does not fit")
        }
        withoutPunctuation = try reader.weights()
        withPunctuation = try reader.weights()
        guard reader.position == bytes.count else { throw .damaged(path: path, reason: "bytes are left over at the end") }
    }
}

/// Takes numbers off the front of a file's bytes.
private struct Reader {
    let bytes: [UInt8]
    let path: String
    var position = 0

    mutating func take(_ count: Int) throws(ModelFileError) -> ArraySlice<UInt8> {
        guard count >= 0, bytes.count - position >= count else { throw .damaged(path: path, reason: "it ends early") }
        defer { position += count }
        return bytes[position..<position + count]
    }

    mutating func word() throws(ModelFileError) -> UInt32 {
        try take(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    mutating func float() throws(ModelFileError) -> Float {
        let value = Float(bitPattern: try word())
        guard value.isFinite else { throw .damaged(path: path, reason: "a weight is not a number") }
        return value
    }

    mutating func floats(_ count: Int) throws(ModelFileError) -> [Float] {
        var found: [Float] = []
        for _ in 0..<count { found.append(try float()) }
        return found
    }

    mutating func shorts(_ count: Int, scale: Float) throws(ModelFileError) -> [Float] {
        let raw = try take(count * 2)
        return (0..<count).map { i in
            let low = UInt16(raw[raw.startIndex + 2 * i])
            let high = UInt16(raw[raw.startIndex + 2 * i + 1])
            return Float(Int16(bitPattern: high << 8 | low)) * scale
        }
    }

    mutating func weights() throws(ModelFileError) -> DialogueActModel.Weights {
        let buckets = Int(try word())
        let classes = Int(try word())
        let inputs = Int(try word())
        let hidden = Int(try word())
        let common = Int(try word())
        guard classes == DialogueActModel.classes, inputs == ContextNetwork.inputs, hidden > 0, hidden <= ContextNetwork.mostHidden,
            hidden % 16 == 0, buckets > 0, buckets <= 1 << 20, common <= WordSet.most
        else {
            throw .damaged(path: path, reason: "its sizes (\(buckets), \(classes), \(inputs), \(hidden)) are not those this program reads")
        }
        let scale = try float()
        let firstScale = try float()
        let secondScale = try float()
        let bias = try floats(classes)
        let firstBias = try floats(hidden)
        let secondBias = try floats(DialogueActModel.outputs)
        let first = try shorts(inputs * hidden, scale: firstScale)
        let second = try shorts(hidden * DialogueActModel.outputs, scale: secondScale)
        let tagBytes = try take(buckets * 8)
        let rowBytes = try take(buckets * 4 * classes)
        var words: [UInt64] = []
        for _ in 0..<common {
            let low = try word()
            words.append(UInt64(try word()) << 32 | UInt64(low))
        }
        func vectors(_ values: [Float], width: Int) -> ContiguousArray<SIMD16<Float>> {
            var found = ContiguousArray<SIMD16<Float>>()
            for start in stride(from: 0, to: values.count, by: width) {
                var vector = SIMD16<Float>.zero
                for lane in 0..<width { vector[lane] = values[start + lane] }
                found.append(vector)
            }
            return found
        }
        var tags = ContiguousArray<UInt64>()
        tags.reserveCapacity(buckets)
        var rows = ContiguousArray<SIMD16<Int8>>()
        rows.reserveCapacity(buckets * 4)
        tagBytes.withUnsafeBytes { raw in
            for bucket in 0..<buckets {
                tags.append(UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: bucket * 8, as: UInt64.self)))
            }
        }
        rowBytes.withUnsafeBytes { raw in
            for row in 0..<buckets * 4 { rows.append(raw.loadUnaligned(fromByteOffset: row * 16, as: SIMD16<Int8>.self)) }
        }
        return DialogueActModel.Weights(
            scale: scale, bias: vectors(bias, width: 16)[0], tags: tags, rows: rows,
            first: vectors(first, width: 16), firstBias: vectors(firstBias, width: 16),
            second: vectors(second, width: DialogueActModel.outputs),
            secondBias: vectors(secondBias, width: DialogueActModel.outputs)[0],
            common: WordSet(words))
    }
}
