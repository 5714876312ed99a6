using System.Text.Json;
using Xunit;
using Zot.Configuration.Loading;
using Zot.Core.Tests.Configuration;
using Zot.Testing.Fuzzing;

namespace Zot.Core.Tests.Fuzzing;

/// <summary>Loads configuration files; the result has options or errors, and can be logged.</summary>
internal sealed class ConfigurationTarget : IFuzzTarget
{
    private static readonly string[] Names = ["config.json", "config.yaml", "config"];

    private readonly ConfigurationFolder _folder = new();

    private ConfigurationTarget()
    {
    }

    public static ValueTask<IFuzzTarget> OpenAsync() => ValueTask.FromResult<IFuzzTarget>(new ConfigurationTarget());

    public Task TryAsync(byte[] input, Random random)
    {
        var isJson = input is [(byte)'{', ..];
        var name = random.Next(5) == 0 ? Names[random.Next(Names.Length)] : Names[isJson ? 0 : 1];
        var path = Path.Combine(_folder.Path, name);
        File.WriteAllBytes(path, input);

        var result = ConfigurationFile.Load(path, _folder.Source);

        using var logged = JsonDocument.Parse(result.Sanitized);
        Assert.All(result.Errors, static error => Assert.NotEmpty(error.ToString()!));
        Assert.All(result.Warnings, static warning => Assert.NotEmpty(warning.ToString()!));
        return Task.CompletedTask;
    }

    public Task CheckAsync()
    {
        Assert.True(_folder.Load("sound.json", """{"storage":{"rootDirectory":"/r"},"http":{"port":"5000"}}""").IsValid);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return default;
    }
}
