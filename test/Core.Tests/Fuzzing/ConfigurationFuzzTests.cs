using System.Text;
using Xunit;
using Zot.Core.Tests.Configuration;
using Zot.Testing.Fuzzing;

namespace Zot.Core.Tests.Fuzzing;

[Collection(FuzzCollection.Name)]
[Trait("suite", "fuzz")]
public sealed class ConfigurationFuzzTests
{
    private const string Yaml = "storage: &s\n  rootDirectory: /r\n  gcDelay: 2h\nhttp:\n  <<: *s\n  port: 5000\n  \"a\\u0041\": [1, 2.5, ~, true]\nlog: {level: debug, output: |\n  text\n  }\n";

    private const string Json =
        """{"distSpecVersion":"1.1.1","storage":{"rootDirectory":"/r","gc":true,"gcDelay":"2h","quotas":[{"repositories":["a/**"],"bytes":"1GiB"}],"retention":{"policies":[{"repositories":["**"],"keepTags":[{"patterns":["v.*"]}]}]}},"http":{"address":"127.0.0.1","port":"5000","auth":{"htpasswd":{"path":"h"}},"accessControl":{"repositories":{"**":{"policies":[{"users":["u"],"actions":["read"]}]}}},"ratelimit":{"rate":10}},"log":{"level":"debug","output":"/l"},"extensions":{"lint":{"enable":true,"mandatoryAnnotations":["a"]},"events":{"enable":true,"sinks":[{"type":"http","address":"http://h","timeout":"1s"}]}}}""";

    // The examples cover every key of the configuration.
    private static readonly byte[][] Corpus =
    [
        .. ExampleTests.Configurations.Select(static file => File.ReadAllBytes(Path.Combine(ExampleTests.Folder, file))),
        Encoding.UTF8.GetBytes(Json),
        Encoding.UTF8.GetBytes(Yaml),
        Encoding.UTF8.GetBytes(FoundFaultTests.HalfAPair),
        [],
    ];

    [Fact]
    public Task Configuration_is_loaded_or_rejected_with_errors() =>
        new Fuzzer("configuration", Corpus, new Mutator(), ConfigurationTarget.OpenAsync).RunAsync();
}
