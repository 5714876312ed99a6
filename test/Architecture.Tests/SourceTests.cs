using System.Text.RegularExpressions;
using Xunit;

namespace Zot.Architecture.Tests;

/// <summary>Rules of the source that the compiler does not check.</summary>
public sealed partial class SourceTests
{
    private const int MaxLineLength = 120;

    // The lenient parser itself; and the configuration, where invalid text is an error that is reported with its rule.
    private static readonly string[] StrictParsers = ["src/Core/Registry/LenientJson.cs", "src/Core/Configuration/Loading/JsonText.cs"];

    [Fact]
    public void Event_ids_are_unique()
    {
        var twice = SourceTree.Files("src")
            .SelectMany(static file => file.Lines)
            .Select(static line => EventId().Match(line))
            .Where(static match => match.Success)
            .CountBy(static match => match.Groups[1].Value)
            .Where(static count => count.Value > 1);

        Assert.Empty(twice);
    }

    [Fact]
    public void Extension_conditions_are_only_on_the_first_line_of_a_twin()
    {
        var elsewhere = SourceTree.Files("src").SelectMany(static file => file.Path.StartsWith("src/Extensions/", StringComparison.Ordinal)
            ? file.Matching(line => IsExtensionGuard(line) && !ReferenceEquals(line, file.Lines[0]))
            : file.Matching(IsExtensionGuard));

        Assert.Empty(elsewhere);
    }

    [Fact]
    public void Lines_have_at_most_120_characters()
    {
        var longer = SourceTree.Files("src")
            .Concat(SourceTree.Files("test/OpenCore.Tests"))
            .SelectMany(static file => file.Matching(static line => line.Length > MaxLineLength))
            .Select(static line => $"break this line, which has more than {MaxLineLength} characters: {line}");

        Assert.Empty(longer);
    }

    [Fact]
    public void Suppressions_have_a_justification() =>
        Assert.Empty(SourceTree.Files("src").SelectMany(static file => file
            .Matching(static line => line.Contains("#pragma warning disable", StringComparison.Ordinal)
                && !line.Contains("//", StringComparison.Ordinal))
            .Concat(Suppression().Matches(string.Join('\n', file.Lines))
                .Where(static match => !match.Value.Contains("Justification", StringComparison.Ordinal))
                .Select(match => $"{file.Path}: add a Justification: {match.Value}"))));

    /// <summary>
    /// The trimmer miscompiles a block within the <c>finally</c> of an asynchronous method: in the published binary
    /// only, a lock is taken there and never released. Such a block must be a separate method.
    /// </summary>
    [Fact]
    public void Finally_contains_no_nested_block()
    {
        var nested = SourceTree.Files("src")
            .Where(static file => NestedBlock().IsMatch(string.Join('\n', file.Lines)))
            .Select(static file => file.Path);

        Assert.Empty(nested);
    }

    /// <summary>
    /// Content of clients and other tools may contain text that is not valid Unicode, on which the parser throws late.
    /// </summary>
    [Fact]
    public void Content_is_parsed_leniently()
    {
        var strict = SourceTree.Files("src")
            .Where(static file => !StrictParsers.Contains(file.Path))
            .SelectMany(static file => file.Matching(static line => line.Contains("JsonDocument.Parse(", StringComparison.Ordinal)))
            .Select(static line => $"call LenientJson.Parse instead of JsonDocument.Parse, which throws if text is not valid Unicode: {line}");

        Assert.Empty(strict);
    }

    /// <summary>
    /// At the end of a pattern, <c>$</c> also matches before a final line feed: a different text would be checked than
    /// used.
    /// </summary>
    [Fact]
    public void Patterns_end_with_backslash_z()
    {
        var dollars = SourceTree.Files("src")
            .SelectMany(static file => Pattern().Matches(string.Join('\n', file.Lines)).Select(match => (file.Path, Text: match.Groups["text"].Value)))
            .Where(static pattern => HasEndAnchor(pattern.Text))
            .Select(static pattern => $"{pattern.Path}: write \\z instead of $, which also matches before a final line feed: {pattern.Text}");

        Assert.Empty(dollars);
    }

    [Theory]
    [InlineData("[GeneratedRegex(@\"^a$\")]", true)]
    [InlineData("[GeneratedRegex(\"^a$\", RegexOptions.None)]", true)]
    [InlineData("new Regex(\n  \"(a$|b)\")", true)]
    [InlineData("Regex.IsMatch(text, @\"a$\")", true)]
    [InlineData("Regex.Replace(text, \"a$\", \"$1\")", true)]
    [InlineData("[GeneratedRegex(@\"^a\\z\")]", false)]
    [InlineData("[GeneratedRegex(@\"a\\$\")]", false)]
    [InlineData("[GeneratedRegex(\"a\\\\$\")]", false)]
    [InlineData("[GeneratedRegex(@\"[a$]+\\z\")]", false)]
    public void Pattern_with_an_end_anchor_is_found(string source, bool expected) =>
        Assert.Equal(expected, Pattern().Matches(source).Any(static match => HasEndAnchor(match.Groups["text"].Value)));

    private static bool HasEndAnchor(string pattern) => OtherThanAnchors().Replace(pattern, "").Contains('$', StringComparison.Ordinal);

