package io.billinghub.embedded.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billinghub.embedded.keycloak.DemoRealm;
import io.billinghub.embedded.keycloak.DemoTokens;
import io.billinghub.embedded.services.Service;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandsTest {
    private final List<Command> commands = HubCommand.commands(HubSettings.of(Map.of(), Path.of("/hub")));

    @Test
    void theHelpListsEveryCommand() {
        assertThat(Help.text(commands))
                .contains(commands.stream().map(Command::summary).toList());
    }

    @Test
    void theHelpsSummariesStandInOneColumn() {
        String help = Help.text(commands);
        List<Integer> columns = commands.stream()
                .map(command -> help.lines()
                        .filter(line -> line.startsWith("  " + command.name() + " "))
                        .findFirst()
                        .orElseThrow()
                        .indexOf(command.summary()))
                .toList();
        assertThat(columns).hasSizeGreaterThan(3).containsOnly(columns.get(0));
        assertThat(columns.get(0)).isPositive();
    }

    @Test
    void anUnknownCommandIsRefused() {
        assertThatThrownBy(() -> HubCommand.dispatch(List.of("fly"), commands))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("'fly'");
    }

    @Test
    void aPersonGetsATokenByPassword() {
        assertThat(DemoTokens.grant("finance", DemoRealm.load()))
                .isEqualTo(Map.of(
                        "grant_type", "password",
                        "client_id", "hub-cli",
                        "username", "finance",
                        "password", "demo-finance"));
    }

    @Test
    void aPartnersMachineGetsATokenByItsSecret() {
        assertThat(DemoTokens.grant("partner-cirrus", DemoRealm.load()))
                .isEqualTo(Map.of(
                        "grant_type", "client_credentials",
                        "client_id", "partner-cirrus",
                        "client_secret", "demo-partner-cirrus"));
    }

    @Test
    void servicesCanBeChosen() {
        assertThat(ServicesCommand.chosen(List.of())).containsExactly(Service.values());
        assertThat(ServicesCommand.chosen(List.of("--only", "kafka,postgres")))
                .containsExactly(Service.POSTGRES, Service.KAFKA);
        assertThatThrownBy(() -> ServicesCommand.chosen(List.of("--only", "redis")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("'redis'");
    }
}
