using System.Collections.Concurrent;
using Zot.Client;
using Zot.Client.Commands;
using Zot.Zli.Output;
using Zot.Zli.Queries;

namespace Zot.Zli.Distribution;

/// <summary>The images that were read, and the errors of the others.</summary>
/// <param name="order">The order of the images.</param>
internal sealed class FoundImages(SortOrder order)
{
    private readonly ConcurrentBag<Entry> _images = [];
    private readonly ConcurrentBag<string> _failures = [];

    /// <summary>The images, in order.</summary>
    public IReadOnlyList<Entry> Images
    {
        get
        {
            var ascending = _images.OrderBy(static image => image.Text("repoName"), StringComparer.Ordinal)
                .ThenBy(static image => image.Text("tag"), StringComparer.Ordinal);
            return order == SortOrder.Descending ? [.. ascending.Reverse()]
                : order == SortOrder.UpdateTime
                    ? [.. ascending.OrderByDescending(static image => ImageReader.TimeOf(image.Text("lastUpdated")))]
                    : [.. ascending];
        }
    }

    /// <summary>Adds an image; <see langword="null"/> adds none.</summary>
    public void Add(Entry? image)
    {
        if (image is not null)
        {
            _images.Add(image);
        }
    }

    /// <summary>Reads one item; its failure does not hide the others.</summary>
    public async Task TryAsync(string name, Func<Task> read)
    {
        try
        {
            await read();
        }
        catch (Exception cause) when (cause is CommandException or RegistryUnavailableException)
        {
            _failures.Add($"{TextTable.Clean(name)}: {cause.Message}");
        }
        catch (Exception cause) when (cause is not OperationCanceledException)
        {
            // The content of one image, which any client may have pushed, must not hide the others.
            _failures.Add($"{TextTable.Clean(name)}: unexpected content: {cause.Message}");
        }
    }

    /// <summary>Reports the failures.</summary>
    /// <exception cref="CommandException">An item failed.</exception>
    public void ThrowIfAnyFailed()
    {
        if (!_failures.IsEmpty)
        {
            throw new CommandException([.. _failures.Order(StringComparer.Ordinal)]);
        }
    }
}
