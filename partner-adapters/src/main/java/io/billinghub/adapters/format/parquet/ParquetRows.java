package io.billinghub.adapters.format.parquet;

import com.fasterxml.jackson.databind.JsonNode;
import io.billinghub.adapters.format.flat.FlatRow;
import io.billinghub.adapters.format.flat.FlatRows;
import io.billinghub.adapters.format.flat.Header;
import io.billinghub.adapters.format.flat.RowDigest;
import io.billinghub.adapters.model.RefusedException;
import io.billinghub.adapters.model.RuleCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.DummyRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** Rows of Parquet. Thread-safe. */
public final class ParquetRows implements FlatRows {

    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int LARGEST_FOOTER = 16 << 20;
    /** A row group is held whole, packed. */
    private static final long LARGEST_PACKED = 128L << 20;

    private static final int MOST_COLUMNS = 2_000;
    /** Equal values are packed well, a document of nothing else is a bomb. */
    private static final long ROWS_OF_A_BYTE = 10;

    private static final int LONGEST_FIELD = 1 << 20;

    private final Set<String> mapped;
    private final int doubleDecimals;

    /**
     * @param mapped texts of the mapping in lower case: a column of such a name has to be readable
     * @param doubleDecimals to which floating point is rounded, or {@link ParquetColumn#NO_DOUBLES}
     */
    private ParquetRows(Set<String> mapped, int doubleDecimals) {
        this.mapped = Set.copyOf(mapped);
        this.doubleDecimals = doubleDecimals;
    }

    /**
     * The rows as a descriptor's {@code format} says: floating point is rounded to {@code doubleDecimals}, or not read.
     *
     * @param mapped names that the mapping may mean: a column of such a name has to be readable
     */
    public static ParquetRows of(JsonNode options, Collection<String> mapped) {
        Set<String> names = new HashSet<>();
        mapped.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        return new ParquetRows(names, options.path("doubleDecimals").asInt(ParquetColumn.NO_DOUBLES));
    }

    /**
     * Whether the document begins as Parquet does.
     *
     * @throws IOException if it can't be read
     */
    public static boolean isParquet(Path path) throws IOException {
        try (InputStream file = Files.newInputStream(path)) {
            return Arrays.equals(file.readNBytes(MAGIC.length), MAGIC);
        }
    }

    private record Column(ColumnDescriptor descriptor, Function<ColumnReader, String> text) {}

    @Override
    public void read(Path path, Reader reader) throws IOException {
        requireFooter(path);
        BoundedCodecs codecs = new BoundedCodecs();
        ParquetReadOptions options = ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withCodecFactory(codecs)
                .build();
        try (ParquetFileReader file =
                guarded("footer", () -> ParquetFileReader.open(new LocalInputFile(path), options))) {
            requireBounds(file.getRowGroups(), Files.size(path));
            MessageType schema = file.getFileMetaData().getSchema();
            List<Column> columns = columns(schema);
            MessageType flat = new MessageType(
                    schema.getName(),
                    columns.stream()
                            .map(column -> schema.getType(column.descriptor().getPath()[0]))
                            .toList());
            guarded("footer", () -> {
                file.setRequestedSchema(flat);
                return null;
            });
            Header header = new Header(
                    columns.stream()
                            .map(column -> column.descriptor().getPath()[0])
                            .toList(),
                    "schema");
            reader.header(header);
            new Handing(header, columns, flat, file.getFileMetaData().getCreatedBy(), reader).all(file, codecs);
        }
    }

