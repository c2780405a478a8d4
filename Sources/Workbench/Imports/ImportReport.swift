public import Formats
import Foundation
public import Store

/// What is known of an import beside its counts: how its file is written, what it leaves open, what is wrong with which row.
public struct ImportReport: Hashable, Sendable, Codable {
    /// How the file's bytes became text.
    public var encoding = ""
    /// What had to be assumed, a sentence each.
    public var notes: [String] = []
    /// What a person has to say before all rows can be read.
    public var questions: [ImportQuestion] = []
    /// What the last dry run counted; nil where the mapping was changed since, or none was made.
    public var trial: RecordImport.Counts?
    /// Accounts that rows only name and that are not in the record: they come in too.
    public var namedAccounts = 0
    /// Why it failed, in a sentence.
    public var failure: String?
    /// Problems of reading, the first 200, and how many there were.
    var reading: [RowProblem] = []
    var readingCount = 0
    /// Rows that reading left out, as far as they are counted.
    var readingLost = 0
    /// What does not go with the record, likewise.
    var fitting: [RowProblem] = []
    var fittingCount = 0
    /// Problems by kind and column, as far as reading found them.
    public var problemCounts: [ImportSummary.ProblemCount] = []
    /// Stages, owners and the like that occur.
    public var values: [ImportSummary.FieldValues] = []

    /// The most problems of each sort that are listed ‡.
    static let mostListed = 200

    /// Nothing yet.
    init() {}

    /// The problems that are listed, in the order of the file.
    public var problems: [RowProblem] { (reading + fitting).sorted { ($0.row, $0.column ?? "", $0.reason) < ($1.row, $1.column ?? "", $1.reason) } }
    /// How many there were, listed or not.
    public var problemCount: Int { readingCount + fittingCount }

    mutating func add(_ problem: RowProblem) {
        fittingCount += 1
        if fitting.count < Self.mostListed { fitting.append(problem) }
    }

    /// Takes over what reading found so far.
    mutating func take(_ summary: ImportSummary) {
        encoding = summary.encoding.rawValue
        notes = summary.notes
        reading = summary.problems
        readingCount = summary.problemCount
        problemCounts = summary.problemCounts
        values = summary.values
    }

    /// Forgets what reading and fitting found, before it is done again.
    mutating func beginAnew() {
        (reading, readingCount, readingLost, fitting, fittingCount) = ([], 0, 0, [], 0)
        (problemCounts, namedAccounts, trial, failure) = ([], 0, nil, nil)
    }

    init(stored text: String) {
        // What was written by a newer version is shown as nothing, and does not keep the import from being undone.
        self = (try? JSONDecoder().decode(Self.self, from: Data(text.utf8))) ?? ImportReport()
    }

    func stored() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}

/// What is kept with an uploaded table or address file, so that nobody takes it for a transcript.
struct RecordIntake: Codable, Hashable {
    var records = true

    static func isKept(_ details: String) -> Bool { details.contains("\"records\"") && (try? JSONDecoder().decode(Self.self, from: Data(details.utf8))) != nil }

    static let kept = #"{"records":true}"#
}