    /// <summary>
    /// A certificate comes from an unauthenticated peer: no connection is opened to an address that it contains.
    /// </summary>
    [Fact]
    public void Chain_policies_download_nothing()
    {
        var online = SourceTree.Files("src")
            .Select(static file => (file.Path, Text: string.Join('\n', file.Lines)))
            .Where(static file => NewChainPolicy().Count(file.Text) != OfflineChainPolicy().Count(file.Text)
                || file.Text.Contains("X509RevocationMode.Online", StringComparison.Ordinal))
            .Select(static file => file.Path);

        Assert.Empty(online);
    }

    /// <summary>
    /// The files that use TLS, each with the line that prevents downloads for its certificate chains.
    /// </summary>
    /// <remarks>
    /// A new file must be added to this table, with a test of a certificate that contains an address.
    /// </remarks>
    [Fact]
    public void Tls_is_used_only_where_chains_are_built_offline()
    {
        var places = new Dictionary<string, string>
        {
            ["src/Core/Exporter/RegistryMetrics.cs"] = "handler.SslOptions.CertificateChainPolicy = TrustIn(",
            ["src/Core/Client/Distribution/RemoteTransport.cs"] = "var options = TlsFiles.Read(",
            ["src/Core/Client/RunningRegistry.cs"] = "=> TlsFiles.Read(",
            ["src/Core/Client/TlsFiles.cs"] = "CertificateChainPolicy = authorities is { Length: > 0 } ? Trusting(authorities) : Offline()",
            ["src/Core/Zli/Server/ServerConnection.cs"] = "handler.SslOptions = certificates.OptionsFor(target)", // TlsFiles
            ["src/Core/Server/Serving/Listener.cs"] = "listen.UseHttps(tls.Handshake);", // ServerTls
            ["src/Core/Server/Tls/ServerTls.cs"] = "options.CertificateChainPolicy = new X509ChainPolicy",
            ["src/Extensions/Events/Sinks/HttpSinkClient.cs"] = "CertificateChainPolicy = TlsFiles.Offline()",
            ["src/Extensions/Events/Sinks/NatsSinkOpts.cs"] = "authentication.CertificateChainPolicy = configured.CertificateChainPolicy",
            ["src/Extensions/Sync/Credentials/TokenClient.cs"] = "SslOptions = TlsFiles.Read(",
        };

        var found = SourceTree.Files("src")
            .Select(static file => (file.Path, Text: string.Join('\n', file.Lines)))
            .Where(static file => TlsParty().IsMatch(file.Text))
            .ToList();

        Assert.Equal(places.Keys.Order(StringComparer.Ordinal), found.Select(static file => file.Path).Order(StringComparer.Ordinal));
        Assert.All(found, file => Assert.Contains(places[file.Path], file.Text, StringComparison.Ordinal));
        Assert.All(found, static file => Assert.DoesNotMatch(OwnCertificateOnline(), file.Text));
    }

    private static bool IsExtensionGuard(string line) => line.Contains("#if", StringComparison.Ordinal) && line.Contains("EXT_", StringComparison.Ordinal);

    [GeneratedRegex(@"SuppressMessage\((?:""(?:[^""\\]|\\.)*""|[^""\]])*\]")]
    private static partial Regex Suppression();

    [GeneratedRegex(@"\bfinally\s*\{\s*(?:[^{}]*;\s*)?(?:lock|using|try|foreach|await foreach)\b")]
    private static partial Regex NestedBlock();

    [GeneratedRegex(@"(?:GeneratedRegex|new Regex|Regex\.[A-Z][A-Za-z]+)\s*\((?:[^""();]*,)?\s*(?:@""(?<text>(?:[^""]|"""")*)""|""(?<text>(?:[^""\\]|\\.)*)"")")]
    private static partial Regex Pattern();

    // An escaped character, regardless of how its backslash is written, and a character class.
    [GeneratedRegex(@"\\{1,2}[^\\]|\[[^\]]*\]")]
    private static partial Regex OtherThanAnchors();

    [GeneratedRegex(@"new X509ChainPolicy\b|X509ChainPolicy \w+\(\) => new\(\)|new X509Chain\b|SslStreamCertificateContext\.Create\(")]
    private static partial Regex NewChainPolicy();

    [GeneratedRegex(@"DisableCertificateDownloads = true|offline: true")]
    private static partial Regex OfflineChainPolicy();

    // Types and methods that start or configure TLS: handlers, streams, options, the NATS client, web sockets and
    // Kestrel.
    [GeneratedRegex(@"new (?:SocketsHttpHandler|HttpClientHandler|SslStream|ClientWebSocket|Ssl(?:Client|Server)AuthenticationOptions|NatsOpts|NatsTlsOpts)\b|new HttpClient\(\)|\bUseHttps\(|\bConfigureHttpsDefaults\(|\bAddHttpClient\(")]
    private static partial Regex TlsParty();

    // With these, the platform builds the chain of its own certificate, and downloads missing certificates.
    [GeneratedRegex(@"\bClientCertificates\s*=|\bServerCertificate\s*=|\bServerCertificateSelector\b|\bLocalCertificateSelectionCallback\b")]
    private static partial Regex OwnCertificateOnline();

    [GeneratedRegex(@"(?:LoggerMessage|new EventId)\((\d+)")]
    private static partial Regex EventId();
}
