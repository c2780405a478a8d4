public import Covalence
public import Foundation

/// What `covalence doctor` asks a store.
public protocol StoreExamination: RecordStore {
    /// Which database it is, and how it is set.
    func engineFacts() async throws(StoreError) -> EngineFacts

    /// Reads everything: pages, indexes, references.
    ///
    /// - Returns: what was found, as a sentence.
    /// - Throws: `StoreError.corrupt` naming the first faults.
    func check() async throws(StoreError) -> String

    /// Every file that a row of any workspace names.
    func namedFiles() async throws(StoreError) -> [NamedFile]

    /// Other nodes that are connected to the database now, each with the mark that it left in the folder of files which this one sees.
    ///
    /// - Returns: nil where records are in a folder: whoever sees them sees its files.
    func otherNodes() async throws(StoreError) -> [OtherNode]?

    /// Leaves this node's mark in the folder of files, by which the others see that it has the same one. Does nothing where there is one node only.
    func leaveMark(at time: Timestamp) throws(StoreError)
}

/// Another node on the same database.
public struct OtherNode: Hashable, Sendable {
    /// As its own folder has it, in the file `node`.
    public var id: UUID
    /// When it left its mark where this node sees it; nil where there is none.
    public var markedAt: Timestamp?
}

/// A database as it runs.
public struct EngineFacts: Sendable {
    /// One setting that matters for what is kept.
    public struct Setting: Sendable {
        public var name: String
        public var value: String
        /// What it should be, for people.
        public var wanted: String
        public var isGood: Bool
        public var advice: String

        init(_ name: String, _ value: String, wanted: String, isGood: Bool, advice: String) {
            self.name = name
            self.value = value
            self.wanted = wanted
            self.isGood = isGood
            self.advice = advice
        }
    }

    /// `SQLite` or `PostgreSQL`.
    public var engine: String
    public var version: String
    /// How its tables stand to what this program knows.
    public var level: SchemaLevel
    public var settings: [Setting]
    /// What the database takes for now, where it has a clock of its own.
    public var clock: Timestamp?
    /// How many erasures have left something in files, pages or the log that is still to be cleared.
    public var unfinishedErasures: Int
    /// How long a small question took.
    public var answerMicroseconds: Int
}

/// A file that a row names.
public struct NamedFile: Sendable, Hashable {
    public var hash: ContentHash
    public var bytes: Int
    /// Whether its bytes have to be there. Those of an upload that was refused, discarded or whose rows were brought in are let go; its row stays.
    public var isNeeded: Bool
}
