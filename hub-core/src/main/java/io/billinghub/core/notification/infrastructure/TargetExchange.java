package io.billinghub.core.notification.infrastructure;

import io.billinghub.core.notification.model.TargetAnswer;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One request and the beginning of its answer. The status decides; a body that is cut off, too long or never ends changes
 * nothing about it, and its connection is closed.
 */
final class TargetExchange {

    private final UniEmitter<? super TargetAnswer> emitter;
    private final long started;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Buffer read = Buffer.buffer();
    private volatile HttpClientRequest request;
    private volatile int status;

    TargetExchange(UniEmitter<? super TargetAnswer> emitter, long started) {
        this.emitter = emitter;
        this.started = started;
    }

    void begin(HttpClientRequest opened, String body) {
        request = opened;
        if (ended.get()) {
            opened.reset();
            return;
        }
        opened.send(Buffer.buffer(body, "UTF-8")).onSuccess(this::answered).onFailure(this::fail);
    }

    /** The time is over. */
    void late(Duration timeout) {
        if (status != 0) {
            end(true);
        } else if (ended.compareAndSet(false, true)) {
            close();
            emitter.fail(new TimeoutException("no answer within " + timeout));
        }
    }

    private void answered(HttpClientResponse response) {
        status = response.statusCode();
        response.exceptionHandler(cutOff -> end(true));
        response.endHandler(whole -> end(false));
        response.handler(part -> {
            read.appendBuffer(part.slice(0, Math.min(part.length(), TargetAnswer.MAX_BODY)));
            if (read.length() > TargetAnswer.MAX_BODY) {
                end(true);
            }
        });
    }

    private void end(boolean withConnection) {
        if (ended.compareAndSet(false, true)) {
            if (withConnection) {
                close();
            }
            emitter.complete(
                    TargetAnswer.ofStatus(status, read.toString(StandardCharsets.UTF_8), Targets.millisSince(started)));
        }
    }

    private void fail(Throwable failure) {
        if (ended.compareAndSet(false, true)) {
            close();
            emitter.fail(failure);
        }
    }

    private void close() {
        HttpClientRequest opened = request;
        if (opened != null) {
            opened.connection().close();
        }
    }
}
