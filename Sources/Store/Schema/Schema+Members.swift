/// The tables of members, their credentials, sessions and teams. Secrets are here as hashes only, the secret of one-time codes
/// apart, which has to be known to compute a code.
extension Schema {
    static let members = """
        CREATE TABLE member (
            workspace INTEGER NOT NULL REFERENCES workspace,
            id BLOB NOT NULL CHECK (length(id) = 16),
            name TEXT NOT NULL,
            address TEXT NOT NULL,
            role TEXT NOT NULL,
            person BLOB,
            state TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            PRIMARY KEY (workspace, id),
            UNIQUE (workspace, address)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE credentials (
            workspace INTEGER NOT NULL,
            member BLOB NOT NULL,
            password TEXT,
            code_secret BLOB,
            changed_at INTEGER,
            PRIMARY KEY (workspace, member),
            FOREIGN KEY (workspace, member) REFERENCES member
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE recovery_code (
            workspace INTEGER NOT NULL,
            member BLOB NOT NULL,
            hash BLOB NOT NULL,
            PRIMARY KEY (workspace, member, hash),
            FOREIGN KEY (workspace, member) REFERENCES member
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE used_step (
            workspace INTEGER NOT NULL,
            member BLOB NOT NULL,
            step INTEGER NOT NULL,
            PRIMARY KEY (workspace, member),
            FOREIGN KEY (workspace, member) REFERENCES member
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE identity (
            workspace INTEGER NOT NULL,
            issuer TEXT NOT NULL,
            subject TEXT NOT NULL,
            member BLOB NOT NULL,
            PRIMARY KEY (workspace, issuer, subject),
            FOREIGN KEY (workspace, member) REFERENCES member
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX identity_by_member ON identity (workspace, member);

        CREATE TABLE one_time_token (
            workspace INTEGER NOT NULL REFERENCES workspace,
            hash BLOB NOT NULL CHECK (length(hash) = 32),
            purpose TEXT NOT NULL,
            member BLOB,
            made_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL,
            PRIMARY KEY (workspace, hash),
            FOREIGN KEY (workspace, member) REFERENCES member
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX one_time_token_by_member ON one_time_token (workspace, member, purpose);
        CREATE INDEX one_time_token_by_end ON one_time_token (workspace, expires_at);

        CREATE TABLE session (
            workspace INTEGER NOT NULL,
            hash BLOB NOT NULL CHECK (length(hash) = 32),
            id BLOB NOT NULL CHECK (length(id) = 16),
            member BLOB NOT NULL,
            made_at INTEGER NOT NULL,
            last_used_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL,
            origin TEXT NOT NULL,
            browser TEXT NOT NULL,
            PRIMARY KEY (workspace, hash),
            FOREIGN KEY (workspace, member) REFERENCES member
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX session_by_member ON session (workspace, member);
        CREATE INDEX session_by_end ON session (workspace, expires_at);

        CREATE TABLE team (
            workspace INTEGER NOT NULL REFERENCES workspace,
            id BLOB NOT NULL CHECK (length(id) = 16),
            name TEXT NOT NULL,
            PRIMARY KEY (workspace, id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE team_member (
            workspace INTEGER NOT NULL,
            team BLOB NOT NULL,
            member BLOB NOT NULL,
            manages INTEGER NOT NULL,
            PRIMARY KEY (workspace, team, member),
            FOREIGN KEY (workspace, team) REFERENCES team,
            FOREIGN KEY (workspace, member) REFERENCES member
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX team_member_by_member ON team_member (workspace, member, team);

        CREATE TABLE measure_grant (
            workspace INTEGER NOT NULL,
            viewer BLOB NOT NULL,
            seller BLOB NOT NULL,
            granted_by BLOB NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (workspace, viewer, seller),
            FOREIGN KEY (workspace, viewer) REFERENCES member (workspace, id),
            FOREIGN KEY (workspace, seller) REFERENCES member (workspace, id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX measure_grant_by_seller ON measure_grant (workspace, seller);
        """
}
