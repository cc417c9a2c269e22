package dev.headroom.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.local.TestCloud;
import dev.headroom.local.startup.CannotStart;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TemplateTest {
  private static final String HEAD =
      """
      Transform: AWS::Serverless-2016-10-31
      """;

  private static Template read(String text, Map<String, String> parameters) {
    return TemplateFile.of("test.yaml", HEAD + text).resolve(parameters);
  }

  private static Template read(String text) {
    return read(text, Map.of());
  }

  /** The environment of a function that has these variables. */
  private static Map<String, String> environment(String variables, String more) {
    Template template =
        read(
            more
                + """
                Resources:
                  Role: {Type: AWS::IAM::Role}
                  Queue: {Type: AWS::SQS::Queue}
                  Table: {Type: AWS::DynamoDB::Table, Properties: {TableName: !Sub "${AWS::StackName}-t", KeySchema: [{AttributeName: id, KeyType: HASH}]}}
                  Bucket: {Type: AWS::S3::Bucket}
                  F:
                    Type: AWS::Serverless::Function
                    Properties:
                      Handler: x.Y
                      Role: !GetAtt Role.Arn
                      Environment: {Variables: %s}
                """
                    .formatted(variables));
    return template.functions().values().iterator().next().environment();
  }

  @Test
  void the_products_own_template_is_supported() {
    Template template =
        Template.read(Path.of("../template.yaml"), Map.of("JwtIssuer", "http://localhost"));
    assertThat(template.functions()).isNotEmpty();
    assertThat(template.routes()).isNotEmpty();
  }

  @Test
  void so_it_is_in_a_network_of_somebody_elses_and_with_access_to_the_internet() {
    for (var given :
        List.of(
            Map.of("VpcId", "vpc-1", "SubnetIds", "subnet-1,subnet-2"),
            Map.of("InternetAccess", "true"))) {
      var parameters = new HashMap<>(given);
      parameters.put("JwtIssuer", "http://localhost");
      assertThat(Template.read(Path.of("../template.yaml"), parameters).cache()).isPresent();
    }
  }

  @Test
  void references_become_names_urls_and_arns() {
    assertThat(
            environment(
                """
                {a: !Ref Queue, b: !GetAtt Queue.Arn, c: !Ref Table, d: !GetAtt Table.Arn,
                 e: !Sub "s3://${Bucket}/${AWS::Region}", f: !GetAtt Queue.QueueName, g: {Ref: Bucket},
                 h: {"Fn::GetAtt": [Bucket, Arn]}, i: !GetAtt Table.StreamArn}\
                """,
                ""))
        .containsEntry("a", "https://sqs.us-east-1.amazonaws.com/000000000000/Queue")
        .containsEntry("b", "arn:aws:sqs:us-east-1:000000000000:Queue")
        .containsEntry("c", "local-t")
        .containsEntry("d", "arn:aws:dynamodb:us-east-1:000000000000:table/local-t")
        .containsEntry("e", "s3://bucket/us-east-1")
        .containsEntry("f", "Queue")
        .containsEntry("g", "bucket")
        .containsEntry("h", "arn:aws:s3:::bucket")
        .containsEntry("i", Arn.stream("local-t"));
  }

  @Test
  void intrinsics_nest() {
    String parameters =
        """
        Parameters:
          Stage: {Type: String, Default: dev}
          Names: {Type: CommaDelimitedList, Default: "x, y"}
        Conditions:
          IsDev: !Equals [!Ref Stage, dev]
          IsProduction: !Not [!Condition IsDev]
          Either: !Or [!Condition IsProduction, !And [!Condition IsDev, !Equals [a, a]]]
        """;
    assertThat(
            environment(
                """
                {a: !Sub ["${one}-${Stage}-${!kept}", {one: !Ref "AWS::AccountId"}],
                 b: !Join ["+", !Ref Names], c: !If [IsProduction, p, !If [Either, q, r]],
                 d: !If [IsProduction, p, !Ref "AWS::NoValue"]}\
                """,
                parameters))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("a", "000000000000-dev-${kept}", "b", "x+y", "c", "q"));
  }

  @Test
  void a_list_is_made_by_splitting_and_an_element_of_it_selected() {
    assertThat(
            environment(
                """
                {a: !Select [2, !Split ["/", !Ref "AWS::StackId"]], b: !Select [1, !GetAZs ""],
                 c: !Sub ["x-${Id}", {Id: !Select [0, !Split ["-", "12-34"]]}]}\
                """,
                ""))
        .containsExactlyInAnyOrderEntriesOf(Map.of("a", "local", "b", "us-east-1b", "c", "x-12"));
    assertThatThrownBy(() -> environment("{a: !Select [1, [x]]}", ""))
        .hasMessageContaining("Variables.a: selects the element 1, which is not there");
  }

  @Test
  void a_cache_has_an_address_a_name_and_arns_and_its_users_have_no_effect() {
    String cache =
        """
        Resources:
          Cache: {Type: AWS::ElastiCache::ServerlessCache, Properties: {ServerlessCacheName: c, Engine: %s, UserGroupId: !Ref Users, SubnetIds: [x]}}
          User: {Type: AWS::ElastiCache::User, Properties: {UserId: u, UserName: u, Engine: valkey, AuthenticationMode: {Type: iam}, AccessString: on}}
          Users: {Type: AWS::ElastiCache::UserGroup, Properties: {UserGroupId: us, Engine: valkey, UserIds: [!Ref User]}}
          Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: !Sub "rediss://${Cache.Endpoint.Address}:${Cache.Endpoint.Port} ${Cache} ${Cache.ARN} ${User} ${User.Arn} ${Users}"}}
          %s
        """;
    Template template = read(cache.formatted("valkey", ""));
    CacheSpec spec = template.cache().orElseThrow();
    assertThat(spec.name()).isEqualTo("c");
    assertThat(template.queues().values())
        .extracting(QueueSpec::name)
        .containsExactly(
            spec.url()
                + " c arn:aws:elasticache:us-east-1:000000000000:serverlesscache:c"
                + " u arn:aws:elasticache:us-east-1:000000000000:user:u us");
    assertThatThrownBy(() -> read(cache.formatted("memcached", "")))
        .hasMessageContaining("Resources.Cache.Properties.Engine: must be valkey or redis");
    String another = "More: {Type: AWS::ElastiCache::ServerlessCache, Properties: {Engine: redis}}";
    assertThatThrownBy(() -> read(cache.formatted("redis", another)))
        .hasMessageContaining("more than one AWS::ElastiCache::ServerlessCache");
  }

  @Test
  void a_network_has_no_effect_and_yet_is_held_against_what_there_is() {
    String network =
        """
        Resources:
          Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16, Tags: []}}
          Group: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: g, VpcId: !Ref Vpc}}
          Address: {Type: AWS::EC2::EIP}
          Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: !Sub "${Vpc} ${Group.GroupId} ${Address.AllocationId}"}}
          %s
        """;
    assertThat(read(network.formatted("")).queues().values())
        .extracting(QueueSpec::name)
        .containsExactly("Vpc Group Address");
    String wrong =
        """
        Subnet: {Type: AWS::EC2::Subnet, Properties: {Ipv6Native: true}}
          Instance: {Type: AWS::EC2::Instance}
        """;
    assertThatThrownBy(() -> read(network.formatted(wrong)))
        .hasMessageContainingAll(
            "Resources.Subnet.Properties.Ipv6Native: this is not supported",
            "Resources.Instance.Type: the resource type AWS::EC2::Instance is not supported");
  }

  @Test
  void globals_are_merged_into_each_function() {
    Template template = Template.read(TestCloud.TEMPLATE, Map.of("JwtIssuer", "http://x"));
    assertThat(template.functions().values())
        .allSatisfy(
            function -> assertThat(function.environment()).containsEntry("GREETING", "hello"));
    assertThat(template.functions())
        .extractingByKey("Echo")
        .extracting(FunctionSpec::timeout)
        .isEqualTo(Duration.ofSeconds(30));
    assertThat(template.functions())
        .extractingByKey("Brief")
        .extracting(FunctionSpec::timeout)
        .isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void a_setting_may_be_given_another_value_and_an_address_may_not() {
    String text =
        HEAD
            + """
            Parameters: {Limit: {Type: Number, Default: 60}}
            Globals: {Function: {Environment: {Variables: {LITERAL: a, TABLE: !Ref Table}}}}
            Resources:
              Role: {Type: AWS::IAM::Role}
              Table: {Type: AWS::DynamoDB::Table, Properties: {KeySchema: [{AttributeName: id, KeyType: HASH}]}}
              Bucket: {Type: AWS::S3::Bucket}
              F:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: x.Y
                  Role: !GetAtt Role.Arn
                  Environment:
                    Variables:
                      LIMIT: !Ref Limit
                      LIMITS: !Sub "${Limit},${Limit}"
                      STORE: !Sub "s3://${Bucket}/${Limit}"
                      ARN: !GetAtt Table.Arn
                      JOINED: !Join [",", [!Ref Table, !Ref Limit]]
            """;
    var given =
        Stream.of("LITERAL", "LIMIT", "LIMITS", "TABLE", "STORE", "ARN", "JOINED", "Limit", "PATH")
            .collect(Collectors.toMap(name -> name, _ -> "given"));
    Template template = TemplateFile.of("t.yaml", text).withEnvironment(given).resolve(Map.of());
    assertThat(template.functions().values())
        .extracting(FunctionSpec::environment)
        .containsExactly(
            Map.of(
                "LITERAL", "given",
                "LIMIT", "given",
                "LIMITS", "given",
                "TABLE", "Table",
                "STORE", "s3://bucket/60",
                "ARN", Arn.table("Table"),
                "JOINED", "Table,60"));
  }

  /** Each action of a role that names functions only if some are given. */
  private static List<String> actions(Map<String, String> parameters) {
    Template template =
        read(
            """
            Parameters:
              Functions: {Type: CommaDelimitedList, Default: ""}
              Stage: {Type: String, Default: dev}
            Conditions:
              Some: !Not [!Equals [!Join ["", !Ref Functions], ""]]
              SomeInDev: !And [!Condition Some, !Equals [!Ref Stage, dev]]
              SomeOrLive: !Or [!Condition Some, !Equals [!Ref Stage, live]]
            Resources:
              Policy: {Type: AWS::IAM::ManagedPolicy, Properties: {Description: For callers, PolicyDocument: {Statement: []}}}
              Role:
                Type: AWS::IAM::Role
                Properties:
                  Policies:
                    - PolicyName: least
                      PolicyDocument:
                        Statement:
                          - {Effect: Allow, Action: always, Resource: "*"}
                          - !If [Some, {Effect: Allow, Action: some, Resource: !Ref Functions}, !Ref AWS::NoValue]
                          - !If [SomeInDev, {Effect: Allow, Action: in_dev, Resource: "*"}, !Ref AWS::NoValue]
                          - !If [SomeOrLive, {Effect: Allow, Action: or_live, Resource: "*"}, !Ref AWS::NoValue]
              F:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: x.Y
                  Role: !GetAtt Role.Arn
                  ReservedConcurrentExecutions: 1
            Outputs:
              Policy: {Value: !Ref Policy}
            """,
            parameters);
    assertThat(template.functions().values())
        .extracting(FunctionSpec::concurrency)
        .containsExactly(Optional.of(1));
    return template.permissionsOf("F").stream()
        .map(permission -> permission.action() + " " + permission.resource())
        .toList();
  }

  @Test
  void a_statement_of_a_role_may_depend_on_whether_a_list_is_empty() {
    assertThat(actions(Map.of())).containsExactly("always *");
    assertThat(actions(Map.of("Stage", "live"))).containsExactly("always *", "or_live *");
    assertThat(actions(Map.of("Functions", "a, b")))
        .containsExactly("always *", "some a", "some b", "in_dev *", "or_live *");
  }

  @Test
  void a_managed_policy_has_an_arn_and_no_role_here_may_have_it() {
    String policy =
        """
        Resources:
          Policy: {Type: AWS::IAM::ManagedPolicy, Properties: {PolicyDocument: {}%s}}
          Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: !Sub "${Policy}"}}
        """;
    assertThat(read(policy.formatted("")).queues())
        .extractingByKey("Queue")
        .extracting(QueueSpec::name)
        .isEqualTo("arn:aws:iam::000000000000:policy/Policy");
    assertThatThrownBy(() -> read(policy.formatted(", Roles: [x]")))
        .hasMessageContaining("Resources.Policy.Properties.Roles: this is not supported");
  }

  @Test
  void a_resource_whose_condition_does_not_hold_is_not_there() {
    Template template =
        read(
            """
            Conditions: {Never: !Equals [a, b]}
            Resources:
              Gone: {Type: AWS::SQS::Queue, Condition: Never}
              Here: {Type: AWS::SQS::Queue}
            """);
    assertThat(template.queues()).containsOnlyKeys("Here");
  }

  @Test
  void parameters_are_held_against_their_rules_and_all_faults_are_told() {
    String text =
        """
        Parameters:
          Few: {Type: Number, Default: 1, MinValue: 1, MaxValue: 9}
          One: {Type: String, Default: a, AllowedValues: [a, b]}
          Url: {Type: String, Default: http://x, AllowedPattern: "https?://.+"}
          Must: {Type: String}
          Odd: {Type: "AWS::EC2::VPC::Id", Default: x}
        """;
    assertThatThrownBy(
            () -> read(text, Map.of("Few", "10", "One", "c", "Url", "ftp://x", "Unknown", "1")))
        .isInstanceOf(CannotStart.class)
        .hasMessageContainingAll(
            "Parameters.Few: must be at most 9, and is \"10\".",
            "Parameters.One: must be one of a, b, and is \"c\".",
            "Parameters.Url: must be text that matches https?://.+, and is \"ftp://x\".",
            "Parameters.Must: has no default, so a value must be given.",
            "Parameters.Odd.Type: the type AWS::EC2::VPC::Id is not supported by the local cloud.",
            "Parameters.Unknown: is given, but not in the template.");
  }

  @Test
  void what_is_not_supported_is_told_by_its_path_and_never_ignored() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    Mappings: {}
                    Globals: {Api: {}}
                    Outputs: {Bad: {Value: !ImportValue x}}
                    Resources:
                      Topic: {Type: AWS::SNS::Topic}
                      Queue: {Type: AWS::SQS::Queue, Properties: {FifoQueue: true}, CreationPolicy: x}
                      Role: {Type: AWS::IAM::Role}
                      F:
                        Type: AWS::Serverless::Function
                        Properties:
                          Handler: x.Y
                          Role: !GetAtt Role.Arn
                          FileSystemConfigs: [x]
                          Environment: {Variables: {A: !Base64 a, B: !Ref Nowhere, C: !GetAtt Queue.Nothing}}
                          Events:
                            Stream: {Type: DynamoDB, Properties: {Stream: x, StartingPosition: AT_TIMESTAMP, BisectBatchOnFunctionError: true, BatchSize: 10001}}
                            Kinesis: {Type: Kinesis, Properties: {Stream: x}}
                            Cron: {Type: ScheduleV2, Properties: {ScheduleExpression: "cron(0 * * * ? *)"}}
                            Filter: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn, FilterCriteria: {}}}
                    """))
        .isInstanceOf(CannotStart.class)
        .hasMessageContainingAll(
            "Template.Mappings: this is not supported",
            "Globals.Api: this is not supported",
            "Outputs.Bad.Value: Fn::ImportValue in this form is not supported",
            "Resources.Topic.Type: the resource type AWS::SNS::Topic is not supported",
            "Resources.Queue.Properties.FifoQueue: this is not supported",
            "Resources.Queue.CreationPolicy: this is not supported",
            "Resources.F.Properties.FileSystemConfigs: this is not supported",
            "Resources.F.Properties.Environment.Variables.A: Fn::Base64 in this form",
            "Resources.F.Properties.Environment.Variables.B: refers to Nowhere",
            "Resources.F.Properties.Environment.Variables.C: the attribute Queue.Nothing",
            "Events.Stream.Properties.StartingPosition: must be TRIM_HORIZON or LATEST",
            "Events.Stream.Properties.BisectBatchOnFunctionError: true is not supported",
            "Events.Stream.Properties.BatchSize: must be a number from 1 to 10000, and is 10001",
            "Resources.F.Properties.Events: the stream must be that of a table with",
            "Resources.F.Properties.Events.Kinesis.Type: the event type Kinesis is not supported",
            "Resources.F.Properties.Events.Cron.Properties.ScheduleExpression: must be a rate(...)",
            "Resources.F.Properties.Events.Filter.Properties.FilterCriteria: this is not supported");
  }

  @Test
  void an_access_log_variable_that_http_apis_do_not_have_is_a_fault() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    Resources:
                      Api:
                        Type: AWS::Serverless::HttpApi
                        Properties: {AccessLogSettings: {DestinationArn: x, Format: $context.xrayTraceId}}
                    """))
        .hasMessageContaining("AccessLogSettings.Format: has $context.xrayTraceId");
  }

  @Test
  void a_route_that_is_there_twice_is_a_fault() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    Resources:
                      Role: {Type: AWS::IAM::Role}
                      Api: {Type: AWS::Serverless::HttpApi}
                      F:
                        Type: AWS::Serverless::Function
                        Properties:
                          Handler: x.Y
                          Role: !GetAtt Role.Arn
                          Events:
                            One: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: get, Path: /a}}
                            Two: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: GET, Path: /a}}
                    """))
        .hasMessageContaining("the route GET /a is there twice");
  }

  @Test
  void what_is_no_template_is_told() {
    assertThatThrownBy(() -> TemplateFile.of("t.yaml", "a: [")).hasMessageContaining("YAML");
    assertThatThrownBy(() -> TemplateFile.of("t.yaml", "a: 1\na: 2")).hasMessageContaining("a");
    assertThatThrownBy(() -> TemplateFile.of("t.yaml", "text")).hasMessageContaining("mapping");
    assertThatThrownBy(() -> TemplateFile.read(Path.of("nowhere.yaml")))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("nowhere.yaml");
  }

  @Test
  void triggers_are_read_with_their_settings() {
    Template template = Template.read(TestCloud.TEMPLATE, Map.of("JwtIssuer", "http://x"));
    assertThat(template.triggers())
        .contains(
            new Trigger.QueueSource("Work1", "Work", 5, true, 2),
            new Trigger.StreamSource(
                "Watch",
                "Watched",
                true,
                1000,
                Duration.ZERO,
                Optional.of(Duration.ofMinutes(15)),
                false,
                Optional.empty()),
            new Trigger.Route(
                "Echo", "GET", "/items/{id}", Optional.empty(), Duration.ofSeconds(5)),
            new Trigger.Route(
                "Echo",
                "GET",
                "/guarded",
                Optional.of(Set.of("performance.read", "performance.admin")),
                Duration.ofSeconds(5)),
            new Trigger.Route(
                "Echo", "GET", "/token", Optional.of(Set.of()), Duration.ofSeconds(5)));
  }

  @Test
  void a_queue_source_needs_no_scaling() {
    assertThat(
            read("""
                    Resources:
                      Queue: {Type: AWS::SQS::Queue}
                      Role: {Type: AWS::IAM::Role}
                      F:
                        Type: AWS::Serverless::Function
                        Properties:
                          Handler: x.Y
                          Role: !GetAtt Role.Arn
                          Events: {Work: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn}}}
                    """)
                .triggers())
        .containsExactly(new Trigger.QueueSource("F", "Queue", 10, false, 1_000));
  }

  @Test
  void rates_are_read_and_nothing_else() {
    assertThat(Rate.of("rate(1 minute)")).contains(new Rate(1));
    assertThat(Rate.of("rate(5 minutes)")).contains(new Rate(5));
    assertThat(Rate.of("rate(2 hours)")).contains(new Rate(120));
    assertThat(Rate.of("rate(1 day)")).contains(new Rate(1440));
    assertThat(Rate.of("rate(0 minutes)")).isEmpty();
    assertThat(Rate.of("cron(0 12 * * ? *)")).isEmpty();
    assertThat(Rate.of("at(2026-01-01T00:00:00)")).isEmpty();
  }

  @Test
  void a_role_covers_what_its_patterns_match() {
    Template template = Template.read(TestCloud.TEMPLATE, Map.of("JwtIssuer", "http://x"));
    String table = Arn.table("Table");
    assertThat(template.permissionsOf("Echo"))
        .anyMatch(permission -> permission.covers("dynamodb:PutItem", table))
        .anyMatch(permission -> permission.covers("dynamodb:Query", table + "/index/by_kind"))
        .noneMatch(permission -> permission.covers("dynamodb:DeleteItem", table))
        .noneMatch(permission -> permission.covers("dynamodb:PutItem", Arn.table("Other")));
  }
}
