package io.billinghub.adapters.suggest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billinghub.adapters.descriptor.AdapterDescriptor;
import io.billinghub.adapters.descriptor.DescriptorReader;
import io.billinghub.adapters.format.Utf8;
import io.billinghub.adapters.mapping.ExactJson;
import io.billinghub.adapters.model.DocumentKind;
import io.billinghub.adapters.preset.Preset;
import io.billinghub.adapters.preset.Presets;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Proposes the adapter that reads a sample: a preset if one reads it well, else a format with its dialect and a mapping. Every
 * proposal is tried on the sample before it is made.
 */
@ApplicationScoped
public class Suggester {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A preset that reads less of the sample is not proposed. */
    private static final int PRESET_READS = 90;

    private final DescriptorReader descriptors;

    public Suggester(DescriptorReader descriptors) {
        this.descriptors = descriptors;
    }

    /**
     * A sample.
     *
     * @param fileName as it was sent, or null
     * @param file unpacked
     * @param kind what the documents hold, where the asker knows
     * @param maxMappedBytes largest document that is held whole in memory
     */
    public record Sample(String fileName, Path file, Optional<DocumentKind> kind, long maxMappedBytes) {}

    /** A descriptor and what it made of the sample. */
    private record Tried(ObjectNode descriptor, Trial trial, Preset preset, Proposal proposal) {
        int worth() {
            return trial.worth();
        }
    }

    /**
     * What the sample tells; blocks.
     *
     * @throws IOException if the file can't be read
     */
    public Suggestion suggest(Sample sample) throws IOException {
        SampleText text = SampleText.of(sample.file());
        FormatGuess format = Formats.of(sample.file(), text);
        List<String> questions = new ArrayList<>();
        Optional<Tried> preset = preset(sample, format);
        if (preset.isPresent()) {
            Tried best = preset.get();
            if (!best.trial().addsUp()) {
                questions.add("The lines add up to " + best.trial().net().toPlainString() + ", the document states "
                        + best.trial().statedNet().toPlainString() + ".");
            }
            FormatGuess read = new FormatGuess(
                    best.preset().descriptor().path("format").path("type").asText(),
                    best.worth(),
                    "the preset " + best.preset().name() + " reads it: "
                            + best.trial().lines() + " lines, " + best.trial().flawed() + " that it can't read");
            return new Suggestion(
                    best.descriptor(), read, best.preset().name(), List.of(), List.of(), questions, best.trial());
        }
        List<Proposal> proposals = proposals(sample, format, text);
        Optional<Tried> made = made(sample, proposals);
        Optional<Proposal> part = proposals.stream()
                .filter(proposal -> !proposal.fields().isEmpty())
                .max(Comparator.comparing(proposal -> proposal.fields().size()));
        if (made.isEmpty() && part.isPresent()) {
            Proposal proposal = part.get();
            questions.addAll(proposal.questions());
            questions.add("Not all that a descriptor needs was found, so it was not tried on the sample.");
            return new Suggestion(
                    proposal.descriptor(), format, null, proposal.fields(), proposal.unused(), questions, null);
        }
        if (made.isEmpty()) {
            questions.add(
                    "Nothing that the hub knows reads this sample. Ask the partner which format it is, and look at the"
                            + " formats and presets of the guide.");
            return new Suggestion(null, format, null, List.of(), List.of(), questions, null);
        }
        Tried best = made.get();
        questions.addAll(best.proposal().questions());
        if (sample.kind().isEmpty()) {
            questions.add(
                    best.descriptor().path("kind").asText().equals("BILL")
                            ? "It is taken for a bill, with amounts; if the hub is to price quantities, ask with kind=USAGE."
                            : "It is taken for usage, which the hub prices; if amounts are to be billed as they are, ask with"
                                    + " kind=BILL.");
        }
        return new Suggestion(
                best.descriptor(),
                format,
                null,
                best.proposal().fields(),
                best.proposal().unused(),
                questions,
                best.trial());
    }

    private Optional<Tried> preset(Sample sample, FormatGuess format) throws IOException {
        List<Tried> tried = new ArrayList<>();
        for (Preset preset : Presets.all()) {
            String kind = preset.descriptor().path("kind").asText();
            if (Formats.mayBe(
                            format,
                            preset.descriptor().path("format").path("type").asText())
                    && sample.kind().map(DocumentKind::name).orElse(kind).equals(kind)) {
                ObjectNode descriptor =
                        JSON.createObjectNode().put("kind", kind).put("preset", preset.name());
                trial(descriptor, sample).ifPresent(trial -> tried.add(new Tried(descriptor, trial, preset, null)));
            }
        }
        return tried.stream()
                .filter(one -> one.worth() >= PRESET_READS)
                .max(Comparator.comparing(Tried::worth)
                        .thenComparing(one -> one.trial().addsUp())
                        .thenComparing(one -> one.trial().lines()));
    }

    private Optional<Tried> made(Sample sample, List<Proposal> proposals) throws IOException {
        List<Tried> tried = new ArrayList<>();
        for (Proposal proposal : proposals) {
            trial(proposal.descriptor(), sample)
                    .ifPresent(trial -> tried.add(new Tried(proposal.descriptor(), trial, null, proposal)));
        }
        return tried.stream()
                .max(Comparator.comparing((Tried one) -> one.proposal().enough())
                        .thenComparing(Tried::worth)
                        .thenComparing(one -> one.proposal().fields().size()));
    }

    /** One for each kind that the asker leaves open. */
    private static List<Proposal> proposals(Sample sample, FormatGuess format, SampleText text) throws IOException {
        List<Proposal> proposals = new ArrayList<>();
        for (DocumentKind kind : sample.kind().map(List::of).orElse(List.of(DocumentKind.values()))) {
            proposals.addAll(proposals(sample, format, text, kind));
        }
        return proposals;
    }

    private static List<Proposal> proposals(Sample sample, FormatGuess format, SampleText text, DocumentKind kind)
            throws IOException {
        switch (format.type()) {
            case "csv":
                return CsvSample.of(text.text()).map(table -> CsvProposal.of(table, text, kind)).stream()
                        .toList();
            case "ndjson":
                return kind == DocumentKind.USAGE
                        ? List.of(JsonProposal.ofUsage(JsonSample.ofRecords(Formats.records(text.text()))))
                        : List.of();
            case "json":
                return kind == DocumentKind.BILL
                        ? json(sample).map(JsonSample::of).map(JsonProposal::ofBill).stream()
                                .toList()
                        : List.of();
            default:
                return List.of();
        }
    }

    private static Optional<JsonNode> json(Sample sample) throws IOException {
        if (Files.size(sample.file()) > sample.maxMappedBytes()) {
            return Optional.empty();
        }
        try (InputStream in = Utf8.open(sample.file())) {
            return Optional.ofNullable(ExactJson.MAPPER.readTree(in));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** Empty where the proposal is no descriptor: a column that the schema does not take, for example. */
    private Optional<Trial> trial(ObjectNode proposal, Sample sample) throws IOException {
        ObjectNode whole = proposal.deepCopy();
        Stream.of("key", "partner", "agreement").forEach(field -> whole.put(field, "sample"));
        whole.putObject("transport").put("type", "push");
        if (!descriptors.problems(whole.toString()).isEmpty()) {
            return Optional.empty();
        }
        AdapterDescriptor descriptor = descriptors.read(whole.toString());
        return Optional.of(Trial.of(descriptor, sample.fileName(), sample.file(), sample.maxMappedBytes()));
    }
}
