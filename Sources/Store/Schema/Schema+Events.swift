extension Schema {
    /// The outbox of events, and webhooks with what was sent to them. Ids and times only: no words, no names.
    ///
    /// The number of an event is taken from its workspace's row in the transaction of the change, which holds that row until it is
    /// committed: numbers become visible in order and without gaps, so that whoever has read up to one has missed none before it.
    /// `event_account` says of what was erased who saw it before. `interaction.line_digest` tells whether a line of a bulk intake is
    /// the one that was taken in.
    static let events = """
        ALTER TABLE workspace ADD COLUMN event_sequence INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE workspace ADD COLUMN events_dropped INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE interaction ADD COLUMN line_digest BLOB;

        CREATE TABLE event (
            workspace INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            kind TEXT NOT NULL,
            thing TEXT NOT NULL,
            id BLOB NOT NULL CHECK (length(id) = 16),
            other BLOB,
            is_erasure INTEGER NOT NULL,
            brought_in_by BLOB,
            at INTEGER NOT NULL,
            PRIMARY KEY (workspace, sequence)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE event_account (
            workspace INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            organization BLOB NOT NULL,
            PRIMARY KEY (workspace, sequence, organization)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE webhook (
            workspace INTEGER NOT NULL,
            id BLOB NOT NULL CHECK (length(id) = 16),
            address TEXT NOT NULL,
            kinds TEXT NOT NULL,
            secret BLOB NOT NULL,
            former_secret BLOB,
            former_until INTEGER,
            state TEXT NOT NULL,
            reason TEXT,
            position INTEGER NOT NULL,
            failures INTEGER NOT NULL,
            failing_since INTEGER,
            held_until INTEGER,
            made_at INTEGER NOT NULL,
            PRIMARY KEY (workspace, id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE webhook_delivery (
            workspace INTEGER NOT NULL,
            webhook BLOB NOT NULL,
            id BLOB NOT NULL CHECK (length(id) = 16),
            sequence INTEGER NOT NULL,
            kind TEXT NOT NULL,
            thing TEXT NOT NULL,
            subject BLOB NOT NULL,
            other BLOB,
            happened_at INTEGER NOT NULL,
            state TEXT NOT NULL,
            attempts INTEGER NOT NULL,
            due_at INTEGER,
            made_at INTEGER NOT NULL,
            tried_from INTEGER NOT NULL,
            ended_at INTEGER,
            PRIMARY KEY (workspace, webhook, id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX webhook_delivery_due ON webhook_delivery (workspace, webhook, due_at, sequence) WHERE due_at IS NOT NULL;
        CREATE INDEX webhook_delivery_ended ON webhook_delivery (workspace, webhook, ended_at) WHERE ended_at IS NOT NULL;

        CREATE TABLE webhook_attempt (
            workspace INTEGER NOT NULL,
            delivery BLOB NOT NULL,
            ordinal INTEGER NOT NULL,
            at INTEGER NOT NULL,
            milliseconds INTEGER NOT NULL,
            status INTEGER,
            bytes INTEGER,
            problem TEXT,
            PRIMARY KEY (workspace, delivery, ordinal)
        ) STRICT, WITHOUT ROWID;
        """
}
