using System.Globalization;
using Zot.Auth.AccessControl;
using Zot.Http.Routes;
using Zot.Registry;

namespace Zot.Http.Requests;

internal abstract partial record RegistryRequest
{
    // As in zot, on which clients rely: a malformed n means no limit.
    private static RegistryRequest ParseCatalog(string method, string query)
    {
        if (method != "GET")
        {
            return RouteMethods.List.Other(method);
        }

        var parameters = new RequestQuery(query);
        return new Catalog(LenientPage(parameters));
    }

    private static Page LenientPage(RequestQuery parameters)
    {
        parameters.TryGetSingle("n", out var count);
        parameters.TryGetSingle("last", out var last);
        return new Page(TryParseCount(count, out var number) ? number : null, last is "" ? null : last);
    }

    private static RegistryRequest ParseReferrers(string method, RepositoryName name, string text, string query) =>
        method switch
        {
            not "GET" => RouteMethods.List.Other(method),
            _ => Digest.TryParse(text, out var subject)
                ? new ListReferrers(
                    name, subject, new RequestQuery(query).All("artifactType"), LenientPage(new RequestQuery(query)))
                : new Invalid(name, AccessAction.Read, RegistryError.DigestInvalid.With("digest", text)),
        };

    private static RegistryRequest ParseTags(string method, RepositoryName name, string query)
    {
        if (method != "GET")
        {
            return RouteMethods.List.Other(method);
        }

        var parameters = new RequestQuery(query);
        if (!parameters.TryGetSingle("n", out var text)
            || !TryParseCount(text, out var count)
            || !parameters.TryGetSingle("last", out var last))
        {
            return new Invalid(
                name,
                AccessAction.Read,
                RegistryError.Unsupported.With(
                    "query", query, "n must be a non-negative integer, and n and last must not be repeated"));
        }

        return new ListTags(name, new Page(count, last is "" ? null : last));
    }

    // A missing count means no limit. A count that exceeds an int is more than there can be.
    private static bool TryParseCount(string? text, out int? count)
    {
        count = null;
        if (text is null)
        {
            return true;
        }

        if (!ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        count = (int)Math.Min(number, int.MaxValue);
        return true;
    }
}
