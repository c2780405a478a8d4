import Covalence
import Foundation
import Language

/// Passages whose meanings are made by hand: those of one topic lie about one axis, noise each on an axis of its own, so that which belong together is plain.
enum MadePassages {
    static func meeting(_ number: Int) -> Identifier<Meeting> {
        Identifier(UUID(uuid: (0, 0, 0, 0, 0, UInt8(number >> 8), 0x70, UInt8(number & 255), 0x80, 0, 0, 0, 0, 0, 0, 1)))
    }

    /// Cosine of two of one topic: 100² / (100² + 30²) = 0.917; of two topics: 0.
    static func about(_ axis: Int, _ text: String, at place: TopicPlace, time: Timestamp? = nil, isQuestion: Bool = false) -> TopicPassage {
        var vector = [Int8](repeating: 0, count: 384)
        vector[axis] = 100
        vector[64 + Int(place.lot % 300)] = 30
        return TopicPassage(place, vector: vector, text: text, at: time, isQuestion: isQuestion)
    }

    static let lorry = [
        "The lorry came late again and the delivery stood in the yard", "When a delivery is late our lorry waits for hours outside",
        "Every late delivery costs us a lorry and a driver for the night", "Tell us before the lorry leaves that the delivery will be late",
        "That late delivery on Friday blocked the second lorry as well", "We lost a customer over one late delivery by lorry last month",
    ]
    static let licence = [
        "The licence price for forty seats is above our budget this year", "Our budget allows a licence price of nine hundred euros each",
        "If the licence price drops the budget is no question for us", "Finance cut the budget so the licence price must come down",
        "A yearly licence price fits the budget better than a monthly one", "Budget rounds close in March and the licence price must be fixed",
    ]

    /// Six turns about lorries, six about licences, six about six other things; a turn of each in each of six meetings.
    static func two(time: (Int) -> Timestamp? = { _ in nil }) -> [TopicPassage] {
        (0..<6).flatMap { index in
            [
                about(0, lorry[index], at: TopicPlace(meeting(index), 0), time: time(index)),
                about(1, licence[index], at: TopicPlace(meeting(index), 1), time: time(index), isQuestion: index == 0),
                about(10 + index, "Something wholly other number \(index): gardens, weather, football, holidays, breakfast", at: TopicPlace(meeting(index), 2), time: time(index)),
            ]
        }
    }
}