    private static void requireFooter(Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            byte[] head = new byte[4];
            byte[] tail = new byte[8];
            if (file.length() < 12) {
                throw malformed("document", "it is shorter than any Parquet file", null);
            }
            file.readFully(head);
            file.seek(file.length() - tail.length);
            file.readFully(tail);
            if (!Arrays.equals(head, MAGIC)) {
                throw malformed("document", "it does not begin with PAR1: it is no Parquet file", null);
            }
            if (!Arrays.equals(Arrays.copyOfRange(tail, 4, 8), MAGIC)) {
                throw malformed("footer", "it does not end with PAR1: the file has been cut", null);
            }
            long length =
                    (tail[0] & 0xFFL) | (tail[1] & 0xFFL) << 8 | (tail[2] & 0xFFL) << 16 | (tail[3] & 0xFFL) << 24;
            if (length > LARGEST_FOOTER || length > file.length() - 12) {
                throw malformed("footer", "the footer says that it has " + length + " bytes", null);
            }
            byte[] footer = new byte[(int) length];
            file.seek(file.length() - tail.length - length);
            file.readFully(footer);
            guarded("footer", () -> {
                FooterBytes.require(footer);
                return null;
            });
        }
    }

    private static void requireBounds(List<BlockMetaData> groups, long size) {
        long rows = 0;
        for (BlockMetaData group : groups) {
            rows += Math.max(0, group.getRowCount());
            if (group.getRowCount() < 0 || rows > 1 << 20 && rows / Math.max(1, size) >= ROWS_OF_A_BYTE) {
                throw new RefusedException(
                        RuleCode.ARCHIVE_REFUSED,
                        "footer",
                        "it says that it has " + rows + " rows in " + size + " bytes");
            }
            if (group.getCompressedSize() > LARGEST_PACKED || group.getTotalByteSize() > BoundedCodecs.LARGEST_GROUP) {
                throw new RefusedException(
                        RuleCode.ARCHIVE_REFUSED,
                        "footer",
                        "a row group has " + group.getCompressedSize() + " bytes, unpacked " + group.getTotalByteSize()
                                + "; " + LARGEST_PACKED + " and " + BoundedCodecs.LARGEST_GROUP + " are allowed");
            }
        }
    }

    private List<Column> columns(MessageType schema) {
        if (schema.getFieldCount() > MOST_COLUMNS) {
            throw malformed("schema", "it has " + schema.getFieldCount() + " columns", null);
        }
        List<Column> columns = new ArrayList<>();
        for (Type type : schema.getFields()) {
            Optional<Function<ColumnReader, String>> text = ParquetColumn.text(type, doubleDecimals);
            if (text.isPresent()) {
                columns.add(new Column(schema.getColumnDescription(new String[] {type.getName()}), text.get()));
            } else if (mapped.contains(type.getName().toLowerCase(Locale.ROOT))) {
                throw malformed(
                        "schema",
                        "the column " + type.getName() + " is \"" + type
                                + "\": decimals, whole numbers, texts, dates and timestamps are read; floating point only where "
                                + "format.doubleDecimals says how it is rounded",
                        null);
            }
        }
        if (columns.isEmpty()) {
            throw malformed("schema", "it has no column that can be read", null);
        }
        return columns;
    }

    private interface Step<T> {
        T take() throws IOException;
    }

    /** The library tells a broken file by many exceptions; those of whom the rows are handed to never pass here. */
    private static <T> T guarded(String place, Step<T> step) {
        try {
            return step.take();
        } catch (RefusedException refusal) {
            throw refusal;
        } catch (IOException | RuntimeException e) {
            throw malformed(place, "the Parquet file is damaged: " + e.getMessage(), e);
        }
    }

    private static RefusedException malformed(String place, String detail, Exception cause) {
        RefusedException refusal = new RefusedException(RuleCode.MALFORMED_DOCUMENT, place, detail);
        if (cause != null) {
            refusal.initCause(cause);
        }
        return refusal;
    }

    /** Hands the rows of one document on. */
    private static final class Handing {
        private final Header header;
        private final List<Column> columns;
        private final MessageType schema;
        private final String createdBy;
        private final Reader reader;
        private final RowDigest digest = new RowDigest();
        private long rows;

        Handing(Header header, List<Column> columns, MessageType schema, String createdBy, Reader reader) {
            this.header = header;
            this.columns = columns;
            this.schema = schema;
            this.createdBy = createdBy;
            this.reader = reader;
        }

        void all(ParquetFileReader file, BoundedCodecs codecs) {
            while (true) {
                codecs.nextGroup();
                PageReadStore group = guarded(place(), file::readNextRowGroup);
                if (group == null) {
                    return;
                }
                group(new CheckedPages(group));
            }
        }

        private void group(PageReadStore group) {
            ColumnReader[] values = guarded(place(), () -> readers(group));
            for (long row = 0; row < group.getRowCount(); row++) {
                rows++;
                List<String> fields = guarded(place(), () -> fields(values));
                if (fields.stream().anyMatch(field -> !field.isBlank())) {
                    reader.row(new FlatRow(header, fields, place(), digest));
                }
            }
        }

        private ColumnReader[] readers(PageReadStore group) {
            ColumnReadStoreImpl store = new ColumnReadStoreImpl(
                    group, new DummyRecordConverter(schema).getRootConverter(), schema, createdBy);
            return columns.stream()
                    .map(column -> store.getColumnReader(column.descriptor()))
                    .toArray(ColumnReader[]::new);
        }

        private List<String> fields(ColumnReader[] values) {
            String[] fields = new String[values.length];
            for (int i = 0; i < values.length; i++) {
                Column column = columns.get(i);
                ColumnReader value = values[i];
                fields[i] =
                        value.getCurrentDefinitionLevel() == column.descriptor().getMaxDefinitionLevel()
                                ? column.text().apply(value)
                                : "";
                if (fields[i].length() > LONGEST_FIELD) {
                    throw malformed(place(), "a field has more than " + LONGEST_FIELD + " characters", null);
                }
                value.consume();
            }
            return Arrays.asList(fields);
        }

        private String place() {
            return "row " + rows;
        }
    }
}
