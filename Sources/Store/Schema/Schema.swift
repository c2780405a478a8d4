
/// The tables, as migrations that are never changed once released. docs/store.md explains them. They are written for SQLite; a
/// store on PostgreSQL begins with `Schema.onPostgres`, which has what the first ones made, and goes on from there.
enum Schema {
    /// “Cvlc”: marks the file as ours.
    static let applicationID: Int32 = 0x4376_6C63

    static let migrations = [
        Migration("1: record, ledger, intake") { db in
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
            try db.execute(sql: record)
            try db.execute(sql: ledger)
            try db.execute(sql: aside)
        },
        Migration("2: directory and interactions") { db in
            try db.execute(sql: directory)
            for workspace in try Int64.fetchAll(db, sql: "SELECT number FROM workspace") {
                try WordIndex(.wrote, of: workspace).create(db)
            }
            try noteConsents(db)
        },
        Migration("3: members", tables: members),
        Migration("4: privacy", tables: privacy),
        Migration("5: claims about anything", oldestForm: "5: claims about anything", tables: claimsAboutAnything),
        // There are no 6 to 9: they were given to steps that came after this one.
        Migration("10: functions as they are searched") { db in try keepFunctionKeys(db) },
        Migration("11: jobs") { db in
            try db.execute(sql: db.dialect.tables(jobs))
            try queueWhatWasBrokenOff(db)
        },
        Migration("12: events and webhooks", tables: events),
        Migration("13: API", tables: api),
        Migration("14: passages with their meaning", tables: passages),
        Migration("15: codebooks", tables: codebooks),
        Migration("16: topics", tables: topics),
        Migration("17: meaning marks", tables: meaning),
        Migration("18: sales objectives", tables: selling),
        Migration("19: imports of records", tables: imports),
        Migration("20: kept funnel entries", tables: funnel),
        Migration("21: forecasts and the ideal customer profile", tables: forecasts),
        Migration("22: what was read for sales", tables: sellingReadings),
        Migration("25: kept funnel entries by when they were made and are due", tables: funnelIndices),
        Migration("26: participants by the beginning of what they are found by") { db in try ParticipantIndex.create(db) },
        Migration("27: claims by their subject and where they stand") { db in try indexStandings(db) },
        Migration("28: meetings that wait for an answer", tables: waitingMeetings),
        Migration("29: members behind statements and decisions", tables: membersBehindClaims),
    ]

    /// The migrations whose outcome a new store on PostgreSQL begins with.
    static let inBeginning: Set<String> = [
        "1: record, ledger, intake", "2: directory and interactions", "3: members", "4: privacy", "5: claims about anything",
        "10: functions as they are searched",
    ]

