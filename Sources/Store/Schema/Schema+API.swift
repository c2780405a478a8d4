extension Schema {
    /// Tokens of the API, by the hash of their secret; and keys under which requests were sent once. A key's row is there before its
    /// request is carried out (`status` is empty then), and holds no word of the answer: only what it was and where it is.
    static let api = """
        CREATE TABLE api_token (
            workspace INTEGER NOT NULL,
            id BLOB NOT NULL CHECK (length(id) = 16),
            hash BLOB NOT NULL CHECK (length(hash) = 32),
            beginning TEXT NOT NULL,
            name TEXT NOT NULL,
            member BLOB NOT NULL,
            scopes TEXT NOT NULL,
            made_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL,
            last_used_at INTEGER,
            revoked_at INTEGER,
            PRIMARY KEY (workspace, id),
            UNIQUE (workspace, hash),
            FOREIGN KEY (workspace, member) REFERENCES member (workspace, id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX api_token_by_member ON api_token (workspace, member);

        CREATE TABLE idempotency_key (
            workspace INTEGER NOT NULL,
            token BLOB NOT NULL CHECK (length(token) = 16),
            key TEXT NOT NULL,
            request BLOB NOT NULL CHECK (length(request) = 32),
            made_at INTEGER NOT NULL,
            status INTEGER,
            location TEXT,
            answer TEXT,
            PRIMARY KEY (workspace, token, key)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX idempotency_key_by_time ON idempotency_key (workspace, made_at);
        """
}
