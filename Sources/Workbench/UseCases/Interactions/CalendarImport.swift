import Covalence
import Formats
import Foundation
import Store

extension Workbench {
    /// The most events of one file.
    private static let mostEvents = 20_000
    private static let day: Int64 = 86_400_000

    func readCalendar(at url: URL, _ intake: InteractionIntake, _ item: IntakeItem, in scope: Scope, _ run: JobRun?) async throws -> InteractionImportReport {
        guard item.file.bytes <= CalendarFile.maxBytes else {
            throw CalendarError(kind: .tooLarge, line: nil, reason: "The file is larger than \(CalendarFile.maxBytes / 1_000_000) MB.", advice: "Export a shorter span of the calendar.")
        }
        let options = intake.options
        let now = now()
        let from = options.from ?? now.advanced(by: -2 * 365 * Self.day)
        let before = max(from, options.before ?? now.advanced(by: 365 * Self.day))
        var report = InteractionImportReport()
        let reading = try CalendarFile.read(
            try records.files.read(item.file.hash), window: from..<before, limit: Self.mostEvents,
            zone: options.zone.flatMap { TimeZone(identifier: $0) } ?? .gmt
        )
        for problem in reading.problems { report.add(problem: problem) }
        report.problemCount = max(report.problemCount, reading.problemCount)
        report.read = reading.events.count
        if let method = reading.method, ["REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH"].contains(method) {
            // It is one guest's answer and would take the place of the event with all its guests.
            report.leaveOut("answers of guests", reading.events.count)
            return report
        }
        if reading.later > 0 {
            // No titles: the sentence stays with the file, also when what it was about is erased.
            let which = reading.later == 1 ? "one event or series" : "\(reading.later) events and series"
            report.cut = "Of \(which) what comes from \(before.description.prefix(10)) on was left out: bring the calendar in again when that is nearer."
        }
        let parties = PartyBook(store, own: settings.own, creating: options.createPeople, at: now)
        for start in stride(from: 0, to: reading.events.count, by: Self.portion) {
            let events = reading.events[start..<min(start + Self.portion, reading.events.count)]
            for event in events { for problem in event.problems { report.add(problem: "“\(event.title)”: \(problem)") } }
            let portion = events.map { (self.interaction(of: $0, at: now), revision: Self.revision(of: $0)) }
            try await take(portion, parties, broughtInBy: item.broughtInBy, in: scope, &report)
            try await say("\(start + events.count) events", Double(start) / Double(max(1, reading.events.count)) * 0.99, run)
        }
        return report
    }

    /// Orders copies of an event: by SEQUENCE, then by the time of change (RFC 5546, 2.1.5).
    static func revision(of event: CalendarEvent) -> Int64 {
        let sequence = Int64(min(max(event.sequence, 0), 1 << 20))
        let changed = min(max(event.lastModified?.milliseconds ?? 0, 0), (1 << 42) - 1)
        return sequence << 42 | changed
    }

    private func interaction(of event: CalendarEvent, at time: Timestamp) -> Interaction {
        var participants: [Interaction.Participation] = []
        if let organizer = event.organizer {
            participants.append(.init(.organizer, name: organizer.name.flatMap(OneLine.cut), address: organizer.address))
        }
        for guest in event.attendees.prefix(500) where !guest.isResource && guest.answer != .declined {
            guard guest.address == nil || guest.address != event.organizer?.address else { continue }
            guard guest.address != nil || guest.name != nil else { continue }
            participants.append(.init(.attendee, name: guest.name.flatMap(OneLine.cut), address: guest.address))
        }
        return Interaction(
            id: .make(at: time), kind: .calendarEvent, title: OneLine.cut(event.title) ?? "Without a title",
            startedAt: event.start, endedAt: event.end, recordedAt: time, text: Paragraphs.clean(event.text),
            place: (event.place ?? event.meetingLink).flatMap(OneLine.cut), sourceID: Self.sourceID(event.id),
            answers: event.id == event.uid ? [] : [event.uid].compactMap(Self.sourceID), participants: participants,
            isCancelled: event.isCancelled
        )
    }
}
