/// What comes on channels that are listened to.
public enum PostgresNotification: Sendable, Hashable {
    /// From now on nothing is missed. What happened before has to be read from the tables.
    case listening
    /// Somebody called `pg_notify` and committed.
    case message(channel: String, payload: String)
    /// Listening again after a gap, in which messages may have been missed: read the tables again.
    case reconnected
}
