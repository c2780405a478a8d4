public import Foundation

/// Reads transcript files of every format that `TranscriptFormat` lists.
///
/// ```swift
/// let parsed = try TranscriptReader().read(data, fileName: "call.vtt")
/// print(parsed.format.name, parsed.speakers, parsed.utterances.count)
/// ```
public struct TranscriptReader: Sendable {
    /// How much is taken before a file is refused.
    public var limits: TranscriptLimits

    /// A reader with these limits.
    public init(limits: TranscriptLimits = TranscriptLimits()) {
        self.limits = limits
    }

    /// Reads a file that is in memory. `fileName` is for messages only.
    public func read(_ data: Data, fileName: String?) throws(TranscriptFileError) -> ParsedTranscript {
        try checkSize(data.count, fileName)
        return try read([UInt8](data), fileName: fileName)
    }

    /// Reads a file on disk. One that is larger than the limit is refused before its content is read.
    public func read(contentsOf url: URL) throws(TranscriptFileError) -> ParsedTranscript {
        let name = url.lastPathComponent
        let content: Data
        do {
            let handle = try FileHandle(forReadingFrom: url)
            defer { try? handle.close() }
            if let size = try FileManager.default.attributesOfItem(atPath: url.path)[.size] as? Int { try checkSize(size, name) }
            // One byte more than allowed, for what has no size of its own (a pipe, a device).
            content = try handle.read(upToCount: limits.maxBytes + 1) ?? Data()
        } catch let refusal as TranscriptFileError {
            throw refusal
        } catch {
            throw TranscriptFileError(
                kind: .unreadable, file: name, reason: "The file cannot be read: \(error.localizedDescription)",
                advice: "Check the path and whether you may read it."
            )
        }
        return try read(content, fileName: name)
    }

    /// Reads bytes. `fileName` is for messages only.
    public func read(_ bytes: [UInt8], fileName: String?) throws(TranscriptFileError) -> ParsedTranscript {
        try checkSize(bytes.count, fileName)
        var builder = TranscriptBuilder(limits: limits, file: shownName(fileName))
        if let kind = BinaryKind(bytes) { throw kind.error(builder.file) }
        let decoding = TextDecoding(bytes)
        try BinaryKind.checkIsText(decoding.bytes, builder.file)
        switch FormatRecognition.recognise(decoding.bytes) {
        case .webVTT: return try CueReader.read(decoding, isWebVTT: true, builder: &builder)
        case .srt: return try CueReader.read(decoding, isWebVTT: false, builder: &builder)
        case .json: return try JSONTranscripts.read(decoding, builder: &builder)
        case .jsonLines: return try CovalenceJSONL.read(decoding, builder: &builder)
        case .text: return try LabelledText.read(decoding, builder: &builder)
        }
    }

    private func checkSize(_ count: Int, _ fileName: String?) throws(TranscriptFileError) {
        guard count > limits.maxBytes else { return }
        throw TranscriptFileError(
            kind: .tooLarge, file: shownName(fileName),
            reason: "The file has \(count) bytes, and at most \(limits.maxBytes) are taken.",
            advice: "A transcript of a whole day stays under 5 MB. Check whether this is a transcript, or raise the limit."
        )
    }

    private func shownName(_ fileName: String?) -> String? { fileName.flatMap { TextCleaning.label($0.utf8, limit: 120) } }
}
