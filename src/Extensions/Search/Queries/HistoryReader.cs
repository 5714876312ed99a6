#if EXT_SEARCH
using System.Text.Json;
using GraphQL;
using Zot.Extensions.Search.Graph;
using Zot.Extensions.Search.Limits;
using Zot.Registry;

namespace Zot.Extensions.Search.Queries;

/// <summary>Reads the history of an image from its configuration.</summary>
internal static class HistoryReader
{
    private const string TooFewLayers = "manifest layers count doesn't correspond to config history";

    /// <summary>Returns the steps; one for each layer if the configuration has no history, or cannot be read.</summary>
    public static async ValueTask<object?> ReadAsync(ManifestSource source, IResolveFieldContext context)
    {
        var layers = source.Manifest.Layers;
        using var config = await ReadConfigAsync(source, context);
        if (config?.RootElement is not { ValueKind: JsonValueKind.Object } root
            || !root.TryGetProperty("history", out var history)
            || history.ValueKind is not JsonValueKind.Array || history.GetArrayLength() == 0)
        {
            return layers.Select(static layer => new HistoryStep(layer)).ToList();
        }

        List<HistoryStep> steps = [];
        var next = 0;
        foreach (var json in history.EnumerateArray())
        {
            var step = Read(json);
            if (!step.IsEmpty && next == layers.Count)
            {
                context.Errors.Add(new ExecutionError(TooFewLayers) { Path = context.Path });
                break;
            }

            steps.Add(step.IsEmpty ? step : step with { Layer = layers[next++] });
        }

        return steps;
    }

    private static async ValueTask<JsonDocument?> ReadConfigAsync(ManifestSource source, IResolveFieldContext context)
    {
        var (manifest, cancellationToken) = (source.Manifest, context.CancellationToken);
        if (manifest.Config is not { } digest || manifest.ConfigSize > QueryLimits.ConfigBytes)
        {
            return null;
        }

        await using var blob = await context.Search().Registry
            .OpenBlobAsync(source.Row.Repository, digest, cancellationToken);
        if (blob is null || await blob.ReadAllAsync(QueryLimits.ConfigBytes, cancellationToken) is not { } bytes)
        {
            return null;
        }

        context.Search().Budget.AddContent(bytes.Length);
        try
        {
            return LenientJson.Parse(bytes);
        }
        catch (JsonException)
        {
            return null; // artifacts have configurations of other types
        }
    }

    private static HistoryStep Read(JsonElement json) => json.ValueKind is not JsonValueKind.Object
        ? new HistoryStep(Layer: null)
        : new HistoryStep(Layer: null)
        {
            Created = json.TryGetProperty("created", out var created) && created.ValueKind is JsonValueKind.String
                && created.TryGetDateTimeOffset(out var time) ? time : null,
            CreatedBy = Text(json, "created_by"),
            Author = Text(json, "author"),
            Comment = Text(json, "comment"),
            IsEmpty = json.TryGetProperty("empty_layer", out var empty) && empty.ValueKind is JsonValueKind.True,
        };

    private static string Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString()! : "";
}
#endif
