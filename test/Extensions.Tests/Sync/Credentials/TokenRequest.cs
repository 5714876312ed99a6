#if EXT_SYNC
using Microsoft.AspNetCore.WebUtilities;

namespace Zot.Extensions.Tests.Sync.Credentials;

/// <summary>A request to a <see cref="TokenServer"/>.</summary>
internal sealed record TokenRequest(string Target, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public IReadOnlyDictionary<string, string> Form => QueryHelpers.ParseQuery(Body).ToDictionary(static one => one.Key, static one => one.Value.ToString());
}
#endif
