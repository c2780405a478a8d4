import Covalence
import Language
import Store
import Workbench

/// What conversations are about.
struct TopicsPage: PageModel {
    static let template = "topics/topics"

    var seen: TopicsInSight
    /// The account, where they are one's.
    var account: Organization?
    var accounts: [Choice]
    var quarters: [Choice]
    /// Days, as they are in the address.
    var from: String
    var before: String
    /// The address of this page, and of what its picture draws.
    var selfHref: String
    var dataHref: String
    /// What a form hands back beside its own fields.
    var hidden: [(name: String, value: String)]
    var canChange: Bool
    var notice: String?
    var problem: String?
    var waiting = 0

    var view: View {
        let frame = PageFrame(title: account.map { "Topics of \($0.name)" } ?? "Topics", place: .topics, waiting: waiting).view
        let view: View = [
            "accountName": View.Value(account?.name), "accountHref": View.Value(account.map { "/accounts/\($0.id)" }), "accounts": View.Value(accounts),
            "quarters": View.Value(quarters), "from": .text(from), "before": .text(before), "selfHref": .text(selfHref), "dataHref": .text(dataHref),
            "hidden": .list(hidden.map { ["name": .text($0.name), "value": .text($0.value)] }), "notice": View.Value(notice), "problem": View.Value(problem),
            "isComputing": .flag(seen.found == nil && seen.meetings > 0), "unread": View.Value(unread), "missing": View.Value(missing),
        ]
        return frame.merging(view).merging(seen.found.map(content) ?? ["hasTopics": .flag(false), "hasTrend": .flag(false), "hasDismissed": .flag(false)])
    }

    private func content(_ found: FoundTopics) -> View {
        let shares = (seen.lines + seen.dismissed).map { Double($0.found.members.count) / Double(max(1, found.read)) }
        func views(_ lines: [TopicsInSight.Line]) -> [TopicView] {
            lines.map { line in
                let others = seen.lines.filter { $0.found.id != line.found.id }.map { Choice(value: "\($0.found.id)", label: $0.name) }
                return TopicView(line: line, found: found, largest: shares.max() ?? 0, others: others, canChange: canChange)
            }
        }
        let hasTrend = found.periods.count > 1 && !seen.lines.isEmpty
        return [
            "hasTopics": .flag(!seen.lines.isEmpty), "topics": View.Value(views(seen.lines)), "dismissed": View.Value(views(seen.dismissed)),
            "hasDismissed": .flag(!seen.dismissed.isEmpty),
            "dismissedCount": .text(seen.dismissed.count == 1 ? "1 topic put aside" : "\(seen.dismissed.count) topics put aside"),
            "lead": .text(lead(found)), "nothing": View.Value(seen.lines.isEmpty && seen.meetings > 0 ? nothing(found) : nil), "hasTrend": .flag(hasTrend),
            "periods": .list(found.periods.map { ["name": .text(TopicWords.period($0.name)), "of": .text("\(TopicWords.turns($0.passages)), \(TopicWords.meetings($0.meetings))")] }),
            "rows": .list(hasTrend ? seen.lines.map { row($0, found.periods) } : []),
        ]
    }

    private func row(_ line: TopicsInSight.Line, _ periods: [TopicPeriod]) -> View {
        [
            "name": .text(line.name), "href": "#t-\(line.found.id)",
            "cells": .list(zip(line.found.trend.counts, periods).map { count, period in
                [
                    "label": .text(TopicWords.period(period.name)),
                    "text": .text(period.passages == 0 ? "–" : "\(NumberText.percent(Double(count) / Double(period.passages))) (\(count))"),
                ]
            }),
        ]
    }

    private func lead(_ found: FoundTopics) -> String {
        let apart = NumberText.percent(Double(found.apart) / Double(max(1, found.read)))
        let part = found.isThinned ? "Of very many turns, \(NumberText.whole(Double(found.read))) were taken, evenly over all." : "\(TopicWords.turns(found.read).capitalizedFirst) of \(TopicWords.meetings(seen.meetings)) were long enough to be read."
        return "\(part) \(apart) of them belong to no topic: small talk, and what was said only once or twice."
    }

    private func nothing(_ found: FoundTopics) -> String {
        found.read == 0
            ? "No turn here is long enough to be about something: a turn needs seven words."
            : "Nothing here was said often enough to be a topic: that needs several turns that mean alike. Choose a longer time, or all accounts."
    }

    /// What is not read yet.
    private var unread: String? {
        guard seen.progress.left > 0, seen.canRead else { return nil }
        let left = seen.progress.left
        return "\(left == 1 ? "1 meeting or text is" : "\(left) meetings and texts are") still being read by meaning, of \(seen.progress.all). Topics grow with them."
    }

    /// Why there is nothing, and what to do.
    private var missing: String? {
        if !seen.canRead {
            let so = "The sentence encoder is not installed on this machine, so that nothing new is read by meaning. ./run fetches it; covalence doctor says where it is looked for."
            return seen.meetings == 0 ? so : "\(so) Below is what was read before."
        }
        guard seen.meetings == 0 else { return nil }
        return seen.progress.left > 0 ? nil : "There is no meeting here that was read. Add one, or choose another time or account."
    }
}

private extension String {
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
