#if EXT_SEARCH
namespace Zot.Extensions.Search.Queries;

/// <summary>An object without content: all its fields are null.</summary>
internal sealed class Blank
{
    public static readonly Blank Instance = new();
}
#endif
