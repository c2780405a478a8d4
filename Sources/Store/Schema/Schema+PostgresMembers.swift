extension Schema {
    /// Members, their credentials, sessions and teams; the counterpart of `members`.
    static let membersOnPostgres = """
        CREATE TABLE member (
            workspace bigint NOT NULL REFERENCES workspace (number),
            id bytea NOT NULL CHECK (length(id) = 16),
            name text COLLATE "C" NOT NULL,
            address text COLLATE "C" NOT NULL,
            role text COLLATE "C" NOT NULL,
            person bytea,
            state text COLLATE "C" NOT NULL,
            created_at bigint NOT NULL,
            PRIMARY KEY (workspace, id),
            UNIQUE (workspace, address)
        );

        CREATE TABLE credentials (
            workspace bigint NOT NULL,
            member bytea NOT NULL,
            password text COLLATE "C",
            code_secret bytea,
            changed_at bigint,
            PRIMARY KEY (workspace, member),
            FOREIGN KEY (workspace, member) REFERENCES member (workspace, id)
        );

        CREATE TABLE recovery_code (
            workspace bigint NOT NULL,
            member bytea NOT NULL,
            hash bytea NOT NULL,
            PRIMARY KEY (workspace, member, hash),
            FOREIGN KEY (workspace, member) REFERENCES member (workspace, id)
        );

        CREATE TABLE used_step (
            workspace bigint NOT NULL,
            member bytea NOT NULL,
            step bigint NOT NULL,
            PRIMARY KEY (workspace, member),
            FOREIGN KEY (workspace, member) REFERENCES member (workspace, id)
        );

        CREATE TABLE identity (
            workspace bigint NOT NULL,
            issuer text COLLATE "C" NOT NULL,
            subject text COLLATE "C" NOT NULL,
            member bytea NOT NULL,
            PRIMARY KEY (workspace, issuer, subject),
            FOREIGN KEY (workspace, member) REFERENCES member (workspace, id)
        );
        CREATE INDEX identity_by_member ON identity (workspace, member);

        CREATE TABLE one_time_token (
            workspace bigint NOT NULL REFERENCES workspace (number),
            hash bytea NOT NULL CHECK (length(hash) = 32),
            purpose text COLLATE "C" NOT NULL,
            member bytea,
            made_at bigint NOT NULL,
            expires_at bigint NOT NULL,
            PRIMARY KEY (workspace, hash),
            FOREIGN KEY (workspace, member) REFERENCES member (workspace, id)
        );
        CREATE INDEX one_time_token_by_member ON one_time_token (workspace, member, purpose);
        CREATE INDEX one_time_token_by_end ON one_time_token (workspace, expires_at);

        CREATE TABLE session (
            workspace bigint NOT NULL,
            hash bytea NOT NULL CHECK (length(hash) = 32),
            id bytea NOT NULL CHECK (length(id) = 16),
            member bytea NOT NULL,
            made_at bigint NOT NULL,
            last_used_at bigint NOT NULL,
            expires_at bigint NOT NULL,
            origin text COLLATE "C" NOT NULL,
            browser text COLLATE "C" NOT NULL,
            PRIMARY KEY (workspace, hash),
            FOREIGN KEY (workspace, member) REFERENCES member (workspace, id)
        );
        CREATE INDEX session_by_member ON session (workspace, member);
        CREATE INDEX session_by_end ON session (workspace, expires_at);

        CREATE TABLE team (
            workspace bigint NOT NULL REFERENCES workspace (number),
            id bytea NOT NULL CHECK (length(id) = 16),
            name text COLLATE "C" NOT NULL,
            PRIMARY KEY (workspace, id)
        );

        CREATE TABLE team_member (
            workspace bigint NOT NULL,
            team bytea NOT NULL,
            member bytea NOT NULL,
            manages bigint NOT NULL,
            PRIMARY KEY (workspace, team, member),
            FOREIGN KEY (workspace, team) REFERENCES team (workspace, id),
            FOREIGN KEY (workspace, member) REFERENCES member (workspace, id)
        );
        CREATE INDEX team_member_by_member ON team_member (workspace, member, team);

        CREATE TABLE measure_grant (
            workspace bigint NOT NULL,
            viewer bytea NOT NULL,
            seller bytea NOT NULL,
            granted_by bytea NOT NULL,
            at bigint NOT NULL,
            PRIMARY KEY (workspace, viewer, seller),
            FOREIGN KEY (workspace, viewer) REFERENCES member (workspace, id),
            FOREIGN KEY (workspace, seller) REFERENCES member (workspace, id)
        );
        CREATE INDEX measure_grant_by_seller ON measure_grant (workspace, seller);
        """
}
