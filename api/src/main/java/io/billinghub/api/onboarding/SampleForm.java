package io.billinghub.api.onboarding;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.dryrun.DryRuns;
import io.billinghub.api.error.ApiError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.error.JsonFlaw;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** Parts of a form, read whole; for blocking threads. */
final class SampleForm {

    private SampleForm() {}

    /** @throws HubException INVALID_BODY where there is no such part, SAMPLE_TOO_LARGE */
    static byte[] required(FileUpload part, String name) {
        if (part == null) {
            throw new HubException(ApiError.INVALID_BODY, "The form has no part '" + name + "' that is a file.");
        }
        return optional(part);
    }

    /** Empty where there is none. */
    static byte[] optional(FileUpload part) {
        if (part == null) {
            return new byte[0];
        }
        try (InputStream in = Files.newInputStream(part.uploadedFile())) {
            return read(in);
        } catch (IOException e) {
            throw new UncheckedIOException("the uploaded file could not be read", e);
        }
    }

    /**
     * The part 'descriptor'.
     *
     * @throws HubException INVALID_BODY for what is no JSON object, and for one that says a member twice
     */
    static ObjectNode json(ObjectMapper json, byte[] descriptor) {
        try {
            JsonNode read = json.reader()
                    .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .readTree(descriptor);
            if (read instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new HubException(
                    ApiError.INVALID_BODY, "The part 'descriptor' is no JSON: " + JsonFlaw.of(e) + ".", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new HubException(ApiError.INVALID_BODY, "The part 'descriptor' must be a JSON object.");
    }

    /** @throws HubException SAMPLE_TOO_LARGE */
    static byte[] read(InputStream in) {
        try {
            byte[] bytes = in.readNBytes(DryRuns.MOST_BYTES + 1);
            if (bytes.length > DryRuns.MOST_BYTES) {
                throw new HubException(
                        AdapterError.SAMPLE_TOO_LARGE, "A sample has at most " + DryRuns.MOST_BYTES + " bytes.");
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("the body could not be read", e);
        }
    }
}
