public import Covalence

/// An import of records: a table of a CRM or a file of address cards, from its upload until it is taken back. Its id is that of the uploaded file.
public struct RecordImport: Hashable, Sendable, Identifiable {
    /// Where it stands.
    public enum State: String, Hashable, Sendable, CaseIterable {
        /// A person looks at what it would do.
        case open
        /// Its rows come in.
        case running
        /// All rows were dealt with.
        case done
        /// Not a row comes in any more; the report says why. What came in until then is there.
        case failed
        /// What it did is being taken back.
        case undoing
        /// What can go back went back.
        case undone
    }

    /// How many rows became what.
    public struct Counts: Hashable, Sendable, Codable {
        public var added = 0
        public var updated = 0
        /// They say what they said before.
        public var unchanged = 0
        /// They were left out.
        public var refused = 0

        /// No row yet.
        public init(added: Int = 0, updated: Int = 0, unchanged: Int = 0, refused: Int = 0) {
            self.added = added
            self.updated = updated
            self.unchanged = unchanged
            self.refused = refused
        }

        /// All rows.
        public var total: Int { added + updated + unchanged + refused }
    }

    /// What undoing it did, in records and not in rows: a row may make an account beside an objective.
    public struct Undone: Hashable, Sendable, Codable {
        /// Made by the import, and gone.
        public var removed = 0
        /// Changed by the import, and as before.
        public var restored = 0
        /// Used or changed since, or not kept as it was before: it stays.
        public var kept = 0

        /// Nothing yet.
        public init(removed: Int = 0, restored: Int = 0, kept: Int = 0) {
            self.removed = removed
            self.restored = restored
            self.kept = kept
        }
    }

    public var id: Identifier<IntakeItem>
    /// The file's name.
    public var name: String
    /// What its rows are, as the formats name it.
    public var kind: String
    /// The program it comes from, as the formats name it.
    public var source: String
    public var state: State
    /// What its columns mean, as JSON; the store does not read it.
    public var mapping: String
    /// Questions, notes and problems, as JSON; the store does not read it.
    public var report: String
    /// Rows of the file.
    public var rowCount: Int
    /// Rows that were dealt with.
    public var place: Int
    public var counts: Counts
    public var undone: Undone
    public var madeBy: Identifier<Member>?
    public var madeByName: String
    public var madeAt: Timestamp
    /// When its last row came in, failed or was taken back.
    public var endedAt: Timestamp?
    public var version: Int

    /// An import that begins.
    public init(
        id: Identifier<IntakeItem>, name: String, kind: String, source: String, mapping: String, report: String, rowCount: Int,
        madeBy: Identifier<Member>?, madeByName: String, madeAt: Timestamp
    ) {
        self.id = id
        self.name = name
        self.kind = kind
        self.source = source
        state = .open
        self.mapping = mapping
        self.report = report
        self.rowCount = rowCount
        place = 0
        counts = Counts()
        undone = Undone()
        self.madeBy = madeBy
        self.madeByName = madeByName
        self.madeAt = madeAt
        version = 1
    }
}
