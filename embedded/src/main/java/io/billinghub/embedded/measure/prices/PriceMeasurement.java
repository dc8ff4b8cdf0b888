package io.billinghub.embedded.measure.prices;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.embedded.demo.HubClient;
import io.billinghub.embedded.demo.TextTable;
import io.billinghub.embedded.measure.prices.PlanTries.Tried;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Runs all models on a hub and prints what came of them. */
public final class PriceMeasurement {
    private static final String PREVIEW = "/hub/v1/rating/preview";

    private final HubClient hub;
    private final PrintStream out;

    public PriceMeasurement(HubClient hub, PrintStream out) {
        this.hub = hub;
        this.out = out;
    }

    /**
     * Measures and prints.
     *
     * @return whether the last plan, and the code, of each model that a plan can say is right in all cases
     */
    public boolean run() throws InterruptedException {
        PlanTries tries = new PlanTries(requests ->
                hub.post("billing-manager", PREVIEW, requests.toString()).body());
        TextTable table = new TextTable(
                "Complex prices: a contract as a plan, and as code",
                "model",
                "cases",
                "right at first",
                "right at last",
                "failed tries",
                "plan values",
                "code lines",
                "code branches",
                "code right");
        List<String> notes = new ArrayList<>();
        boolean compiler = CompiledCode.possible();
        boolean holds = true;
        int first = 0;
        int models = 0;
        int said = 0;
        int fields = 0;
        int lines = 0;
        for (PriceModel model : PriceModels.all()) {
            int cases = model.cases().size();
            List<Tried> tried = new ArrayList<>();
            for (JsonNode plan : model.plans()) {
                Tried one = tries.of(model, plan);
                tried.add(one);
                for (String wrong : one.wrong()) {
                    notes.add(model.key() + ", plan " + tried.size() + ": " + wrong);
                }
            }
            model.missed().ifPresent(why -> notes.add(model.key() + ", missed: " + why));
            int right = compiler ? CompiledCode.right(model) : 0;
            boolean missed = model.missed().isPresent();
            Tried last = missed ? null : tried.get(tried.size() - 1);
            holds &= (missed || last.right() == cases) && (!compiler || right == cases);
            models++;
            if (!missed) {
                said += last.right() == cases ? 1 : 0;
                first += tried.get(0).right() == cases ? 1 : 0;
                fields += model.planFields();
                lines += model.codeLines();
            }
            table.row(
                    model.key(),
                    cases,
                    missed ? "missed" : tried.get(0).right(),
                    missed ? "missed" : last.right(),
                    tried.stream().filter(one -> one.right() < cases).count(),
                    missed ? "-" : model.planFields(),
                    model.codeLines(),
                    model.codeBranches(),
                    compiler ? right : "-");
        }
        out.print(table);
        out.printf(
                Locale.ROOT,
                "%nOf %d models a plan says %d, %d of them at the first try; these have %d values in plans and %d lines in code.%n",
                models,
                said,
                first,
                fields,
                lines);
        notes.forEach(out::println);
        if (!compiler) {
            out.println("This Java has no compiler: the code was not run.");
        }
        return holds;
    }
}
