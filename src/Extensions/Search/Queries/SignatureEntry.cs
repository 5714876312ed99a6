#if EXT_SEARCH
namespace Zot.Extensions.Search.Queries;

/// <summary>A signature in a response.</summary>
/// <param name="Tool">The tool that made it.</param>
/// <param name="Author">The signer, as far as the signature was verified.</param>
/// <param name="IsTrusted">Indicates whether the signer is trusted.</param>
internal sealed record SignatureEntry(string Tool, string Author, bool IsTrusted);
#endif
