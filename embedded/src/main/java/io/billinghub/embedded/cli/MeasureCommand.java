package io.billinghub.embedded.cli;

import io.billinghub.embedded.measure.Measurement;
import io.billinghub.embedded.measure.OperatingCost;
import io.billinghub.embedded.measure.WorldSize;
import io.billinghub.embedded.measure.onboarding.OnboardingMeasurement;
import io.billinghub.embedded.measure.prices.PriceMeasurement;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Measures how many billing errors a hub catches before the customer sees them, and what other work with it takes. */
final class MeasureCommand implements Command {
    private static final Set<String> OPTIONS =
            Set.of("--seed", "--partners", "--accounts", "--products", "--history", "--per-class");

    private static final String NO_USAGE = "--no-usage";
    private static final String COST = "--cost";
    private static final String PRICES = "--prices";
    private static final String ONBOARDING = "--onboarding";

    private final HubSettings settings;

    MeasureCommand(HubSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "measure";
    }

    @Override
    public String parameters() {
        return "[--seed N] [--partners N] [--accounts N] [--history M] [--per-class K] [--no-usage] [--cost] | --onboarding | --prices";
    }

    @Override
    public String summary() {
        return "Measure how many errors in partners' bills are caught before the customer sees them: bills of a made-up world with "
                + "K errors of each class (20), M months of right bills before (4), beside ordinary care and none; the partners send their usage too, unless told --no-usage; "
                + "with --cost, also what a month takes: touches of a person, CPU and storage per 1,000 bills; "
                + "with --onboarding, what it takes to bring partners of eight formats from nothing to their first accepted bill; "
                + "with --prices, 20 complex prices as plans and as code, held against amounts reckoned by hand";
    }

    @Override
    public int run(List<String> arguments) throws InterruptedException {
        if (arguments.equals(List.of(PRICES))) {
            return new FreshHub(settings, "measure")
                    .run((subject, app, administrator) -> new PriceMeasurement(subject.hub(), System.out).run());
        }
        if (arguments.equals(List.of(ONBOARDING))) {
            return onboarding();
        }
        boolean cost = arguments.contains(COST);
        boolean usage = !arguments.contains(NO_USAGE);
        Map<String, Integer> numbers = numbers(arguments.stream()
                .filter(word -> !word.equals(NO_USAGE) && !word.equals(COST))
                .toList());
        int seed = numbers.getOrDefault("--seed", 1);
        WorldSize size;
        try {
            size = new WorldSize(
                    numbers.getOrDefault("--partners", 10),
                    numbers.getOrDefault("--accounts", 200),
                    numbers.getOrDefault("--products", 8),
                    numbers.getOrDefault("--history", 4),
                    numbers.getOrDefault("--per-class", 20));
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
        return new FreshHub(settings, "measure").run((subject, app, administrator) -> {
            Measurement measurement = new Measurement(seed, size, usage, subject.hub(), administrator, System.out);
            if (cost) {
                measurement.costing(new OperatingCost(subject, administrator));
            }
            return measurement.run(LocalDate.now(ZoneOffset.UTC));
        });
    }

    private int onboarding() throws InterruptedException {
        OnboardingMeasurement measurement = new OnboardingMeasurement(
                YearMonth.from(LocalDate.now(ZoneOffset.UTC)).minusMonths(1));
        for (int round = 0; round < measurement.rounds(); round++) {
            int current = round;
            new FreshHub(settings, "measure").run((subject, app, administrator) -> {
                measurement.run(current, subject.hub(), administrator);
                return true;
            });
        }
        return measurement.print(System.out) ? 0 : 1;
    }

    static Map<String, Integer> numbers(List<String> arguments) {
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            String option = arguments.get(i);
            if (!OPTIONS.contains(option)) {
                throw new UsageException(
                        "measure takes --seed N, --partners N, --accounts N, --products N, --history M,"
                                + " --per-class K, --no-usage and --cost, or --onboarding or --prices alone, not '"
                                + option + "'");
            }
            String value = i + 1 < arguments.size() ? arguments.get(i + 1) : "";
            try {
                numbers.put(option, Integer.parseInt(value));
            } catch (NumberFormatException e) {
                throw new UsageException(option + " takes a whole number, not '" + value + "'");
            }
        }
        return numbers;
    }
}
