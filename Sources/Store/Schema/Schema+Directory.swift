import Covalence
import Foundation

extension Schema {
    /// Organisations, people, interactions, and to which accounts meetings and interactions belong. docs/store.md explains them.
    static let directory = """
        CREATE TABLE organization (
            workspace INTEGER NOT NULL REFERENCES workspace,
            id BLOB NOT NULL CHECK (length(id) = 16),
            name TEXT NOT NULL,
            name_key TEXT NOT NULL,
            kind TEXT NOT NULL,
            industry TEXT,
            size TEXT,
            country TEXT,
            parent BLOB,
            note TEXT,
            version INTEGER NOT NULL,
            changed_at INTEGER NOT NULL,
            PRIMARY KEY (workspace, id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX organization_by_name ON organization (workspace, name_key, id);
        CREATE INDEX organization_by_parent ON organization (workspace, parent) WHERE parent IS NOT NULL;

        CREATE TABLE organization_domain (
            workspace INTEGER NOT NULL,
            domain TEXT NOT NULL,
            organization BLOB NOT NULL,
            ordinal INTEGER NOT NULL,
            PRIMARY KEY (workspace, domain)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX organization_domain_of ON organization_domain (workspace, organization);

        CREATE TABLE account_holder (
            workspace INTEGER NOT NULL,
            organization BLOB NOT NULL,
            is_team INTEGER NOT NULL,
            holder BLOB NOT NULL,
            PRIMARY KEY (workspace, organization, is_team, holder)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX account_holder_of ON account_holder (workspace, holder);

        CREATE TABLE person (
            workspace INTEGER NOT NULL REFERENCES workspace,
            id BLOB NOT NULL CHECK (length(id) = 16),
            name TEXT NOT NULL,
            name_key TEXT NOT NULL,
            organization BLOB,
            function TEXT,
            languages TEXT NOT NULL,
            cultures TEXT NOT NULL,
            note TEXT,
            added_by BLOB,
            version INTEGER NOT NULL,
            changed_at INTEGER NOT NULL,
            PRIMARY KEY (workspace, id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX person_by_name ON person (workspace, name_key, id);
        CREATE INDEX person_by_organization ON person (workspace, organization) WHERE organization IS NOT NULL;

        CREATE TABLE person_reach (
            workspace INTEGER NOT NULL,
            person BLOB NOT NULL,
            ordinal INTEGER NOT NULL,
            means TEXT NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (workspace, person, ordinal)
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX person_reach_mail ON person_reach (workspace, value) WHERE means = 'mail';

        CREATE TABLE interaction (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            workspace INTEGER NOT NULL REFERENCES workspace,
            id BLOB NOT NULL CHECK (length(id) = 16),
            kind TEXT NOT NULL,
            title TEXT NOT NULL,
            started_at INTEGER,
            ended_at INTEGER,
            recorded_at INTEGER NOT NULL,
            ordered_at INTEGER NOT NULL,
            text TEXT,
            heard_from TEXT,
            place TEXT,
            source_id TEXT,
            source_hash BLOB,
            answers TEXT NOT NULL,
            revision INTEGER NOT NULL,
            is_cancelled INTEGER NOT NULL,
            is_fiction INTEGER NOT NULL,
            brought_in_by BLOB,
            original BLOB,
            version INTEGER NOT NULL,
            UNIQUE (workspace, id)
        ) STRICT;
        CREATE INDEX interaction_newest ON interaction (workspace, ordered_at, id);
        CREATE UNIQUE INDEX interaction_by_source ON interaction (workspace, source_hash) WHERE source_hash IS NOT NULL;
        CREATE INDEX interaction_by_original ON interaction (workspace, original) WHERE original IS NOT NULL;

        CREATE TABLE interaction_participant (
            workspace INTEGER NOT NULL,
            interaction BLOB NOT NULL,
            ordinal INTEGER NOT NULL,
            part TEXT NOT NULL,
            name TEXT,
            name_key TEXT,
            address TEXT,
            person BLOB,
            PRIMARY KEY (workspace, interaction, ordinal)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX interaction_participant_by_person ON interaction_participant (workspace, person) WHERE person IS NOT NULL;
        CREATE INDEX interaction_participant_unknown ON interaction_participant (workspace, address, name_key) WHERE person IS NULL;

        CREATE TABLE interaction_component (
            workspace INTEGER NOT NULL,
            interaction BLOB NOT NULL,
            ordinal INTEGER NOT NULL,
            kind TEXT NOT NULL,
            name TEXT NOT NULL,
            PRIMARY KEY (workspace, interaction, ordinal)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE interaction_account (
            workspace INTEGER NOT NULL,
            interaction BLOB NOT NULL,
            organization BLOB NOT NULL,
            PRIMARY KEY (workspace, interaction, organization)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX interaction_account_of ON interaction_account (workspace, organization);

        CREATE TABLE merge (
            workspace INTEGER NOT NULL,
            id BLOB NOT NULL CHECK (length(id) = 16),
            what TEXT NOT NULL,
            kept BLOB NOT NULL,
            kept_name TEXT NOT NULL,
            absorbed BLOB NOT NULL,
            absorbed_name TEXT NOT NULL,
            author TEXT NOT NULL,
            at INTEGER NOT NULL,
            undone_at INTEGER,
            moved TEXT NOT NULL,
            PRIMARY KEY (workspace, id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE kept_apart (
            workspace INTEGER NOT NULL,
            first TEXT NOT NULL,
            second TEXT NOT NULL,
            PRIMARY KEY (workspace, first, second)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE interaction_erasure (
            workspace INTEGER NOT NULL,
            interaction BLOB NOT NULL,
            source_hash BLOB,
            erased_at INTEGER NOT NULL,
            unfinished_files BLOB,
            PRIMARY KEY (workspace, interaction)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX interaction_erasure_by_source ON interaction_erasure (workspace, source_hash) WHERE source_hash IS NOT NULL;

        ALTER TABLE meeting ADD COLUMN brought_in_by BLOB;
        ALTER TABLE meeting ADD COLUMN consents INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE intake ADD COLUMN brought_in_by BLOB;
        ALTER TABLE cast_person ADD COLUMN person BLOB;
        CREATE INDEX cast_person_by_person ON cast_person (workspace, person) WHERE person IS NOT NULL;
        """
}

extension Schema {
    /// Fills `meeting.consents` from the casts that are there.
    static func noteConsents(_ db: Database) throws {
        let rows = try Row.fetchCursor(db, sql: """
            SELECT m.number, c.content FROM meeting m
            JOIN cast_version c ON c.workspace = m.workspace AND c.meeting = m.number AND c.version = m.cast_version
            """)
        var consents: [(Int64, Int)] = []
        while let row = try rows.next() {
            // A cast that cannot be read agrees to nothing; opening the meeting says what is wrong with it.
            guard let cast = try? JSONDecoder().decode(Cast.self, from: Data((row[1] as String).utf8)) else { continue }
            consents.append((row[0], ConsentPurpose.agreed(by: cast.participants)))
        }
        for (meeting, bits) in consents where bits != 0 {
            try db.execute(sql: "UPDATE meeting SET consents = ? WHERE number = ?", arguments: [bits, meeting])
        }
    }
}
