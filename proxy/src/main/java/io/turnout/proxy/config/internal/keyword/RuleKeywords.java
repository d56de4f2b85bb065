package io.turnout.proxy.config.internal.keyword;

import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.internal.rule.ConditionDraft;
import io.turnout.proxy.config.internal.rule.ConditionParser;
import io.turnout.proxy.config.internal.rule.RuleDraft;
import io.turnout.proxy.config.internal.rule.RuleListDraft;
import io.turnout.proxy.config.internal.text.Rejection;
import io.turnout.proxy.config.rule.ConnectionActionConfig;
import io.turnout.proxy.config.rule.RuleActionConfig;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code acl}, {@code tcp-request} and {@code tcp-response}. */
final class RuleKeywords {
  private RuleKeywords() {}

  static void register(KeywordTable<ProxyDraft> table) {
    table.register(Keyword.of("acl", SectionKind.PROXIES, RuleKeywords::acl));
    KeywordTable<ActionDraft<ConnectionActionConfig>> onConnections = connectionActions();
    rules(
            table,
            "tcp-request",
            HaproxyNames.TCP_REQUEST,
            SectionKind.PROXIES,
            requestActions(),
            settings -> settings.requestRules)
        .register(
            Keyword.<ProxyDraft>of(
                    "connection",
                    SectionKind.CLIENT_SIDE,
                    (arguments, d) -> connection(arguments, d, onConnections))
                .strict());
    rules(
        table,
        "tcp-response",
        HaproxyNames.TCP_RESPONSE,
        SectionKind.SERVER_SIDE,
        responseActions(),
        settings -> settings.responseRules);
  }

  private static KeywordTable<ActionDraft<ConnectionActionConfig>> connectionActions() {
    KeywordTable<ActionDraft<ConnectionActionConfig>> actions =
        new KeywordTable<>("action", HaproxyNames.CONNECTION_ACTION);
    plain(actions, "accept", ConnectionActionConfig.Accept::new);
    plain(actions, "reject", ConnectionActionConfig.Reject::new);
    actions.register(
        Keyword.of(
            "expect-proxy",
            SectionKind.CLIENT_SIDE,
            (arguments, d) -> {
              layer4(arguments);
              d.action = new ConnectionActionConfig.ExpectProxy();
            }));
    return actions.register(
        Keyword.of(
            "expect-netscaler-cip",
            SectionKind.CLIENT_SIDE,
            (arguments, d) -> {
              layer4(arguments);
              String magic = DialogueOptions.netscalerMagic(arguments);
              d.action = new ConnectionActionConfig.ExpectNetscaler(magic);
            }));
  }

  private static void layer4(Arguments arguments) {
    if (!arguments.take("layer4")) {
      throw arguments.hasNext()
          ? arguments.notAmong(arguments.peek(), "layer", List.of("layer4"))
          : arguments.missing("layer4");
    }
  }

  private static KeywordTable<ActionDraft<RuleActionConfig>> requestActions() {
    KeywordTable<ActionDraft<RuleActionConfig>> actions =
        new KeywordTable<>("action", HaproxyNames.TCP_REQUEST_ACTION);
    plain(actions, "accept", RuleActionConfig.Accept::new);
    plain(actions, "reject", RuleActionConfig.Reject::new);
    actions.register(
        Keyword.of(
            "start-tls", SectionKind.PROXIES, (arguments, d) -> d.action = startTls(arguments)));
    return switchMux(actions);
  }

  /** {@code start-tls [take line|<n>] [reply <text>]}. */
  private static RuleActionConfig startTls(Arguments arguments) {
    int bytes = 0;
    if (arguments.take("take") && !arguments.take("line")) {
      bytes = arguments.number(1, Short.MAX_VALUE);
    }
    String reply = arguments.take("reply") ? arguments.next("a text") : "";
    return new RuleActionConfig.StartTls(bytes, reply);
  }

  private static KeywordTable<ActionDraft<RuleActionConfig>> responseActions() {
    KeywordTable<ActionDraft<RuleActionConfig>> actions =
        new KeywordTable<>("action", HaproxyNames.TCP_RESPONSE_ACTION);
    plain(actions, "accept", RuleActionConfig.Accept::new);
    plain(actions, "reject", RuleActionConfig.Reject::new);
    plain(actions, "close", RuleActionConfig.Close::new);
    return switchMux(actions);
  }

