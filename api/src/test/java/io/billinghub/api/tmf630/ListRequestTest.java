package io.billinghub.api.tmf630;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.api.error.ApiError;
import io.billinghub.core.error.HubException;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Query parameters of TMF630 become SQL in which every value is bound. */
class ListRequestTest {

    private static final ResourceType BILL = new ResourceType(
            "Bill",
            "/bills",
            Set.of("state", "billDate", "amount", "account"),
            Map.of(
                    "state", Filter.oneOf("b.state", Set.of("new", "sent")),
                    "billDate", Filter.column("b.issue_date", ValueType.DAY),
                    "amount.value", Filter.column("b.amount", ValueType.NUMBER),
                    "account.id", Filter.column("a.uuid", ValueType.UUID),
                    "name", Filter.column("b.name", ValueType.TEXT),
                    "paid", Filter.column("b.paid", ValueType.BOOLEAN)),
            Map.of("billDate", "b.issue_date", "amount.value", "b.amount"),
            "b.id");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // query                                | condition
                "state=new                              | (b.state = $1::text)",
                "state=new,sent                         | (b.state = $1::text or b.state = $2::text)",
                "state.ne=new,sent                      | (b.state <> $1::text and b.state <> $2::text)",
                "billDate=2026-10-01                    | (b.issue_date = $1::date)",
                "billDate=2026-10-01T01:00:00Z          | (false)",
                "billDate.ne=2026-10-01T01:00:00Z       | (b.issue_date is not null)",
                "billDate.gte=2026-10-01                | (b.issue_date >= $1::date)",
                "billDate.gte=2026-10-01T01:00:00Z      | (b.issue_date > $1::date)",
                "billDate.gt=2026-10-01T01:00:00Z       | (b.issue_date > $1::date)",
                "billDate.lt=2026-10-01T00:00:00Z       | (b.issue_date < $1::date)",
                "billDate.lt=2026-10-01T01:00:00Z       | (b.issue_date <= $1::date)",
                "billDate.lte=2026-10-01T01:00:00Z      | (b.issue_date <= $1::date)",
                "amount.value.gt=-10.50                 | (b.amount > $1::numeric)",
                "amount.value=1                         | (b.amount = $1::numeric)",
                "paid=true                              | (b.paid = $1::boolean)",
                "name=' or true --                      | (b.name = $1::text)",
            },
            quoteCharacter = '"')
    void compilesEachOperator(String query, String condition) {
        assertThat(parse(query).condition()).isEqualTo(condition);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // name of the parameter, its value | condition
                "name.regex     | ^A.*  | (b.name ~ $1::text)",
                "name*          | ^A.*  | (b.name ~ $1::text)",
                "name!          | x     | (b.name <> $1::text)",
                "amount.value>  | 5     | (b.amount >= $1::numeric)",
                "amount.value<  | 5     | (b.amount <= $1::numeric)",
                "amount.value>5 | ''    | (b.amount > $1::numeric)",
                "amount.value<5 | ''    | (b.amount < $1::numeric)",
            })
    void readsOperatorsThatAreSigns(String name, String value, String condition) {
        MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
        parameters.putSingle(name, value);
        assertThat(ListRequest.parse(BILL, parameters).condition()).isEqualTo(condition);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "note             | x    | exists (select from jsonb_path_query(b.kept, $1::text::jsonpath) as found where (found #>> '{}' = $2::text))",
                "note.lang.ne     | x    | not exists (select from jsonb_path_query(b.kept, $1::text::jsonpath) as found where (found #>> '{}' = $2::text))",
                "note.count.gt    | 5    | exists (select from jsonb_path_query(b.kept, $1::text::jsonpath) as found where (case jsonb_typeof(found) when 'number' then (found #>> '{}')::numeric > $3::numeric else found #>> '{}' > $2::text end))",
            })
    void looksIntoWhatIsKept(String name, String value, String condition) {
        ResourceType type = new ResourceType(
                "Note", "/notes", Set.of("note"), Map.of(), Map.of(), "b.id", java.util.Optional.of("b.kept"));
        MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
        parameters.putSingle(name, value);
        assertThat(ListRequest.parse(type, parameters).condition()).isEqualTo(condition);
        parameters.clear();
        parameters.putSingle("note.\"; drop", value);
        assertThatThrownBy(() -> ListRequest.parse(type, parameters)).hasMessageContaining("is no path of attributes");
    }

    @Test
    void joinsNamesByAndAndRepetitionsByOr() {
        MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
        parameters.put("state", List.of("new", "sent"));
        parameters.putSingle("paid", "false");

        ListRequest request = ListRequest.parse(BILL, parameters);

        assertThat(request.condition().split(" and "))
                .hasSize(2)
                .anyMatch(part -> part.startsWith("(b.state = $") && part.contains(" or b.state = $"))
                .anyMatch(part -> part.startsWith("(b.paid = $"));
        assertThat(values(request)).containsExactlyInAnyOrder("new", "sent", false);
    }

    @Test
    void comparesAnInstantInUtc() {
        // 01:30 in Helsinki's summer is 22:30 UTC of the day before
        assertThat(values(parse("billDate.gt=2026-10-01T01:30:00+03:00"))).containsExactly(LocalDate.of(2026, 9, 30));
    }

    @Test
    void matchesAllWithoutAFilter() {
        assertThat(ListRequest.parse(BILL, new MultivaluedHashMap<>()).condition())
                .isEqualTo("true");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "colour=red",
                "state=paid",
                "state.like=new",
                "state;drop table=x",
                "billDate.gte=yesterday",
                "billDate=2026-13-01",
                "amount.value=ten",
                "amount.value=11111111111111111111111111111111111111111",
                "account.id=42",
                "account.id.gt=0199f2a1-6a55-7cc3-8c0f-5c3a1d9e0b11",
                "paid=yes",
                "paid.lt=true",
                "name=\u0000",
                "sort=colour",
                "limit=many",
                "limit=-1",
                "offset=-5",
                "fields=colour",
            })
    void refusesWhatItDoesNotKnow(String query) {
        assertThatThrownBy(() -> parse(query))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ApiError.INVALID_PARAMETER));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "billDate               | b.issue_date, b.id",
                "-billDate              | b.issue_date desc, b.id",
                "+amount.value          | b.amount, b.id",
                "-billDate,amount.value | b.issue_date desc, b.amount, b.id",
            })
    void ordersTotally(String sort, String order) {
        assertThat(parse("sort=" + sort).order()).isEqualTo(order);
    }

    @ParameterizedTest
    @CsvSource({
        // query,            offset, limit, asked
        "state=new,               0,   100, LIST",
        "limit=5,                 0,     5, PAGE",
        "offset=7,                7,   100, PAGE",
        "limit=100000,            0,  1000, PAGE",
    })
    void readsThePage(String query, int offset, int limit, ListRequest.Asked asked) {
        ListRequest request = parse(query);
        assertThat(List.of(request.offset(), request.limit())).containsExactly(offset, limit);
        assertThat(request.asked()).isEqualTo(asked);
    }

    @Test
    void keepsARestrictionApartFromAlternatives() {
        assertThat(parse("state=new,sent").narrowed("b.mine").condition())
                .isEqualTo("((b.state = $1::text or b.state = $2::text)) and b.mine");
    }

    private static ListRequest parse(String query) {
        int equals = query.indexOf('=');
        MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
        parameters.putSingle(query.substring(0, equals), query.substring(equals + 1));
        return ListRequest.parse(BILL, parameters);
    }

    private static List<Object> values(ListRequest request) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < request.binds().tuple().size(); i++) {
            values.add(request.binds().tuple().getValue(i));
        }
        return values;
    }
}
