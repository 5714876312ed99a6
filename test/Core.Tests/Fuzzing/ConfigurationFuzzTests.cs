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

    // The examples, which have each key that can be configured.
    private static readonly byte[][] Corpus =
    [
        .. ExampleTests.Configurations.Select(static file => File.ReadAllBytes(Path.Combine(ExampleTests.Folder, file))),
        Encoding.UTF8.GetBytes(Yaml),
        [],
    ];

    [Fact]
    public Task Configuration_is_read_or_reported_with_its_errors() =>
        new Fuzzer("configuration", Corpus, new Mutator(), ConfigurationTarget.OpenAsync).RunAsync();
}
