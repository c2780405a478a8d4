extension Schema {
    /// Claims need no meeting any more: 0 stands for “about something else”, and then `subject_kind` and `subject` say about what.
    /// `confidential` holds the ids of the members who may know of it, one after the other.
    static let claimsAboutAnything = """
        CREATE TABLE claim_new (
            workspace INTEGER NOT NULL,
            meeting INTEGER NOT NULL,
            id BLOB NOT NULL CHECK (length(id) = 16),
            kind TEXT NOT NULL,
            kind_version INTEGER NOT NULL,
            participant BLOB,
            object TEXT,
            value TEXT,
            payload TEXT,
            author_kind TEXT NOT NULL,
            author_name TEXT NOT NULL,
            confidence REAL,
            observed_at INTEGER,
            recorded_at INTEGER NOT NULL,
            recorded_standing TEXT NOT NULL,
            standing TEXT NOT NULL,
            supersedes BLOB,
            subject_kind TEXT,
            subject BLOB,
            confidential BLOB,
            PRIMARY KEY (workspace, meeting, id),
            UNIQUE (workspace, id),
            CHECK ((meeting = 0) = (subject IS NOT NULL))
        ) STRICT, WITHOUT ROWID;
        INSERT INTO claim_new (workspace, meeting, id, kind, kind_version, participant, object, value, payload, author_kind,
            author_name, confidence, observed_at, recorded_at, recorded_standing, standing, supersedes)
        SELECT workspace, meeting, id, kind, kind_version, participant, object, value, payload, author_kind,
            author_name, confidence, observed_at, recorded_at, recorded_standing, standing, supersedes FROM claim;
        DROP TABLE claim;
        ALTER TABLE claim_new RENAME TO claim;
        CREATE INDEX claim_by_subject ON claim (workspace, subject, kind) WHERE subject IS NOT NULL;

        CREATE TABLE evidence_new (
            workspace INTEGER NOT NULL,
            meeting INTEGER NOT NULL,
            claim BLOB NOT NULL,
            ordinal INTEGER NOT NULL,
            place TEXT NOT NULL,
            basis TEXT NOT NULL,
            target BLOB NOT NULL,
            lower INTEGER,
            upper INTEGER,
            words_changed INTEGER,
            now_target BLOB,
            now_lower INTEGER,
            now_upper INTEGER,
            now_words_changed INTEGER,
            PRIMARY KEY (workspace, meeting, claim, ordinal)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO evidence_new SELECT * FROM evidence;
        DROP TABLE evidence;
        ALTER TABLE evidence_new RENAME TO evidence;

        CREATE TABLE decision_new (
            workspace INTEGER NOT NULL,
            meeting INTEGER NOT NULL,
            claim BLOB NOT NULL,
            ordinal INTEGER NOT NULL,
            standing TEXT NOT NULL,
            author_kind TEXT NOT NULL,
            author_name TEXT NOT NULL,
            at INTEGER NOT NULL,
            reason TEXT,
            PRIMARY KEY (workspace, meeting, claim, ordinal)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO decision_new SELECT * FROM decision;
        DROP TABLE decision;
        ALTER TABLE decision_new RENAME TO decision;
        """

    /// Where a claim stands is told by the index by which SQLite finds it, so that what was rejected is passed over without looking at it. PostgreSQL
    /// looks at the rows in any case.
    static func indexStandings(_ db: Database) throws {
        guard db.dialect == .sqlite else { return }
        try db.execute(sql: """
            DROP INDEX claim_by_subject;
            CREATE INDEX claim_by_subject ON claim (workspace, subject, kind, standing) WHERE subject IS NOT NULL;
            """)
    }

    /// Which member stated a claim or decided on one. Rows of before have none, and neither have those that the version before writes beside this one: a
    /// name tells nobody apart, since members can take any, so none is filled in from it.
    static let membersBehindClaims = """
        ALTER TABLE claim ADD COLUMN stated_by BLOB;
        ALTER TABLE decision ADD COLUMN decided_by BLOB;
        """
}
