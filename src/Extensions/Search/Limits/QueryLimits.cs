#if EXT_SEARCH
namespace Zot.Extensions.Search.Limits;

/// <summary>The limits of a request. The largest query of a known client has a tenth of them.</summary>
internal static class QueryLimits
{
    /// <summary>The size of a request in bytes, with its variables.</summary>
    public const int RequestBytes = 256 * 1024;

    /// <summary>
    /// The number of nodes in the syntax tree of a document. Validation compares some of them with each other, used or
    /// not.
    /// </summary>
    public const int Parts = 10_000;

    /// <summary>The depth of selections and values.</summary>
    public const int Depth = 32;

    /// <summary>The number of selected fields, with those of fragments wherever they are used.</summary>
    public const int Fields = 2000;

    /// <summary>The number of fields at the root, each of which is a query.</summary>
    public const int RootFields = 16;

    /// <summary>The number of items of a list, which are in memory until the response is written.</summary>
    public const int Items = 20_000;

    /// <summary>The number of fields of a response, which are in memory until it is written.</summary>
    public const int AnswerFields = 2_000_000;

    /// <summary>The size of the configurations and referrers that a request reads, in bytes.</summary>
    public const long ContentBytes = 64 * 1024 * 1024;

    /// <summary>The number of errors of a response.</summary>
    public const int Errors = 100;

    /// <summary>The size of a response in bytes.</summary>
    public const int AnswerBytes = 64 * 1024 * 1024;

    /// <summary>The size of a text to search for in bytes, as in zot.</summary>
    public const int TextBytes = 256;

    /// <summary>The size of a configuration whose history is read, in bytes.</summary>
    public const int ConfigBytes = 4 * 1024 * 1024;
}
#endif
