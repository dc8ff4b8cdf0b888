package io.billinghub.core.billrun.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.billinghub.core.billrun.model.RunCheck;
import io.billinghub.core.error.CoreError;
import io.billinghub.core.error.HubException;
import io.billinghub.core.notification.model.TargetAnswer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tasks of stages are read strictly, with the place of what is wrong, and written as they came. */
class StageTasksTest {

    private static final String TASK =
            "{'stage':'RATING','when':'AFTER','name':'Parked','check':{'type':'BUILT_IN','rule':'PARKED_SHARE','most':2.5},'onFailure':'STOP'}";

    private static JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .readTree(text.replace('\'', '"'));
    }

    @Test
    void whatIsReadIsWrittenAgain() throws JsonProcessingException {
        assertThat(StageTasks.write(StageTasks.read(json("[" + TASK + "]"))))
                .isEqualTo(("[" + TASK + "]").replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'GET'                  | 'PUT'                       | 'method' is GET or POST, not PUT",
                "https://check.example/ | ftp://check.example/        | 'url' must begin with https://",
                "https://check.example/ | https://user@check.example/ | 'url' must not hold a user",
                "secret:task-check      | secret:sftp                 | 'secret' is secret:task-NAME",
                "secret:task-check      | secret:task-a--b            | 'secret' is secret:task-NAME",
                "'timeoutSeconds':5     | 'timeoutSeconds':61         | 'timeoutSeconds' is from 1 to 60",
                "'expectedStatus':204   | 'expectedStatus':99         | 'expectedStatus' is from 200 to 599",
            })
    void aQuestionToAnotherSystemIsReadStrictly(String what, String instead, String detail)
            throws JsonProcessingException {
        String http =
                "[{'stage':'RATING','when':'AFTER','name':'Asked','check':{'type':'HTTP','method':'GET','url':'https://check.example/',"
                        + "'secret':'secret:task-check','timeoutSeconds':5,'expectedStatus':204,'json':false},'onFailure':'STOP'}]";
        assertThat(StageTasks.write(StageTasks.read(json(http)))).isEqualTo(http.replace('\'', '"'));
        assertThatThrownBy(() -> StageTasks.read(json(http.replace(what, instead))))
                .isInstanceOf(HubException.class)
                .hasMessageStartingWith("/0/check: " + detail);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "false | 200 |                                  | true  | answered 200",
                "false | 204 |                                  | false | answered 204, not 200",
                "true  | 200 | {'ok': true}                     | true  | answered true",
                "true  | 200 | {'ok': true, 'message': 'fine'}  | true  | fine",
                "true  | 200 | {'ok': false, 'message': 'late'} | false | late",
                "true  | 500 | {'ok': true}                     | false | answered 500, not 200",
                "true  | 200 | {'ok': 'yes'}                    | false | the answer is not",
                "true  | 200 | ok                               | false | the answer is not",
                "true  | 200 |                                  | false | the answer is not",
            })
    void anAnswerIsTakenAtItsWord(boolean json, int status, String body, boolean ok, String message) {
        RunCheck.Http check =
                new RunCheck.Http("GET", "https://check.example/", null, Duration.ofSeconds(1), 200, json);
        String text = body == null ? "" : body.replace('\'', '"');
        RunCheck.Finding finding = HttpChecks.judged(check, TargetAnswer.ofStatus(status, text, 1));
        assertThat(finding.ok()).isEqualTo(ok);
        assertThat(finding.message()).startsWith(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'RATING'       | 'SCHEDULED'     | /0: a stage is one of COLLECTING",
                "'RATING'       | 'RATED'         | /0/stage: is one of [",
                "'AFTER'        | 'BEFORE'        | /0: what the check looks at is not there yet BEFORE the stage RATING",
                "'Parked'       | ' '             | /0: a name has 1 to 100 characters",
                "'BUILT_IN'     | 'SHELL'         | /0/check/type: is",
                ",'most':2.5    | ''              | /0/check: PARKED_SHARE needs 'most', a number",
                "2.5            | -1              | /0/check: 'most' is from 0",
                "2.5            | 1e400           | /0/check: 'most' is from 0",
                "2.5            | '2.5'           | /0/check/most: is no number",
                "PARKED_SHARE   | MISSING_PARTNERS | /0/check: MISSING_PARTNERS has no 'most'",
                "PARKED_SHARE   | SOMETHING       | /0/check/rule: is one of [PARKED_SHARE, ",
                "'name'         | 'title'         | /0/title: is not known",
                "'STOP'         | 'IGNORE'        | /0/onFailure: is one of [STOP, WARN], not IGNORE",
            })
    void whatIsWrongIsNamedWithItsPlace(String what, String instead, String detail) {
        String replacement = instead.equals("''") ? "" : instead;
        assertThatThrownBy(() -> StageTasks.read(json("[" + TASK.replace(what, replacement) + "]")))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(CoreError.TASKS_REFUSED))
                .hasMessageStartingWith(detail);
    }
}
