using System.Text.Json;
using Zot.Registry;
using Zot.Storage;
using Zot.Storage.Drivers;

namespace Zot.Core.Tests.Storage;

/// <summary>Reads and writes an <c>index.json</c> the same as another tool.</summary>
internal static class TestIndex
{
    internal static async Task<List<(string? Tag, string Digest)>> ReadAsync(IStorageDriver driver, RepositoryName repository)
    {
        using var document = JsonDocument.Parse((await driver.ReadAsync(ImageLayout.Index(repository), default))!);
        var manifests = document.RootElement.GetProperty("manifests");
        return manifests.ValueKind == JsonValueKind.Null
            ? []
            : [.. manifests.EnumerateArray().Select(static entry => (
                entry.TryGetProperty("annotations", out var annotations)
                    ? annotations.GetProperty("org.opencontainers.image.ref.name").GetString()
                    : null,
                entry.GetProperty("digest").GetString()!))];
    }

    internal static async Task WriteAsync(IStorageDriver driver, RepositoryName repository, string json) =>
        await driver.WriteAsync(
            ImageLayout.Index(repository),
            System.Text.Encoding.UTF8.GetBytes(json),
            ImageLayout.Staging(repository),
            durable: false,
            default);
}
