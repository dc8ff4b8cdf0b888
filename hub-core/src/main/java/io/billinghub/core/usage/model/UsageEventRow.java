package io.billinghub.core.usage.model;

import io.billinghub.core.rating.metering.UsageEvent;
import java.util.Optional;

/**
 * A usage record with where it belongs.
 *
 * @param record its document and position, {@code 17/3}; also the event's id
 * @param reverses the record that it takes back
 */
public record UsageEventRow(UsageGroup group, String record, UsageEvent event, Optional<String> reverses) {}
