package io.billinghub.api.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bucket4j.TimeMeter;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A client has its burst at once and its rate after that; another's is its own; memory is bounded. */
class BucketsTest {

    private final AtomicLong now = new AtomicLong();
    private final Buckets buckets = new Buckets(10, 5, 3, new TimeMeter() {
        @Override
        public long currentTimeNanos() {
            return now.get();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    });

    @Test
    void theBurstIsServedAndTheNextOneWaitsForItsTurn() {
        assertThat(served("anna", 8)).isEqualTo(5);
        // ten per second: one every 100 ms
        assertThat(buckets.take("anna")).contains(Duration.ofMillis(100));
        now.addAndGet(Duration.ofMillis(250).toNanos());
        assertThat(served("anna", 8)).isEqualTo(2);
        now.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(served("anna", 8)).isEqualTo(5);
    }

    @Test
    void anotherClientIsNotHeldUp() {
        assertThat(served("anna", 100)).isEqualTo(5);
        assertThat(served("berit", 100)).isEqualTo(5);
    }

    @Test
    void onlySoManyAreRemembered() {
        IntStream.range(0, 10_000).forEach(client -> buckets.take("client " + client));
        assertThat(buckets.remembered()).isEqualTo(3);
    }

    @Test
    void whoAsksAllTheTimeIsNotForgottenForOthers() {
        assertThat(served("anna", 5)).isEqualTo(5);
        for (int other = 0; other < 100; other++) {
            buckets.take("other " + other);
            assertThat(buckets.take("anna")).isPresent();
        }
    }

    @Test
    void aLimitOfNothingIsRefusedAtTheStart() {
        assertThatThrownBy(() -> new Buckets(0, 1, 1, TimeMeter.SYSTEM_NANOTIME))
                .hasMessageContaining("hub.rate-limit");
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7,         192.0.2.8,           false",
        "192.0.2.7,         192.0.2.7,           true",
        "2001:db8:1:2::1,   2001:db8:1:2:ffff::, true",
        "2001:db8:1:2::1,   2001:db8:1:3::1,     false",
        "fe80::1%eth0,      fe80::2%eth1,        true",
    })
    void anAddressOfIpv6CountsWithItsNetwork(String one, String other, boolean same) {
        assertThat(client(one).equals(client(other))).isEqualTo(same);
    }

    private static String client(String address) {
        return RateLimits.client(SocketAddress.inetSocketAddress(4711, address));
    }

    private long served(String client, int requests) {
        return IntStream.range(0, requests)
                .filter(request -> buckets.take(client).isEmpty())
                .count();
    }
}
