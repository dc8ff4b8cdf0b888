package io.billinghub.adapters.shadow;

import io.billinghub.adapters.model.ServicePeriod;
import io.billinghub.core.rating.model.LocalPeriod;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The days of a service against the months that recurring fees pay for. */
final class ServiceDays {

    private ServiceDays() {}

    /** How many whole months the service lasts; zero if it is not a number of whole months. */
    static int wholeMonths(ServicePeriod service) {
        long months = ChronoUnit.MONTHS.between(service.from(), service.to());
        // from the 31st to the 28th of the next month is a month too
        for (long n = Math.max(1, months); n <= months + 1; n++) {
            if (service.from().plusMonths(n).equals(service.to())) {
                return Math.toIntExact(n);
            }
        }
        return 0;
    }

    /** The month of which the service is a part: the bill's, else the calendar's, else the one that begins with it; empty if it is longer. */
    static Optional<LocalPeriod> monthOf(ServicePeriod service, ServicePeriod bill) {
        LocalDate first = service.from().withDayOfMonth(1);
        if (wholeMonths(bill) == 1 && within(service, bill.from(), bill.to())) {
            return Optional.of(new LocalPeriod(bill.from(), bill.to()));
        }
        if (within(service, first, first.plusMonths(1))) {
            return Optional.of(new LocalPeriod(first, first.plusMonths(1)));
        }
        LocalDate end = service.from().plusMonths(1);
        return within(service, service.from(), end)
                ? Optional.of(new LocalPeriod(service.from(), end))
                : Optional.empty();
    }

    private static boolean within(ServicePeriod service, LocalDate from, LocalDate to) {
        return !service.from().isBefore(from) && !service.to().isAfter(to);
    }

    static long days(ServicePeriod service) {
        return ChronoUnit.DAYS.between(service.from(), service.to());
    }

    /** Days of the service where each month has 30 (30/360, European rule). */
    static long daysOf360(ServicePeriod service) {
        LocalDate from = service.from();
        LocalDate to = service.to();
        return (to.getYear() - from.getYear()) * 360L
                + (to.getMonthValue() - from.getMonthValue()) * 30L
                + Math.min(30, to.getDayOfMonth())
                - Math.min(30, from.getDayOfMonth());
    }
}
