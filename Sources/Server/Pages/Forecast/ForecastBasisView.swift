import Covalence
import StrategicSelling
import Workbench

/// What a forecast rests on and what it needs, in words.
struct ForecastBasisView: ViewModel {
    var basis: ForecastBasis

    var view: View {
        [
            "basis": .text(basis.closed == 0
                ? "Nothing was closed yet in what you see. The shares below are ours, taken from no source; each counts for \(NumberText.whole(basis.strength)) closed objectives, so that your own history soon outweighs them."
                : "\(OrganizationWords.count(basis.closed, "closed objective", "closed objectives")) in what you see, \(basis.won) won. The share taken for a stage counts for \(NumberText.whole(basis.strength)) more."),
            "stages": .list(basis.stages.map { stage in
                [
                    "name": .text(ForecastWords.stage(stage.name)), "history": .text(stage.count == 0 ? "none" : "\(stage.won) of \(stage.count)"),
                    "prior": .text(NumberText.percent(stage.prior)), "share": .text(NumberText.percent(stage.share)),
                ]
            }),
            "sheetModel": .text(basis.sheet.value.map { sheet in
                "What the sheet knows moves the chances: learnt from \(sheet.closed) closed objectives at \(sheet.accounts) accounts, \(OrganizationWords.count(sheet.columns, "number", "numbers")) weighed. On accounts it had not seen, its mean loss was \(NumberText.decimal(sheet.loss, 3)), that of stage and age alone \(NumberText.decimal(sheet.lossOfBaseRates, 3)); less is better."
            } ?? "What the sheet knows does not move the chances yet. \(basis.sheet.missing?.sentence ?? "")"),
            "timing": .text(basis.orders == 0 ? "How late orders come is taken, not learnt: nothing was won yet." : "How late orders come was learnt from \(OrganizationWords.count(basis.orders, "order", "orders"))."),
            "drawing": .text("Totals are drawn \(NumberText.whole(Double(basis.draws))) times; two objectives at one account go together with a correlation of \(NumberText.decimal(basis.correlation, 2)), and all of them as far as the history leaves their chances open."),
        ]
    }
}
