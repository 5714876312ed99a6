using System.Globalization;
using Zot.Migration.Distribution;

namespace Zot.Server.Commands;

/// <summary>Writes one line per migrated repository, and sums them up.</summary>
internal static class MigrationLines
{
    /// <summary>Writes the lines as the repositories are migrated.</summary>
    /// <returns>The sum of all repositories, with an empty name.</returns>
    public static async Task<MigratedRepository> WriteAsync(
        IAsyncEnumerable<MigratedRepository> repositories, TextWriter output)
    {
        MigratedRepository sum = new("");
        List<string> faults = [];
        await foreach (var repository in repositories)
        {
            var trouble = repository.Faults.Count == 0
                ? ""
                : string.Create(CultureInfo.InvariantCulture, $"; {repository.Faults.Count} errors");
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{repository.Name}: {repository.Manifests} manifests, {repository.Tags} tags, {repository.Blobs} "
                    + $"blobs, {repository.Bytes} bytes{trouble}"));
            faults.AddRange(repository.Faults);
            sum = sum with
            {
                Manifests = sum.Manifests + repository.Manifests,
                Tags = sum.Tags + repository.Tags,
                Unchanged = sum.Unchanged + repository.Unchanged,
                DockerManifests = sum.DockerManifests + repository.DockerManifests,
                Blobs = sum.Blobs + repository.Blobs,
                Bytes = sum.Bytes + repository.Bytes,
                Copied = sum.Copied + repository.Copied,
            };
        }

        return sum with { Faults = faults };
    }
}
