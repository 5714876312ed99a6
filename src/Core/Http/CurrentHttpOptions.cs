using Zot.Configuration.Http;

namespace Zot.Http;

/// <summary>Returns the current <c>http</c> section. A request calls it once and keeps the result.</summary>
public delegate HttpOptions CurrentHttpOptions();
