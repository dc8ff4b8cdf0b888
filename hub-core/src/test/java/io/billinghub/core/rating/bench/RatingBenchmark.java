package io.billinghub.core.rating.bench;

import io.billinghub.core.rating.model.Graduated;
import io.billinghub.core.rating.model.Quantity;
import io.billinghub.core.rating.model.Rated;
import io.billinghub.core.rating.model.RatingInput;
import io.billinghub.core.rating.model.Tier;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How many quantities a second one core rates by a graduated plan, all tiers being met. Run by {@code mvn -Pjmh}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class RatingBenchmark {
    private static final int INPUTS = 1024;
    private static final int MASK = INPUTS - 1;

    /** Number of tiers. */
    @Param({"5", "50"})
    public int tiers;

    private Graduated model;
    private BigDecimal[] quantities;
    private RatingInput[] inputs;
    private int next;

    /** Tiers of 100 GB each, and quantities with two decimals over all of them. */
    @Setup
    public void makePlanAndQuantities() {
        List<Tier> made = new ArrayList<>();
        for (int i = 1; i <= tiers; i++) {
            BigDecimal price = new BigDecimal("0.50").subtract(new BigDecimal("0.005").multiply(BigDecimal.valueOf(i)));
            made.add(new Tier(i == tiers ? null : BigDecimal.valueOf(100L * i), price, null));
        }
        model = new Graduated(made, null, false);
        quantities = new BigDecimal[INPUTS];
        inputs = new RatingInput[INPUTS];
        for (int i = 0; i < INPUTS; i++) {
            quantities[i] = BigDecimal.valueOf(i * 7919L % (tiers * 10_000L), 2);
            inputs[i] = input(quantities[i]);
        }
    }

    private static RatingInput input(BigDecimal quantity) {
        return RatingInput.usage(CurrencyUnit.EUR, new Quantity(quantity, "GB"));
    }

    /** The amount alone. */
    @Benchmark
    public BigMoney amount() {
        return model.amount(inputs[next++ & MASK]);
    }

    /** The amount alone, the input being made, too. */
    @Benchmark
    public BigMoney amountOfQuantity() {
        return model.amount(input(quantities[next++ & MASK]));
    }

    /** The amount with its steps. */
    @Benchmark
    public Rated withSteps() {
        return model.rate(inputs[next++ & MASK]);
    }
}
