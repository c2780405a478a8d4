import Covalence
import StrategicSelling

extension SheetPage {
    /// Element 4: ours, and where the sale stands among the four outcomes.
    var winResultsView: View {
        let found = sheet.winResults
        let outcomes: View = [
            "outcomes": .list([[.winWin, .winLose], [.loseWin, .loseLose]].enumerated().map { row, outcomes -> View in
                ["weWin": .flag(row == 0), "cells": .list((outcomes as [SaleOutcome]).map { outcome -> View in
                    [
                        "name": .text(SellingWords.outcome(outcome)), "meaning": .text(SellingWords.meaning(of: outcome)),
                        "isHere": .flag(found.outcome.value == outcome), "isPossible": .flag(isPossible(outcome)),
                    ]
                })]
            }),
            "outcomeMissing": View.Value(found.outcome.missing?.sentence),
        ]
        return outcomes.merging(listed("ownResults", found.ownResults) { stated($0, SheetPage.words($0.value)) }).merging(listed("ownWins", found.ownWins) { stated($0, $0.value) })
            .merging(listed("sellerReasons", found.seller.reasons, reason)).merging(listed("buyerReasons", found.buyer.reasons, reason))
    }

    /// Whether an outcome is not ruled out by what is known of one side.
    private func isPossible(_ outcome: SaleOutcome) -> Bool {
        guard sheet.winResults.outcome.value == nil else { return false }
        let seller = sheet.winResults.seller.wins.value, buyer = sheet.winResults.buyer.wins.value
        let weWin = outcome == .winWin || outcome == .winLose, theyWin = outcome == .winWin || outcome == .loseWin
        return (seller == nil || seller == weWin) && (buyer == nil || buyer == theyWin)
    }

    private func reason(_ reason: OutcomeReason) -> View {
        ["text": .text(reason.text), "claimHref": View.Value(reason.claims.first.map { SellingPlaces.claim($0, in: id) })]
    }
}