  private static <A> void plain(
      KeywordTable<ActionDraft<A>> actions, String name, Supplier<? extends A> maker) {
    actions.register(
        Keyword.of(name, SectionKind.PROXIES, (arguments, d) -> d.action = maker.get()));
  }

  private static KeywordTable<ActionDraft<RuleActionConfig>> switchMux(
      KeywordTable<ActionDraft<RuleActionConfig>> actions) {
    return actions.register(
        Keyword.of(
            "switch-mux",
            SectionKind.PROXIES,
            (arguments, d) ->
                d.action = new RuleActionConfig.SwitchMux(arguments.next("the name of a mux"))));
  }

  private static KeywordTable<ProxyDraft> rules(
      KeywordTable<ProxyDraft> table,
      String name,
      HaproxyNames others,
      Set<SectionKind> sections,
      KeywordTable<ActionDraft<RuleActionConfig>> actions,
      Function<ProxySettings, RuleListDraft> list) {
    KeywordTable<ProxyDraft> kinds = new KeywordTable<>("rule", others);
    kinds.register(
        Keyword.of(
            "content",
            sections,
            (arguments, d) -> content(arguments, d, actions, list.apply(d.settings))));
    kinds.register(
        Keyword.of("inspect-delay", sections, (arguments, d) -> delay(arguments, d, name, list)));
    table.register(
        Keyword.<ProxyDraft>of(
                name,
                sections,
                (arguments, d) -> {
                  refuseAnonymous(arguments, d);
                  kinds.read(arguments, d);
                })
            .strict());
    return kinds;
  }

  private static void acl(Arguments arguments, ProxyDraft draft) {
    refuseAnonymous(arguments, draft);
    String name = arguments.next("a name");
    Names.check(name, "ACL name", arguments);
    arguments.keyword("acl " + name);
    List<String> test = arguments.rest();
    arguments.named(() -> {
      draft.acls.define(name, test);
      return name;
    });
  }

  private static void delay(
      Arguments arguments,
      ProxyDraft draft,
      String direction,
      Function<ProxySettings, RuleListDraft> list) {
    long nanos = arguments.nanos();
    arguments.end();
    if (draft.delaysHere.add(direction)) {
      list.apply(draft.settings).delayNanos = nanos;
    } else {
      arguments.warn(
          ConfigErrorCode.OVERWRITTEN, "ignored, since this section has one already. Remove it.");
    }
  }

  private static void content(
      Arguments arguments,
      ProxyDraft draft,
      KeywordTable<ActionDraft<RuleActionConfig>> actions,
      RuleListDraft list) {
    ActionDraft<RuleActionConfig> action = new ActionDraft<>(new RuleActionConfig.Accept());
    actions.read(arguments, action);
    ConditionDraft condition = condition(arguments, draft);
    list.rules.add(new RuleDraft<>(arguments.position(), action.action, condition));
  }

  private static void connection(
      Arguments arguments,
      ProxyDraft draft,
      KeywordTable<ActionDraft<ConnectionActionConfig>> actions) {
    ActionDraft<ConnectionActionConfig> action =
        new ActionDraft<>(new ConnectionActionConfig.Accept());
    actions.read(arguments, action);
    ConditionDraft condition = condition(arguments, draft);
    draft.settings.connectionRules.add(
        new RuleDraft<>(arguments.position(), action.action, condition));
  }

  private static @Nullable ConditionDraft condition(Arguments arguments, ProxyDraft draft) {
    if (!arguments.hasNext()) {
      return null;
    }
    String word = arguments.next("if or unless");
    if (!word.equals("if") && !word.equals("unless")) {
      throw arguments.notAmong(word, "condition", List.of("if", "unless"));
    }
    List<String> words = arguments.rest();
    return arguments.named(() -> ConditionParser.parse(word.equals("unless"), words, draft.acls));
  }

  /** As HAProxy has it: who inherits rules shall know by the name. */
  private static void refuseAnonymous(Arguments arguments, ProxyDraft draft) {
    if (draft.kind == SectionKind.DEFAULTS && draft.name.isEmpty()) {
      throw new Rejection(
              ConfigErrorCode.RULES_IN_DEFAULTS,
              "not allowed in a 'defaults' section without a name. Give it a name, and inherit"
                  + " with 'from'.")
          .in(arguments.keyword());
    }
  }
}
