using System.Net;
using System.Text.Json;
using Zot.Registry;

namespace Zot.Client.Distribution;

/// <summary>Reads lists, page by page.</summary>
/// <param name="connection">The connection.</param>
internal sealed class RemotePages(RemoteConnection connection)
{
    private const int MaxPages = 10_000;
    private const int MaxPageLength = 16 * 1024 * 1024;
    private const long MaxLength = 64 * 1024 * 1024;

    /// <summary>Reads all pages of a list.</summary>
    /// <param name="first">The request for the first page.</param>
    /// <param name="add">Adds the items of a page.</param>
    /// <param name="stop">Cancels the requests.</param>
    /// <returns>False if the first page does not exist (404).</returns>
    /// <exception cref="RemoteRegistryException">A page is invalid, or the list does not end.</exception>
    public async Task<bool> ReadAsync(
        RemoteRequest first, Action<HttpResponseMessage, byte[]> add, CancellationToken stop)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { first.Path };
        var length = 0L;
        for (var next = first; ;)
        {
            var (answer, body) = await connection.ReadAsync(next, MaxPageLength, stop);
            using (answer)
            {
                if (answer.StatusCode == HttpStatusCode.NotFound)
                {
                    return false;
                }

                add(answer, body);
                length += body.Length;
                if (NextOf(answer) is not { } link)
                {
                    return true;
                }

                var path = connection.PathOf(answer, link);
                if (!seen.Add(path) || seen.Count > MaxPages || length > MaxLength)
                {
                    throw RemoteConnection.Invalid(answer, "the list does not end");
                }

                next = first with { Path = path, Expected = [HttpStatusCode.OK] };
            }
        }
    }

    /// <summary>Adds the texts of a list in a page; items of other types are skipped.</summary>
    /// <exception cref="RemoteRegistryException">The page has no such list.</exception>
    public static void AddTexts(HttpResponseMessage answer, byte[] body, string name, ICollection<string> texts)
    {
        try
        {
            using var document = LenientJson.Parse(body);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(name, out var list)
                || list.ValueKind is not (JsonValueKind.Array or JsonValueKind.Null))
            {
                throw RemoteConnection.Invalid(answer, $"the response has no list '{name}'");
            }

            // A list without items is null in some registries.
            foreach (var item in list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : default)
            {
                if (item.ValueKind == JsonValueKind.String)
                {
                    texts.Add(item.GetString()!);
                }
            }
        }
        catch (JsonException cause)
        {
            throw RemoteConnection.Invalid(answer, "the response is not JSON", cause);
        }
    }

    // RFC 8288: <address>; rel="next", in one header or several.
    private static string? NextOf(HttpResponseMessage answer)
    {
        if (!answer.Headers.NonValidated.TryGetValues("Link", out var values))
        {
            return null;
        }

        foreach (var part in values.SelectMany(static value => value.Split('<').Skip(1)))
        {
            var end = part.IndexOf('>', StringComparison.Ordinal);
            var parameters = end < 0 ? "" : part[(end + 1)..]
                .Replace(" ", "", StringComparison.Ordinal)
                .Replace("\"", "", StringComparison.Ordinal);
            if (parameters.Split(';', ',').Contains("rel=next", StringComparer.OrdinalIgnoreCase))
            {
                return part[..end];
            }
        }

        return null;
    }
}
