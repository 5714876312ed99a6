using Zot.Configuration;

namespace Zot.Http;

/// <summary>The section <c>http</c> as it is now. A request asks once and keeps the answer.</summary>
public delegate HttpOptions CurrentHttpOptions();
