package io.billinghub.core.identity;

import com.github.f4b6a3.uuid.UuidCreator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/** The real clock and the real id generator. */
@ApplicationScoped
public class ClockAndIds {

    @Produces
    @ApplicationScoped
    public Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @ApplicationScoped
    public IdGenerator ids() {
        return UuidCreator::getTimeOrderedEpoch;
    }
}
