package io.billinghub.adapters.usage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.billinghub.adapters.AdapterError;
import io.billinghub.adapters.mapping.ExactJson;
import io.billinghub.adapters.mapping.LineFlawException;
import io.billinghub.adapters.model.FlawedLine;
import io.billinghub.adapters.model.RuleCode;
import io.billinghub.adapters.usage.UsageEvent.Attribute;
import io.billinghub.adapters.usage.UsageFormat.EventSink;
import io.billinghub.core.error.HubException;
import io.billinghub.core.error.JsonFlaw;
import java.io.IOException;

/** Usage events as JSON objects, read token by token: no tree is built. */
final class JsonEvents {

    private static final JsonFactory JSON = ExactJson.MAPPER.getFactory();

    private JsonEvents() {}

    /** Reads the attributes of an object whose begin has been read, up to its end. */
    interface Attributes {
        void read(JsonParser json, UsageEvent event) throws IOException;
    }

    /** One object per line; a line that is none is a flaw of its own. */
    static void lines(byte[] content, EventSink sink) {
        int position = 0;
        int row = 0;
        int begin = 0;
        while (begin < content.length) {
            int end = begin;
            while (end < content.length && content[end] != '\n') {
                end++;
            }
            row++;
            if (!blank(content, begin, end)) {
                position++;
                sink.take(line(content, begin, end, position, "row " + row));
            }
            begin = end + 1;
        }
    }

    private static ReadEvent line(byte[] content, int begin, int end, int position, String place) {
        UsageEvent event = new UsageEvent();
        try (JsonParser json = JSON.createParser(content, begin, end - begin)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new LineFlawException("the row is no JSON object");
            }
            plain(json, event);
            if (json.nextToken() != null) {
                throw new LineFlawException("the row has more than one JSON object");
            }
            return new ReadEvent(event.id(), event.line(position, place));
        } catch (LineFlawException flaw) {
            return flawed(event, position, place, flaw.getMessage());
        } catch (JsonProcessingException notJson) {
            return flawed(event, position, place, "the row is no JSON: " + JsonFlaw.of(notJson));
        } catch (IOException notUtf8) {
            return flawed(event, position, place, "the row is no JSON: " + notUtf8.getMessage());
        }
    }

    /** An array of objects, or one object; what is not well-formed refuses the whole. */
    static void array(byte[] content, Attributes attributes, EventSink sink) {
        try (JsonParser json = JSON.createParser(content)) {
            JsonToken first = json.nextToken();
            if (first == JsonToken.START_OBJECT) {
                sink.take(object(json, attributes, 1));
            } else if (first == JsonToken.START_ARRAY) {
                int position = 0;
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    position++;
                    sink.take(
                            json.currentToken() == JsonToken.START_OBJECT
                                    ? object(json, attributes, position)
                                    : noObject(json, position));
                }
            } else {
                throw refused("it is neither a JSON array nor a JSON object");
            }
            if (json.nextToken() != null) {
                throw refused("something follows behind the JSON");
            }
        } catch (JsonProcessingException notJson) {
            throw refused("it is no JSON: " + JsonFlaw.of(notJson));
        } catch (IOException notUtf8) {
            throw refused("it is no JSON: " + notUtf8.getMessage());
        }
    }

    private static ReadEvent object(JsonParser json, Attributes attributes, int position) throws IOException {
        String place = "/" + (position - 1);
        UsageEvent event = new UsageEvent();
        int depth = json.getParsingContext().getNestingDepth();
        try {
            attributes.read(json, event);
            return new ReadEvent(event.id(), event.line(position, place));
        } catch (LineFlawException flaw) {
            while (json.getParsingContext().getNestingDepth() >= depth) {
                json.nextToken(); // to the end of this object: the next one may be good
            }
            return flawed(event, position, place, flaw.getMessage());
        }
    }

    private static ReadEvent noObject(JsonParser json, int position) throws IOException {
        json.skipChildren();
        return flawed(new UsageEvent(), position, "/" + (position - 1), "this is no JSON object");
    }

    /** The attributes by their names. */
    static void plain(JsonParser json, UsageEvent event) throws IOException {
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (name.equals(UsageEvent.DIMENSIONS)) {
                dimensions(json, value, event);
            } else if (value == JsonToken.VALUE_STRING) {
                event.text(name, json.getText());
            } else if (value.isNumeric()) {
                event.number(name, json.getText());
            } else {
                event.text(name, scalar(json, name));
            }
        }
    }

    /** Id, source and time are those of the CloudEvent; its subject is the account where the data names none. */
    static void cloudEvent(JsonParser json, UsageEvent event) throws IOException {
        String subject = null;
        boolean data = false;
        boolean version = false;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "specversion" ->
                    version = value == JsonToken.VALUE_STRING && json.getText().equals("1.0");
                case "id" -> event.text(Attribute.ID, scalar(json, name));
                case "source" -> event.text(Attribute.SOURCE, scalar(json, name));
                case "time" -> event.text(Attribute.AT, scalar(json, name));
                case "subject" -> subject = scalar(json, name);
                case "data" -> {
                    data = value == JsonToken.START_OBJECT;
                    if (data) {
                        plain(json, event);
                    } else {
                        json.skipChildren();
                    }
                }
                default -> json.skipChildren(); // type, and extensions that senders add
            }
        }
        if (!version || !data) {
            throw new LineFlawException("this is no CloudEvent with the specversion \"1.0\" and an object as data");
        }
        if (subject != null) {
            event.otherwise(Attribute.ACCOUNT, subject);
        }
    }

    private static void dimensions(JsonParser json, JsonToken value, UsageEvent event) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            throw new LineFlawException(UsageEvent.DIMENSIONS + ": must be an object of texts");
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            event.dimension(name, scalar(json, UsageEvent.DIMENSIONS + "." + name));
        }
    }

    private static String scalar(JsonParser json, String name) throws IOException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.VALUE_STRING || token.isNumeric() || token.isBoolean()) {
            return json.getText();
        }
        throw new LineFlawException(name + ": must be a text or a number, neither null nor a list nor an object");
    }

    private static ReadEvent flawed(UsageEvent event, int position, String place, String detail) {
        return new ReadEvent(event.id(), new FlawedLine(position, place, RuleCode.MALFORMED_LINE, detail, null, null));
    }

    private static HubException refused(String why) {
        return new HubException(AdapterError.INVALID_REQUEST, "the batch can't be read: " + why);
    }

    private static boolean blank(byte[] content, int begin, int end) {
        for (int i = begin; i < end; i++) {
            if (content[i] != ' ' && content[i] != '\r' && content[i] != '\t') {
                return false;
            }
        }
        return true;
    }
}
