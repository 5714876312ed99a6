#if EXT_SEARCH
using Zot.Metadata;

namespace Zot.Extensions.Search.Queries;

/// <summary>A step of the history of an image in a response.</summary>
/// <param name="Layer">The layer that it made; <see langword="null"/> for none.</param>
internal sealed record HistoryStep(LayerRecord? Layer)
{
    public DateTimeOffset? Created { get; init; }

    public string CreatedBy { get; init; } = "";

    public string Author { get; init; } = "";

    public string Comment { get; init; } = "";

    public bool IsEmpty { get; init; }
}
#endif