    private static let record = """
        CREATE TABLE workspace (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
            name TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            settings TEXT NOT NULL,
            version INTEGER NOT NULL DEFAULT 0
        ) STRICT;

        CREATE TABLE file (
            workspace INTEGER NOT NULL REFERENCES workspace,
            sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
            bytes INTEGER NOT NULL,
            media_type TEXT NOT NULL,
            name TEXT NOT NULL,
            received_at INTEGER NOT NULL,
            PRIMARY KEY (workspace, sha256)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX file_by_hash ON file (sha256);

        CREATE TABLE meeting (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            workspace INTEGER NOT NULL REFERENCES workspace,
            id BLOB NOT NULL CHECK (length(id) = 16),
            title TEXT NOT NULL,
            title_key TEXT NOT NULL,
            started_at INTEGER,
            recorded_at INTEGER NOT NULL,
            is_fiction INTEGER NOT NULL,
            note TEXT,
            ordered_at INTEGER NOT NULL,
            search_key INTEGER NOT NULL,
            version INTEGER NOT NULL,
            transcript_version INTEGER NOT NULL,
            cast_version INTEGER NOT NULL,
            utterances INTEGER NOT NULL,
            words INTEGER NOT NULL,
            duration INTEGER,
            language TEXT,
            open_questions INTEGER NOT NULL,
            outcome TEXT,
            recording BLOB,
            UNIQUE (workspace, id)
        ) STRICT;
        CREATE INDEX meeting_newest ON meeting (workspace, ordered_at, id);
        CREATE UNIQUE INDEX meeting_search ON meeting (workspace, search_key);

        CREATE TABLE meeting_file (
            workspace INTEGER NOT NULL,
            meeting INTEGER NOT NULL REFERENCES meeting,
            role TEXT NOT NULL,
            ordinal INTEGER NOT NULL,
            sha256 BLOB NOT NULL,
            PRIMARY KEY (workspace, meeting, role, ordinal),
            FOREIGN KEY (workspace, sha256) REFERENCES file
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX meeting_file_by_hash ON meeting_file (workspace, sha256);

        CREATE TABLE transcript (
            workspace INTEGER NOT NULL,
            meeting INTEGER NOT NULL REFERENCES meeting,
            version INTEGER NOT NULL,
            id BLOB NOT NULL CHECK (length(id) = 16),
            corrects BLOB,
            language TEXT,
            utterances INTEGER NOT NULL,
            words INTEGER NOT NULL,
            duration INTEGER,
            positions BLOB NOT NULL,
            engine TEXT,
            author_kind TEXT NOT NULL,
            author_name TEXT NOT NULL,
            made_at INTEGER NOT NULL,
            PRIMARY KEY (workspace, meeting, version),
            UNIQUE (workspace, id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE label (
            workspace INTEGER NOT NULL,
            meeting INTEGER NOT NULL REFERENCES meeting,
            version INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            label TEXT NOT NULL,
            PRIMARY KEY (workspace, meeting, version, ordinal)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE utterance (
            workspace INTEGER NOT NULL,
            meeting INTEGER NOT NULL REFERENCES meeting,
            position INTEGER NOT NULL,
            version INTEGER NOT NULL,
            speaker INTEGER,
            start INTEGER,
            length INTEGER,
            text TEXT NOT NULL,
            act INTEGER,
            question INTEGER,
            confidence REAL,
            PRIMARY KEY (workspace, meeting, position, version)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE cast_version (
            workspace INTEGER NOT NULL,
            meeting INTEGER NOT NULL REFERENCES meeting,
            version INTEGER NOT NULL,
            content TEXT NOT NULL,
            author_kind TEXT NOT NULL,
            author_name TEXT NOT NULL,
            made_at INTEGER NOT NULL,
            restores INTEGER,
            PRIMARY KEY (workspace, meeting, version)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE cast_person (
            workspace INTEGER NOT NULL,
            meeting INTEGER NOT NULL REFERENCES meeting,
            ordinal INTEGER NOT NULL,
            id BLOB NOT NULL,
            name TEXT NOT NULL,
            name_key TEXT NOT NULL,
            side TEXT,
            organization TEXT,
            organization_key TEXT,
            function TEXT,
            PRIMARY KEY (workspace, meeting, ordinal)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE cast_label (
            workspace INTEGER NOT NULL,
            meeting INTEGER NOT NULL REFERENCES meeting,
            label TEXT NOT NULL,
            label_key TEXT NOT NULL,
            person INTEGER NOT NULL,
            remembered INTEGER NOT NULL,
            PRIMARY KEY (workspace, meeting, label)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX cast_label_remembered ON cast_label (workspace, label_key) WHERE remembered;

        CREATE TABLE cast_moved (
            workspace INTEGER NOT NULL,
            meeting INTEGER NOT NULL REFERENCES meeting,
            position INTEGER NOT NULL,
            person INTEGER NOT NULL,
            PRIMARY KEY (workspace, meeting, position)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE remembered_domain (
            workspace INTEGER NOT NULL,
            domain TEXT NOT NULL,
            meeting INTEGER NOT NULL REFERENCES meeting,
            organization TEXT,
            side TEXT,
            PRIMARY KEY (workspace, domain, meeting)
        ) STRICT, WITHOUT ROWID;
        """

    private static let ledger = """
        CREATE TABLE claim (
            workspace INTEGER NOT NULL,
            meeting INTEGER NOT NULL REFERENCES meeting,
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
            PRIMARY KEY (workspace, meeting, id),
            UNIQUE (workspace, id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE evidence (
            workspace INTEGER NOT NULL,
            meeting INTEGER NOT NULL REFERENCES meeting,
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

        CREATE TABLE decision (
            workspace INTEGER NOT NULL,
            meeting INTEGER NOT NULL REFERENCES meeting,
            claim BLOB NOT NULL,
            ordinal INTEGER NOT NULL,
            standing TEXT NOT NULL,
            author_kind TEXT NOT NULL,
            author_name TEXT NOT NULL,
            at INTEGER NOT NULL,
            reason TEXT,
            PRIMARY KEY (workspace, meeting, claim, ordinal)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE meeting_kind (
            workspace INTEGER NOT NULL,
            kind TEXT NOT NULL,
            meeting INTEGER NOT NULL REFERENCES meeting,
            live INTEGER NOT NULL,
            PRIMARY KEY (workspace, kind, meeting)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX meeting_kind_by_meeting ON meeting_kind (workspace, meeting);
        """

    private static let aside = """
        CREATE TABLE intake (
            workspace INTEGER NOT NULL,
            id BLOB NOT NULL CHECK (length(id) = 16),
            sha256 BLOB NOT NULL,
            name TEXT NOT NULL,
            media_type TEXT NOT NULL,
            received_at INTEGER NOT NULL,
            state TEXT NOT NULL,
            problems TEXT,
            reason TEXT,
            meeting INTEGER REFERENCES meeting,
            details TEXT NOT NULL,
            PRIMARY KEY (workspace, id),
            FOREIGN KEY (workspace, sha256) REFERENCES file
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX intake_by_state ON intake (workspace, state, received_at);
        CREATE INDEX intake_by_hash ON intake (workspace, sha256);

        CREATE TABLE cache (
            workspace INTEGER NOT NULL,
            meeting INTEGER NOT NULL REFERENCES meeting,
            key TEXT NOT NULL,
            engine TEXT NOT NULL,
            content BLOB NOT NULL,
            PRIMARY KEY (workspace, meeting, key, engine)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE erasure (
            workspace INTEGER NOT NULL REFERENCES workspace,
            meeting BLOB NOT NULL CHECK (length(meeting) = 16),
            erased_at INTEGER NOT NULL,
            unfinished_files BLOB,
            PRIMARY KEY (workspace, meeting)
        ) STRICT, WITHOUT ROWID;
        """
}
